import {
  type Answer,
  anthropic,
  type Format,
  jsonText,
  openaiChat,
  plainText,
  type RunSnapshot,
  type SseError,
  type SseMessage,
  SseProvider,
  type ToolCall,
  useSseStream,
} from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { describe, expectTypeOf, test } from 'vitest';

describe('useSseStream', () => {
  test('error narrows by status', () => {
    const run = useSseStream('/chat');
    if (run.status === 'failed' || run.status === 'incomplete')
      expectTypeOf(run.error).toEqualTypeOf<SseError>();
    else if (run.status === 'reconnecting') expectTypeOf(run.error).toEqualTypeOf<SseError | null>();
    else expectTypeOf(run.error).toEqualTypeOf<null>();
    expectTypeOf(run.text).toEqualTypeOf<string>();
    expectTypeOf(run.toolCalls).toEqualTypeOf<readonly ToolCall[]>();
  });

  test('start is an event handler, and takes overrides', () => {
    const { start, stop, reset } = useSseStream('/chat');
    const button = <button onClick={start} onDoubleClick={stop} onBlur={reset} />;
    expectTypeOf(button).not.toBeAny();
    expectTypeOf(
      start({ body: { question: 'Why?' }, headers: { a: undefined } }),
    ).resolves.toEqualTypeOf<RunSnapshot>();
  });

  test('callbacks know what they get', () => {
    useSseStream(async () => new URL('http://host/'), {
      headers: async () => ({ authorization: 'Bearer' }),
      body: () => ({ a: 1 }),
      onOpen: (response) => expectTypeOf(response).toEqualTypeOf<Response | undefined>(),
      onMessage: (message) => expectTypeOf(message).toEqualTypeOf<SseMessage>(),
      onFinish: (result) => expectTypeOf(result).toEqualTypeOf<RunSnapshot>(),
      onError(error, willRetry) {
        expectTypeOf(error).toEqualTypeOf<SseError>();
        expectTypeOf(willRetry).toEqualTypeOf<boolean>();
      },
    });
  });
});

describe('formats', () => {
  test('all factories make one type', () => {
    expectTypeOf([plainText(), openaiChat({ choice: 1 }), anthropic(), jsonText('a.b')]).toExtend<Format[]>();
  });

  test('one written inline knows the message and the answer so far', () => {
    useSseStream('/chat', {
      format(message, answer) {
        expectTypeOf(message).toEqualTypeOf<SseMessage>();
        expectTypeOf(answer).toEqualTypeOf<Answer>();
        return answer.text ? { type: 'done' } : message.data;
      },
    });
    const token: Format = ({ data }) => (JSON.parse(data) as { token?: string }).token;
    expectTypeOf(useSseStream('/chat', { format: token }).text).toEqualTypeOf<string>();
  });
});

describe('the testing server', () => {
  test('fits where the platform fits', () => {
    const server = createTestServer();
    expectTypeOf(server.EventSource).toEqualTypeOf<typeof EventSource>();
    expectTypeOf(server.fetch).toExtend<typeof fetch>();
    expectTypeOf(<SseProvider fetch={server.fetch} EventSource={server.EventSource} />).not.toBeAny();
    expectTypeOf(<SseProvider fetch={fetch} EventSource={EventSource} />).not.toBeAny();
  });
});
