import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createConnection, type Throttle } from 'react-event-source/core';
import { connect } from '../support/connect.ts';
import { started } from '../support/startedRun.ts';
import { createWire, message } from '../support/wire.ts';

// Turns of the event loop stay real: they take no time by the clock.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'] }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const nextTurn = setImmediate;

/** Lets everything happen that needs turns of the event loop, and no time. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => void nextTurn(resolve));
}

/** An open stream, and the texts that a subscriber was shown. */
async function stream(throttle: Throttle | undefined) {
  const { run, sink, send } = await started({ throttle });
  const shown: string[] = [];
  run.subscribe(() => void shown.push(run.getSnapshot().text));
  return { run, sink, shown, send };
}

/** A page whose frames come when a test says so. */
function stubFrames() {
  const waiting = new Map<number, () => void>();
  let last = 0;
  vi.stubGlobal('requestAnimationFrame', (task: () => void) => {
    waiting.set(++last, task);
    return last;
  });
  vi.stubGlobal('cancelAnimationFrame', (id: number) => void waiting.delete(id));
  return {
    waiting,
    /** The next frame, and what follows it without time. */
    frame: async (): Promise<void> => {
      const due = [...waiting.values()];
      waiting.clear();
      for (const task of due) task();
      await turns();
    },
  };
}

