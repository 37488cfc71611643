import { afterEach, describe, expect, test, vi } from 'vitest';
import { createRandom, simulate } from '../../bench/simulation/simulate.mjs';
import { resolveRetry, retryDelay } from '../../src/attempts/retry';

afterEach(() => void vi.restoreAllMocks());

describe('after a restart of a server with many clients, by the default policy of a feed,', () => {
  const clients = 50_000;
  const policy = resolveRetry(undefined, Infinity);
  test.each([1, 5, 10, 30, 60])(
    'down for %d s: no second sees a tenth of them, and all are back soon',
    (down) => {
      const random = createRandom(down);
      vi.spyOn(Math, 'random').mockImplementation(random);
      const { peak, back } = simulate({
        clients,
        downtime: down * 1000,
        random,
        policy: (attempt, uptime) => retryDelay(policy, { attempt, uptime }),
      });
      expect(peak / clients).toBeLessThan(0.1);
      expect(back).toBeLessThan(120_000);
    },
  );
  test('a fixed delay brings them all back in one second', () => {
    const { peak } = simulate({ clients, downtime: 1000, random: createRandom(), policy: () => 3000 });
    expect(peak).toBe(clients);
  });
});
