import { afterEach, describe, expect, test, vi } from 'vitest';
import { resolveRetry, type Retry, retryDelay, type RetrySituation } from '../../src/attempts/retry';

afterEach(() => void vi.restoreAllMocks());

const delayOf = (retry: Retry | undefined, situation: RetrySituation, random = 1): number => {
  vi.spyOn(Math, 'random').mockReturnValue(random);
  return retryDelay(resolveRetry(retry, 3), situation);
};

describe('the longest delay before a retry', () => {
  const rows: [string, Retry | undefined, RetrySituation, number][] = [
    ['is a second at first', undefined, { attempt: 1 }, 1000],
    ['doubles from retry to retry', undefined, { attempt: 4 }, 8000],
    ['is capped at 30 s', undefined, { attempt: 6 }, 30_000],
    ['is capped after any number of retries', undefined, { attempt: 5000 }, 30_000],
    ['starts at `delay`', { delay: 200 }, { attempt: 1 }, 200],
    ['grows by `factor`', { delay: 200, factor: 3 }, { attempt: 3 }, 1800],
    ['does not grow with a factor of 1', { delay: 200, factor: 1 }, { attempt: 30 }, 200],
    ['is capped at `maxDelay`', { delay: 200, maxDelay: 500 }, { attempt: 3 }, 500],
    ['is `delay` where that is above the cap', { delay: 60_000 }, { attempt: 2 }, 60_000],
    [
      'is the `retry:` field of the server and half as much',
      { delay: 200 },
      { attempt: 1, serverDelay: 500 },
      750,
    ],
    ['grows from the `retry:` field', undefined, { attempt: 3, serverDelay: 500 }, 2000],
    ['grows from 100 ms where the server says zero', undefined, { attempt: 3, serverDelay: 0 }, 400],
    ['grows from 100 ms where `delay` is zero', { delay: 0 }, { attempt: 9 }, 25_600],
    ['is never below 100 ms, whatever nonsense `delay` is', { delay: NaN, factor: NaN }, { attempt: 3 }, 100],
    [
      'may be longer than the cap if the server asks',
      undefined,
      { attempt: 2, serverDelay: 90_000 },
      135_000,
    ],
    ['is `Retry-After` and half as much', undefined, { attempt: 1, retryAfter: 7000 }, 10_500],
    ['ignores a shorter `Retry-After`', undefined, { attempt: 3, retryAfter: 10 }, 4000],
    ['fits into a timer', undefined, { attempt: 1, serverDelay: 3e9 }, 2 ** 31 - 1],
    [
      'fits into a timer after a long `Retry-After`',
      undefined,
      { attempt: 1, retryAfter: 1e12 },
      2 ** 31 - 1,
    ],
    ['is a second after a short connection', undefined, { attempt: 1, uptime: 5000 }, 1000],
    ['is a tenth of the time that a connection was up', undefined, { attempt: 1, uptime: 60_000 }, 6000],
    ['is 20 s after a day', undefined, { attempt: 1, uptime: 86_400_000 }, 20_000],
    ['is as told, however long a connection was up', { delay: 100 }, { attempt: 1, uptime: 86_400_000 }, 100],
    ['is the server’s, however long', undefined, { attempt: 1, serverDelay: 400, uptime: 86_400_000 }, 600],
  ];
  test.each(rows)('%s', (_, retry, situation, expected) => {
    expect(delayOf(retry, situation)).toBe(expected);
  });
});

describe('jitter', () => {
  test.each([0.1, 0.25, 0.5, 0.999])('spreads the delay over all of it: %d', (random) => {
    expect(delayOf({ delay: 1000 }, { attempt: 2 }, random)).toBe(2000 * random);
  });
  test('never goes below what `Retry-After` asks', () => {
    expect(delayOf({ delay: 1000 }, { attempt: 1, retryAfter: 800 }, 0)).toBe(800);
  });
  test.each([0, 0.25, 0.999])('only adds to the `retry:` field of the server: %d', (random) => {
    for (const attempt of [1, 2, 5]) {
      expect(delayOf(undefined, { attempt, serverDelay: 400 }, random)).toBeGreaterThanOrEqual(400);
    }
  });
  test('never leads to a retry within 100 ms', () => {
    expect(delayOf({ delay: 0 }, { attempt: 1 }, 0)).toBe(100);
  });
  test('can be switched off', () => {
    expect(delayOf({ delay: 1000, jitter: false }, { attempt: 2 }, 0)).toBe(2000);
  });
});

describe('the retry option', () => {
  const rows: [string, Retry | undefined, number, boolean][] = [
    ['undefined is the default limit, and nobody asked', undefined, 3, false],
    ['true is the default limit, asked for', true, 3, true],
    ['false is never', false, 0, false],
    ['a number is the limit', 7, 7, true],
    ['zero is never', 0, 0, true],
    ['an object without a limit has the default one', { delay: 1 }, 3, true],
    ['an object has its own', { limit: 9 }, 9, true],
    ['an undefined limit is the default', { limit: undefined }, 3, true],
  ];
  test.each(rows)('%s', (_, retry, limit, asked) => {
    expect(resolveRetry(retry, 3)).toMatchObject({ limit, asked });
  });
});
