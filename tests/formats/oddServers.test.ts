import { describe, expect, it } from 'vitest';
import * as library from 'react-event-source/core';
import { createTestServer } from 'react-event-source/testing';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { named, recording, sse } from './support/play';

const answers: Record<string, string> = {
  'openai-chat': 'openai-chat/answer.sse',
  'openai-responses': 'openai-responses/answer.sse',
  anthropic: 'anthropic/answer.sse',
  gemini: 'gemini/answer.sse',
  'ui-message-stream': 'ui-message-stream/answer.sse',
  'ag-ui': 'ag-ui/answer.sse',
  cohere: 'cohere/answer.sse',
  dify: 'dify/chatflow.sse',
  'coze-chat': 'coze/chat.sse',
  dashscope: 'qwen-dashscope/native-cumulative.sse',
  langgraph: 'langgraph/messages.sse',
  tgi: 'huggingface/tgi-generate-stream.sse',
};

const keepAlives = {
  'an empty data line': 'data:\n\n',
  'blank data': 'data:   \n\n',
  'a ping with the time': 'event: ping\ndata: 2026-01-01T00:00:00Z\n\n',
  'a heartbeat with an empty object': 'event: heartbeat\ndata: {}\n\n',
  'a named event that is none of the wire': 'event: server-status\ndata: fine\n\n',
};

async function ask(format: library.Format, wire: string, options: library.RunOptions = {}) {
  const server = createTestServer();
  const run = library.createRun({
    url: 'https://x.test/',
    method: 'POST',
    format,
    fetch: server.fetch,
    ...options,
  });
  const result = run.start();
  const stream = await server.nextStream();
  stream.write(wire);
  stream.end();
  return result;
}

describe.each(Object.keys(answers))('the format of %s', (family) => {
  const wire = recording(answers[family]!);
  const format = (): library.Format => formatFor(library as never, family, '')!;

  it.each(Object.entries(keepAlives))('takes %s for no message', async (_, keepAlive) => {
    const plain = await ask(format(), wire);
    const result = await ask(format(), keepAlive + wire.replaceAll(/\n\n/g, `\n\n${keepAlive}`));
    expect(plain.status).toBe('done');
    expect(result).toMatchObject({ status: 'done', text: plain.text, toolCalls: plain.toolCalls });
  });

  it('takes a bare error for an error with its words', async () => {
    const result = await ask(format(), sse({ error: { message: 'You exceeded your quota', code: 'quota' } }));
    expect(result).toMatchObject({
      status: 'failed',
      error: { kind: 'server', message: 'You exceeded your quota' },
    });
  });

  it('takes an event named error for an error with its words', async () => {
    for (const data of ['Boom', { error: true, message: 'Boom' }, { detail: 'Boom' }, { error: 'Boom' }])
      expect(await ask(format(), named(['error', data]))).toMatchObject({
        status: 'failed',
        error: { kind: 'server', message: 'Boom' },
      });
  });
});

describe('plainText and jsonText', () => {
  const { plainText, jsonText } = library;

  it('take messages without a name only', async () => {
    const wire = named(['ping', '12:00'], ['message', 'A'], ['metadata', 'x'], ['end', 'bye']);
    expect(await ask(plainText(), wire)).toMatchObject({ status: 'done', text: 'A' });
    const json = named(['ping', '12:00'], ['message', { token: 'A' }], ['metadata', { token: 'x' }]);
    expect(await ask(jsonText('token'), json)).toMatchObject({ status: 'done', text: 'A' });
  });

  it('take the messages that `events` names', async () => {
    const wire = named(['delta', 'A'], ['message', 'x'], ['delta', 'B']);
    expect((await ask(plainText(), wire, { events: ['delta'] })).text).toBe('AB');
    expect((await ask(jsonText('t'), named(['delta', { t: 'A' }]), { events: ['delta'] })).text).toBe('A');
  });

  it('give onMessage every message nevertheless', async () => {
    const types: string[] = [];
    await ask(plainText(), named(['ping', '1'], ['message', 'A']), {
      onMessage: ({ type }) => types.push(type),
    });
    expect(types).toEqual(['ping', 'message']);
  });

  it.each([plainText(), jsonText('token')])(
    'take an error event for an error with its words',
    async (format) => {
      for (const data of ['Boom', { error: true, message: 'Boom' }, { error: { message: 'Boom' } }])
        expect(await ask(format, named(['error', data]))).toMatchObject({
          status: 'failed',
          error: { kind: 'server', message: 'Boom' },
        });
    },
  );

  it('jsonText takes [DONE] with blanks for the end, and blank data for no message', async () => {
    const wire = sse('', { token: 'A' }, ' ', '[DONE] ', { token: 'late' });
    expect(await ask(jsonText('token'), wire)).toMatchObject({ status: 'done', text: 'A' });
  });
});

describe('a stream of another wire', () => {
  it('fails at its end as such, with what was met first', async () => {
    const result = await ask(library.openaiChat(), recording('anthropic/answer.sse') + sse('[DONE]'));
    expect(result).toMatchObject({ status: 'failed', text: '', error: { kind: 'format' } });
    expect(result.error?.message).toContain(
      'openaiChat could not read the message "{\\"type\\":\\"message_start',
    );
  });

  it('may begin with one, and have the whole answer and its end in the next', async () => {
    const whole = { results: [{ generated_text: 'A', stop_reason: 'eos_token' }] };
    const wire = named(['status', { queue: 3 }]) + sse(whole);
    expect(await ask(library.watsonx(), wire)).toMatchObject({ status: 'done', text: 'A' });
  });

  it('may have foreign messages among those that are known', async () => {
    const chunk = (content: string) => ({ choices: [{ index: 0, delta: { content } }] });
    const wire = sse({ sources: [] }, chunk('A'), { other: 1 }, chunk('B'), '[DONE]');
    expect(await ask(library.openaiChat(), wire)).toMatchObject({ status: 'done', text: 'AB' });
  });

  it('may end with one, without an end: its words are the error’s', async () => {
    const wire = sse(
      { choices: [{ index: 0, delta: { content: 'A' } }] },
      { detail: 'Internal Server Error' },
    );
    const { status, text, error } = await ask(library.openaiChat(), wire);
    expect({ status, text, kind: error?.kind }).toEqual({
      status: 'incomplete',
      text: 'A',
      kind: 'incomplete',
    });
    expect(error?.message).toContain('Internal Server Error');
  });
});

describe('a format passed without being called', () => {
  const { openaiChat, anthropic, plainText, jsonText, gemini } = library;

  it.each(Object.entries({ openaiChat, anthropic, plainText, jsonText, gemini }))(
    'says to call it: %s',
    async (name, factory) => {
      const result = await ask(factory as never, sse({ choices: [] }));
      expect(result).toMatchObject({ status: 'failed', error: { kind: 'format' } });
      expect(result.error?.message).toContain(`call it, as in \`format: ${name}()\``);
    },
  );
});
