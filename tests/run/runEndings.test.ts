import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Format, openaiChat, SseError, tgi } from 'react-event-source/core';
import { content, failure, reason, usage } from '../support/chunks.ts';
import { started } from '../support/startedRun.ts';
import { message } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Text as it comes, until a message says `end`. */
const untilEnd: Format = ({ data }) => (data === 'end' ? { type: 'done' } : data);

const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
  let settled = false;
  void promise.then(() => (settled = true));
  await vi.advanceTimersByTimeAsync(0);
  return settled;
};

describe('an answer that its format sees the end of', () => {
  test('is done at once, with its result, and shows usage that comes before the server closes', async () => {
    const { run, finished, send, sink, told } = await started({ format: openaiChat() });
    send(content('Hello'), reason, '[DONE]');
    expect(run.getSnapshot()).toMatchObject({ status: 'done', readyState: 2, text: 'Hello', usage: null });
    expect(told.at(-1)).toBe('finish done');
    const result = await finished;
    expect(result).toBe(run.getSnapshot());
    send(usage);
    expect(run.getSnapshot()).toEqual({ ...result, usage: { total_tokens: 9 } });
    sink.end();
    expect(result).toMatchObject({ status: 'done', usage: null });
    expect(told.filter((each) => each.startsWith('finish'))).toEqual(['finish done']);
  });

  test('closes the connection after a second where the server does not', async () => {
    const { finished, send, attempt, told } = await started({ format: untilEnd });
    send('a', 'end');
    await vi.advanceTimersByTimeAsync(999);
    expect([attempt.isClosed, await isSettled(finished)]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(1);
    expect([attempt.isClosed, await isSettled(finished)]).toEqual([true, true]);
    expect(told).toEqual(['a', 'end', 'finish done']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('stays done, without an error and without another request, however its connection breaks', async () => {
    const { finished, sink, told, wire } = await started({ format: untilEnd, retry: 5 });
    sink.message(message('a', '1'), true);
    sink.message(message('end', '2'), true);
    sink.fail(new SseError('network', 'broken'));
    expect(await finished).toMatchObject({ status: 'done', error: null, text: 'a' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(wire.attempts).toHaveLength(1);
    expect(told).toEqual(['a', 'end', 'finish done']);
  });

  test('can be stopped before the server closes: it stays done', async () => {
    const { run, finished, send, attempt } = await started({ format: untilEnd });
    send('a', 'end');
    run.stop();
    expect(await finished).toMatchObject({ status: 'done', text: 'a' });
    expect(attempt.isClosed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('is not begun again by what comes after its end', async () => {
    const { run, finished, send, sink, told } = await started({ format: untilEnd });
    send('a', 'end', 'b', 'end');
    expect(run.getSnapshot()).toMatchObject({ status: 'done', text: 'a', lastMessage: { data: 'end' } });
    sink.end();
    expect(told).toEqual(['a', 'end', 'finish done', 'b', 'end']);
    expect((await finished).status).toBe('done');
  });

  test('and whose next message the format cannot read stays done', async () => {
    const { finished, send, sink, told } = await started({
      format: ({ data }) => (data === 'end' ? { type: 'done' } : (JSON.parse(data) as string)),
    });
    send('"a"', 'end', 'no JSON');
    sink.end();
    expect(await finished).toMatchObject({ status: 'done', error: null, text: 'a' });
    expect(told).toEqual(['"a"', 'end', 'finish done', 'no JSON']);
  });
});

test('what comes between the end and the close is shown at the close, however rarely it would be shown else', async () => {
  const { run, send, sink } = await started({ format: openaiChat(), throttle: 600_000 });
  send(content('Hello'), reason, '[DONE]', usage);
  expect(run.getSnapshot()).toMatchObject({ status: 'done', usage: null });
  sink.end();
  expect(run.getSnapshot()).toMatchObject({ text: 'Hello', usage: { total_tokens: 9 } });
});

test('stop() between the end and the close shows at once what has come, and leaves no timer', async () => {
  const { run, send } = await started({ format: openaiChat(), throttle: 600_000 });
  send(content('Hello'), reason, '[DONE]', usage);
  run.stop();
  expect(run.getSnapshot()).toMatchObject({ status: 'done', usage: { total_tokens: 9 } });
  expect(vi.getTimerCount()).toBe(0);
});

describe('a message that the format cannot read', () => {
  const strict: Format = ({ data }) => JSON.parse(data) as string;

  test('fails the run and closes the connection', async () => {
    const { finished, send, told, attempt, wire } = await started({ format: strict, retry: 5 });
    send('"so far"', 'no JSON', '"late"');
    expect(attempt.isClosed).toBe(true);
    expect(await finished).toMatchObject({
      status: 'failed',
      text: 'so far',
      error: { kind: 'format', body: 'no JSON' },
    });
    expect(told).toEqual(['"so far"', 'no JSON', 'format', 'finish failed']);
    expect(wire.attempts).toHaveLength(1);
  });

  test('is of no account to a run that its onMessage starts', async () => {
    const { run, finished, send, told, wire } = await started({
      format: strict,
      onMessage: ({ data }) => void (data === 'no JSON' && run.start()),
    });
    send('no JSON');
    expect((await finished).status).toBe('stopped');
    const next = await wire.attempt(2);
    next.sink.open();
    expect(run.getSnapshot()).toMatchObject({ status: 'streaming', error: null });
    run.stop();
    expect(told).toEqual(['finish stopped', 'finish stopped']);
  });
});

describe('an error that the provider reports inside the stream', () => {
  test('fails the run at once, in its words and with its code, and keeps the text so far', async () => {
    const { run, finished, send, sink, told, wire } = await started({ format: openaiChat(), retry: 5 });
    send(content('so far'), failure);
    const failed = {
      status: 'failed',
      readyState: 2,
      text: 'so far',
      error: { kind: 'server', message: 'Overloaded', code: 'busy', isRetryable: false },
    };
    expect(run.getSnapshot()).toMatchObject(failed);
    expect(await isSettled(finished)).toBe(true);
    sink.end();
    expect(await finished).toMatchObject(failed);
    expect(told).toEqual([content('so far'), failure, 'server', 'finish failed']);
    expect(wire.attempts).toHaveLength(1);
  });

  test('closes the connection after a second where the server does not', async () => {
    const { finished, send, attempt } = await started({ format: openaiChat() });
    send(failure);
    await vi.advanceTimersByTimeAsync(1000);
    expect(attempt.isClosed).toBe(true);
    expect((await finished).status).toBe('failed');
  });

  test('hides no usage that follows it', async () => {
    const { run, send, sink, told } = await started({ format: openaiChat() });
    send(failure, usage);
    sink.end();
    expect(run.getSnapshot()).toMatchObject({ status: 'failed', usage: { total_tokens: 9 } });
    expect(told).toEqual([failure, 'server', 'finish failed', usage]);
  });
});

describe('a stream that closes', () => {
  const needsEnd = Object.assign<Format, Partial<Format>>((each, answer) => untilEnd(each, answer), {
    endsOnClose: false,
  });

  test('before the end that the format waits for leaves the answer incomplete', async () => {
    const { finished, send, sink, told, wire } = await started({ format: needsEnd, retry: 5 });
    send('half of');
    sink.end();
    expect(await finished).toMatchObject({
      status: 'incomplete',
      readyState: 2,
      text: 'half of',
      error: {
        kind: 'incomplete',
        message: 'The stream closed before the answer ended. The text so far is kept.',
      },
    });
    expect(told).toEqual(['half of', 'incomplete', 'finish incomplete']);
    expect(wire.attempts).toHaveLength(1);
  });

  test('without a word, with 204, is done, whatever the format waits for', async () => {
    const { finished, sink } = await started({ format: needsEnd });
    sink.end(true);
    expect(await finished).toMatchObject({ status: 'done', error: null });
  });

  test('after a finish reason is done', async () => {
    const { finished, send, sink } = await started({ format: openaiChat() });
    send(content('Hello'), reason);
    sink.end();
    expect(await finished).toMatchObject({ status: 'done', text: 'Hello', finishReason: 'stop' });
  });

  test('is done where the format knows no other end', async () => {
    const { finished, send, sink } = await started({ format: untilEnd });
    send('all');
    sink.end();
    expect(await finished).toMatchObject({ status: 'done', text: 'all' });
  });
});

describe('an answer that began with a message of another wire', () => {
  const foreign = JSON.stringify({ hello: 'there' });
  const last = JSON.stringify({ token: { text: 'Hi' }, generated_text: 'Hi' });

  test('is whole where the message of its end brings the text', async () => {
    const { finished, send } = await started({ format: tgi() });
    send(foreign, last);
    expect(await finished).toMatchObject({ status: 'done', text: 'Hi', error: null });
  });
  test('fails where nothing but an end came, and says what could not be read', async () => {
    const { finished, send } = await started({ format: tgi() });
    send(foreign, '[DONE]');
    const { status, error } = await finished;
    expect([status, error?.kind]).toEqual(['failed', 'format']);
    expect(error?.message).toContain('tgi could not read the message');
  });
});