describe.each<Throttle | undefined>(['auto', 'frame', undefined])('throttle %s', (throttle) => {
  test('shows the messages of one turn together, in a turn of its own', async () => {
    const { run, send, shown } = await stream(throttle);
    send('a', 'b', 'c');
    await Promise.resolve();
    expect(shown).toEqual([]);
    await turns();
    expect(shown).toEqual(['abc']);
    run.stop();
  });

  test('shows the end at once, and nothing after it', async () => {
    const { frame } = stubFrames();
    const { run, send, shown } = await stream(throttle);
    send('a');
    run.stop();
    expect(shown).toEqual(['a']);
    await turns();
    await frame();
    expect(shown).toEqual(['a']);
  });

  test('goes on in a page that gets no frames, four times a second', async () => {
    const { waiting } = stubFrames();
    const { run, send, shown } = await stream(throttle);
    send('a');
    await turns();
    send('b');
    await turns();
    await vi.advanceTimersByTimeAsync(249);
    expect(shown).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(1);
    await turns();
    await vi.advanceTimersByTimeAsync(250);
    await turns();
    expect(shown).toEqual(['a', 'ab']);
    run.stop();
    await vi.advanceTimersByTimeAsync(1000);
    expect(waiting.size).toBe(0);
  });

  test('takes no time where there is no setImmediate', async () => {
    const { run, send, shown } = await stream(throttle);
    vi.stubGlobal('setImmediate', undefined);
    send('a', 'b');
    expect(shown).toEqual([]);
    await turns();
    expect(shown).toEqual(['ab']);
    run.stop();
  });

  test('waits for a timer where there is no MessageChannel either', async () => {
    const { run, send, shown } = await stream(throttle);
    vi.stubGlobal('setImmediate', undefined);
    vi.stubGlobal('MessageChannel', undefined);
    send('a', 'b');
    await turns();
    expect(shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toEqual(['ab']);
    run.stop();
  });
});

describe('throttle frame', () => {
  test('shows what came since the last frame in the next one', async () => {
    const { frame, waiting } = stubFrames();
    const { run, send, shown } = await stream('frame');
    send('a');
    await turns();
    expect(shown).toEqual(['a']);
    send('b');
    await turns();
    send('c');
    await turns();
    expect(shown).toEqual(['a']);
    await frame();
    expect(shown).toEqual(['a', 'abc']);
    expect(waiting.size).toBe(1);
    await frame();
    expect([shown.length, waiting.size, vi.getTimerCount()]).toEqual([2, 0, 0]);
    send('d');
    await turns();
    expect(shown).toEqual(['a', 'abc', 'abcd']);
    run.stop();
  });

  test('shows everything on the page in the same frame', async () => {
    const { frame } = stubFrames();
    const [one, other] = [await stream('frame'), await stream('frame')];
    one.send('a');
    await turns();
    one.send('b');
    other.send('c');
    await turns();
    expect([one.shown, other.shown]).toEqual([['a'], []]);
    await frame();
    expect([one.shown, other.shown]).toEqual([['a', 'ab'], ['c']]);
    one.run.stop();
    other.run.stop();
  });
});

describe('a number', () => {
  test('shows the first message without a wait, and the next ones after so many ms', async () => {
    const { run, send, shown } = await stream(100);
    await vi.advanceTimersByTimeAsync(1000);
    send('a');
    send('b');
    expect(shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown).toEqual(['ab']);
    send('c');
    await vi.advanceTimersByTimeAsync(60);
    send('d');
    await vi.advanceTimersByTimeAsync(39);
    expect(shown).toEqual(['ab']);
    await vi.advanceTimersByTimeAsync(1);
    expect(shown).toEqual(['ab', 'abcd']);
    run.stop();
  });

  test('counts from the last time that anything was shown, a change of status included', async () => {
    const { run, sink, send, shown } = await stream(100);
    send('a');
    await vi.advanceTimersByTimeAsync(50);
    sink.reconnecting();
    sink.open();
    expect(shown).toEqual(['a', 'a']);
    send('b');
    await vi.advanceTimersByTimeAsync(99);
    expect(shown).toEqual(['a', 'a']);
    await vi.advanceTimersByTimeAsync(1);
    expect(shown).toEqual(['a', 'a', 'ab']);
    run.stop();
  });

  test('leaves no timer behind when the end is shown', async () => {
    const { run, send, shown } = await stream(100);
    await vi.advanceTimersByTimeAsync(100);
    send('a');
    run.stop();
    expect([shown, vi.getTimerCount()]).toEqual([['a'], 0]);
  });
});

test('message shows each one, before anything else happens', async () => {
  const { run, send, shown } = await stream('message');
  send('a', 'b');
  expect(shown).toEqual(['a', 'ab']);
  run.stop();
});

test('a connection that is told nothing else shows the messages of one turn together', async () => {
  const { wire, feed } = connect({ throttle: undefined });
  feed.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  const shown: unknown[] = [];
  feed.subscribe(() => void shown.push(feed.getSnapshot().lastMessage?.data));
  for (const data of ['a', 'b']) sink.message(message(data), false);
  expect(shown).toEqual([]);
  await turns();
  expect(shown).toEqual(['b']);
  feed.close();
});

test('another throttle holds from the next message on', async () => {
  const { wire, feed, change } = connect({ throttle: 600_000 });
  feed.open();
  const { sink } = await wire.attempt(1);
  sink.open();
  sink.message(message('a'), false);
  expect(feed.getSnapshot().lastMessage).toBeNull();
  await vi.advanceTimersByTimeAsync(600_000);
  change({ throttle: 'message' });
  sink.message(message('b'), false);
  expect(feed.getSnapshot().lastMessage).toMatchObject({ data: 'b' });
  feed.close();
});

describe('a subscriber', () => {
  test('hears nothing after it has left, and the others do', () => {
    const feed = createConnection({ url: 'http://test/', transport: createWire().transport });
    const [stays, leaves] = [vi.fn<() => void>(), vi.fn<() => void>()];
    feed.subscribe(stays);
    const leave = feed.subscribe(leaves);
    feed.open();
    leave();
    feed.close();
    expect([stays.mock.calls.length, leaves.mock.calls.length]).toEqual([2, 1]);
  });

  test('finds the same state until it is told of another', async () => {
    const { run, send } = await stream(100);
    const before = run.getSnapshot();
    send('a');
    expect(run.getSnapshot()).toBe(before);
    await vi.advanceTimersByTimeAsync(100);
    const after = run.getSnapshot();
    expect([before.text, after.text]).toEqual(['', 'a']);
    expect(run.getSnapshot()).toBe(after);
    run.stop();
  });
});
