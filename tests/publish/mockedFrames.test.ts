import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Throttle } from 'react-event-source/core';
import { started } from '../support/startedRun.ts';
import { until } from '../support/until.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const frames: Record<string, (task: () => void) => number> = {
  'calls at once': (task) => {
    task();
    return 1;
  },
  'never calls': () => 1,
  throws: () => {
    throw new Error('no frames here');
  },
};

const nextTurn = setImmediate;

/** Lets 1.6 s pass, with the turns of the event loop that fall into them. */
async function pass(): Promise<void> {
  for (let frame = 0; frame < 100; frame++) {
    await vi.advanceTimersByTimeAsync(16);
    await new Promise<void>((resolve) => void nextTurn(resolve));
  }
}

/** Streams two messages, one after the other was published, and returns the text that was published last. */
async function published(throttle: Throttle): Promise<string> {
  const { run, send } = await started({ throttle });
  for (const text of ['a', 'b']) {
    send(text);
    await pass();
  }
  const { text } = run.getSnapshot();
  run.stop();
  return text;
}

test.each(
  Object.keys(frames).flatMap((kind) => (['auto', 'frame'] as const).map((throttle) => ({ kind, throttle }))),
)(
  'data is published with throttle $throttle where requestAnimationFrame $kind',
  async ({ kind, throttle }) => {
    vi.stubGlobal('requestAnimationFrame', frames[kind]);
    vi.stubGlobal('cancelAnimationFrame', () => {});
    expect(await published(throttle)).toBe('ab');
  },
);

test.each(Object.keys(frames))(
  'a requestAnimationFrame that %s in one test leaves the next test as it was',
  async (kind) => {
    vi.stubGlobal('requestAnimationFrame', frames[kind]);
    const { run, send } = await started({ throttle: 'auto' });
    send('lost?');
    await vi.advanceTimersByTimeAsync(0);
    run.stop();
    vi.unstubAllGlobals();
    await pass();
    expect(await published('auto')).toBe('ab');
  },
);

test.each(['auto', 'frame'] as const)(
  'data is published with throttle %s after a test that replaced the clock in the middle of a pace',
  async (throttle) => {
    vi.useRealTimers();
    const first = await started({ throttle });
    first.send('a');
    await until(first.run, ({ text }) => text === 'a');
    // The next step of the pace is taken by the new clock, and goes with it.
    vi.useFakeTimers();
    first.run.stop();
    for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => void nextTurn(resolve));
    vi.useRealTimers();
    const second = await started({ throttle });
    second.send('b');
    expect((await until(second.run, ({ text }) => text !== '')).text).toBe('b');
    second.run.stop();
  },
);

test('a pace that has nothing to publish sets no timer on a clock that came in the middle of it', async () => {
  vi.useRealTimers();
  const { run, send } = await started({ throttle: 'auto' });
  send('a');
  await until(run, ({ text }) => text === 'a');
  run.stop();
  vi.useFakeTimers();
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => void nextTurn(resolve));
  expect(vi.getTimerCount()).toBe(0);
});

test('data is published where the clock stands still', async () => {
  vi.spyOn(performance, 'now').mockReturnValue(5);
  expect(await published('auto')).toBe('ab');
});

test.each([NaN, -1, 'often', null, {}])('a throttle of %o counts as the default', async (throttle) => {
  expect(await published(throttle as unknown as Throttle)).toBe('ab');
});

test('with a throttle of Infinity, data is published with the next status only', async () => {
  const { run, send } = await started({ throttle: Infinity });
  let publications = 0;
  run.subscribe(() => void (publications += 1));
  send('a');
  await pass();
  const before = publications;
  send('b');
  send('c');
  await pass();
  expect(publications).toBe(before);
  run.stop();
  expect(run.getSnapshot().text).toBe('abc');
});

test.each<Throttle>(['auto', 'frame'])(
  'a clock that is taken away while something waits for it holds nothing back: %s',
  async (throttle) => {
    const { run, send } = await started({ throttle });
    vi.useRealTimers();
    vi.useFakeTimers();
    send('a');
    vi.useRealTimers();
    send('b');
    expect((await until(run, ({ text }) => text === 'ab')).status).toBe('streaming');
    run.stop();
  },
);
