import { act, renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { answerTo, thoughtsOn } from '../../stories/server/chat/answer.ts';
import { CLOSED, CONNECTING, OPEN, openaiChat, type RunSnapshot, useSseStream } from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { hold, path, send } from '../support/messages.ts';

const server = serverForFile();

test('an answer goes from idle over connecting and streaming to done', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send({ id: 1, data: 'Hel' }, { id: 2, data: 'lo' }), hold]);
  const { result } = renderHook(() => useSseStream(url));
  expect(result.current).toMatchObject({ status: 'idle', readyState: CLOSED, text: '', lastMessage: null });

  let answer: Promise<RunSnapshot> | undefined;
  act(() => {
    answer = result.current.start();
  });
  expect(result.current).toMatchObject({ status: 'connecting', readyState: CONNECTING, error: null });

  await expect.poll(() => result.current.text).toBe('Hello');
  expect(result.current).toMatchObject({
    status: 'streaming',
    readyState: OPEN,
    lastMessage: { type: 'message', data: 'lo', lastEventId: '2' },
    lastEventId: '2',
    attempt: 0,
    nextRetryAt: null,
  });

  server().control(key, { do: 'end' });
  const { start, stop, reset, ...state } = result.current;
  await expect(answer).resolves.toMatchObject({
    ...state,
    status: 'done',
    readyState: CLOSED,
    isRunning: false,
    timing: { startedAt: state.timing.startedAt, endedAt: expect.any(Number) },
  });
  await expect.poll(() => result.current.status).toBe('done');
  expect(result.current).toMatchObject({
    start,
    stop,
    reset,
    readyState: CLOSED,
    text: 'Hello',
    error: null,
  });
});

const question = 'Why is the sky blue?';
const tool = {
  type: 'function',
  function: { name: 'look_up', parameters: { properties: { q: { type: 'string' } } } },
};
const chat = (more: object): object => ({
  model: 'm',
  messages: [{ role: 'user', content: question }],
  stream: true,
  stream_options: { include_usage: true },
  ...more,
});

test('a chat answer brings text, reasoning, parts, finish reason and usage', async () => {
  const url = server().url + path('v1/chat/completions', { delay: 0, rate: 0, reasoning: 1 });
  const { result } = renderHook(() => useSseStream(url, { format: openaiChat(), body: chat({}) }));
  await act(() => result.current.start());
  const text = answerTo(question);
  const reasoning = thoughtsOn(question);
  expect(result.current).toMatchObject({
    status: 'done',
    text,
    reasoning,
    refusal: '',
    toolCalls: [],
    finishReason: 'stop',
    lastMessage: { data: '[DONE]' },
  });
  expect(result.current.usage).toMatchObject({ total_tokens: expect.any(Number) });
  expect(result.current.parts).toMatchObject([
    { type: 'reasoning', text: reasoning },
    { type: 'text', text },
  ]);
});

test('a tool call comes with its id, its name and its raw arguments', async () => {
  const url = server().url + path('v1/chat/completions', { delay: 0, rate: 0 });
  const { result } = renderHook(() => useSseStream(url, { format: openaiChat() }));
  await act(() => result.current.start({ body: chat({ tools: [tool] }) }));
  const [call, ...others] = result.current.toolCalls;
  expect(others).toEqual([]);
  expect(call).toMatchObject({ id: expect.stringMatching(/^call_/), name: 'look_up' });
  expect(JSON.parse(call?.arguments ?? '')).toEqual({ q: question });
  expect(result.current.finishReason).toBe('tool_calls');
});

test('stop keeps the text so far, reset clears it', async () => {
  const url = server().script(crypto.randomUUID(), [send({ id: 1, data: 'so far' }), hold]);
  const { result } = renderHook(() => useSseStream(url));
  act(() => void result.current.start());
  await expect.poll(() => result.current.text).toBe('so far');
  act(() => result.current.stop());
  expect(result.current).toMatchObject({
    status: 'stopped',
    readyState: CLOSED,
    text: 'so far',
    error: null,
  });
  act(() => result.current.reset());
  expect(result.current).toMatchObject({
    status: 'idle',
    text: '',
    parts: [],
    lastMessage: null,
    lastEventId: '',
  });
});

test('the verbs keep their identity from render to render', () => {
  const { result, rerender } = renderHook(() => useSseStream('http://127.0.0.1/'));
  const { start, stop, reset } = result.current;
  rerender();
  expect(result.current.start).toBe(start);
  expect(result.current.stop).toBe(stop);
  expect(result.current.reset).toBe(reset);
});
