import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRun, type RunOptions, type Throttle } from 'react-event-source/core';
import { createWire, message } from '../support/wire.ts';

/** What stands in for a frame where there are none, in ms. */
const FRAME = 16;

// Turns of the event loop stay real: they take no time by the clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Streams a message every ms for 640 ms to a subscriber that takes `cost` ms, and counts what it was told. */
async function publish(throttle: Throttle, cost = 0) {
  let spent = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + spent);
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport, throttle });
  void run.start();
  const { sink } = await wire.attempt(1);
  sink.open();
  let told = 0;
  run.subscribe(() => {
    told++;
    spent += cost;
  });
  for (let ms = 0; ms < 640; ms++) {
    sink.message(message('.'), false);
    await vi.advanceTimersByTimeAsync(1);
  }
  const seen = { told, text: run.getSnapshot().text.length, share: spent / (640 + spent) };
  run.stop();
  return { ...seen, final: run.getSnapshot().text.length };
}

test('auto tells once a frame where that costs nothing', async () => {
  const { told, text, final } = await publish('auto');
  // Measuring takes a millisecond of this clock, now and then.
  expect(told).toBeGreaterThan(640 / FRAME - 14);
  expect(told).toBeLessThanOrEqual(640 / FRAME + 1);
  expect(text).toBeGreaterThan(640 - 2 * FRAME);
  expect(final).toBe(640);
});

test('auto publishes once a frame after the clock was replaced in the middle of a pace', async () => {
  vi.useRealTimers();
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport, throttle: 'auto' });
  void run.start();
  const { sink } = await wire.attempt(1);
  sink.open();
  sink.message(message('.'), false);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] });
  const { told } = await publish('auto');
  expect(told).toBeLessThanOrEqual(640 / FRAME + 1);
  run.stop();
});

test('auto leaves out every other frame where a commit takes a few milliseconds', async () => {
  const { told } = await publish('auto', 3);
  expect(told).toBeGreaterThan(640 / FRAME / 4);
  expect(told).toBeLessThanOrEqual(640 / FRAME / 2 + 4);
});

test.each([20, 40, 100])(
  'auto leaves half of the time to others where a commit takes %i ms',
  async (cost) => {
    const { told, share } = await publish('auto', cost);
    expect(told).toBeGreaterThan(2);
    expect(share).toBeLessThanOrEqual(0.55);
  },
);

test('frame tells once a frame, whatever it costs', async () => {
  const { told } = await publish('frame', 40);
  expect(told).toBeGreaterThan(640 / FRAME - 5);
  expect(told).toBeLessThanOrEqual(640 / FRAME + 1);
});

test('a number tells at most once in that many ms', async () => {
  const { told } = await publish(100);
  expect(told).toBeGreaterThanOrEqual(6);
  expect(told).toBeLessThanOrEqual(8);
});

test('message tells each one', async () => {
  const { told } = await publish('message');
  expect(told).toBe(640);
});

test.each([Infinity, 600_000])(
  '%d that is changed to another throttle applies no more from the next message on',
  async (before) => {
    const wire = createWire();
    const options: RunOptions = { url: 'http://test/', transport: wire.transport, throttle: before };
    const run = createRun(options);
    void run.start();
    const { sink } = await wire.attempt(1);
    sink.open();
    // A timer counts from the last publication.
    sink.message(message('a'), false);
    options.throttle = 50;
    sink.message(message('b'), false);
    await vi.advanceTimersByTimeAsync(50);
    expect(run.getSnapshot().text).toBe('ab');
    options.throttle = before;
    sink.message(message('c'), false);
    options.throttle = 'message';
    sink.message(message('d'), false);
    expect([run.getSnapshot().text, vi.getTimerCount()]).toEqual(['abcd', 0]);
    run.stop();
  },
);

test('auto shows the next message within two seconds after a breakpoint, a dialog or a sleep of an hour', async () => {
  const now = performance.now.bind(performance);
  let slept = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + slept);
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport, throttle: 'auto' });
  void run.start();
  const { sink } = await wire.attempt(1);
  sink.open();
  const leave = run.subscribe(() => (slept = 3_600_000));
  for (const text of ['a', 'b']) {
    sink.message(message(text), false);
    for (let ms = 0; ms < 2000; ms++) await vi.advanceTimersByTimeAsync(1);
    leave();
  }
  expect(run.getSnapshot().text).toBe('ab');
  run.stop();
});

describe.each<Throttle>(['auto', 100])('after a mocked clock has been taken away, %s', (throttle) => {
  // At each moment of a pace.
  const moments = Array.from({ length: 40 }, (_, turns) => turns);
  test.each([3_600_000, -3_600_000])(
    'shows the next message soon, where it was ahead by %d ms',
    async (ahead) => {
      const now = performance.now.bind(performance);
      for (const turns of moments) {
        const mock = vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
        const wire = createWire();
        const run = createRun({ url: 'http://test/', transport: wire.transport, throttle });
        void run.start();
        const { sink } = await wire.attempt(1);
        sink.open();
        sink.message(message('a'), false);
        for (let turn = 0; turn < turns; turn++) {
          if (turn % 2) await vi.advanceTimersByTimeAsync(4);
          else await new Promise<void>((resolve) => void setImmediate(resolve));
        }
        mock.mockRestore();
        sink.message(message('b'), false);
        for (let ms = 0; ms < 2000; ms += 4) await vi.advanceTimersByTimeAsync(4);
        expect([turns, run.getSnapshot().text]).toEqual([turns, 'ab']);
        run.stop();
      }
    },
  );
});
