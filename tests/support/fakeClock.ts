import { afterEach, beforeEach, vi } from 'vitest';

/** Every test of the file has a fake clock, and retries come without jitter: at the shortest delay. */
export function fakeClockWithoutJitter(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}
