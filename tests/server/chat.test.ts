import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { answerTo } from '../../stories/server/chat/answer.ts';
import { tokenise } from '../../stories/server/chat/tokenise.ts';
import { chatBody, messagesIn, readAll, readUntil, serverForFile } from './support.ts';

interface Chunk {
  object?: string;
  error?: { message: string };
  choices?: {
    delta: {
      role?: string;
      content?: string;
      reasoning_content?: string;
      reasoning_details?: { text: string; signature?: string }[];
      tool_calls?: { id?: string; function: { name?: string; arguments: string } }[];
    };
    finish_reason: string | null;
  }[];
  usage?: { prompt_tokens: number; completion_tokens: number; total_tokens: number } | null;
}

const server = serverForFile();
const at = (query: string): string => `${server().url}/v1/chat/completions?delay=0&rate=0&${query}`;

async function ask(query = '', more: Record<string, unknown> = {}) {
  const { text, isBroken } = await readAll(await fetch(at(query), chatBody(more)));
  const data = messagesIn(text).map((message) => message.data);
  const chunks = data.filter((each) => each !== '[DONE]').map((each) => JSON.parse(each) as Chunk);
  const content = chunks.map((chunk) => chunk.choices?.[0]?.delta.content ?? '').join('');
  return { chunks, content, isBroken, isDone: data.at(-1) === '[DONE]' };
}

describe('a streamed answer', () => {
  test('begins with the role, grows by tokens, gives a finish reason and ends with [DONE]', async () => {
    const { chunks, content, isDone } = await ask();
    expect(chunks[0]?.choices?.[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(chunks.at(-1)?.choices?.[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(chunks.every((chunk) => chunk.object === 'chat.completion.chunk')).toBe(true);
    expect(chunks.length).toBeGreaterThan(500);
    expect(isDone).toBe(true);
    expect(content).toBe(answerTo('Why is the sky blue?'));
  });

  test('is long Markdown that quotes the question and holds CJK and joined emoji', async () => {
    const { content } = await ask();
    for (const part of [
      '> Why is the sky blue?',
      '## ',
      '```ts',
      '| --- |',
      '日本語',
      '👩‍👩‍👧‍👦',
      '1. ',
      '- [x]',
    ]) {
      expect(content).toContain(part);
    }
  });

  test('is the same for the same question and another for another', async () => {
    const other = { messages: [{ role: 'user', content: [{ type: 'text', text: 'And the grass?' }] }] };
    const [first, second, third] = await Promise.all([ask(), ask(), ask('', other)]);
    expect(first.content).toBe(second.content);
    expect(third.content).toContain('> And the grass?');
  });

  test('tells the usage in a chunk without choices only where it was asked for', async () => {
    const asked = await ask('tokens=7', { stream_options: { include_usage: true } });
    expect(asked.chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 7 } });
    expect(asked.chunks[1]?.usage).toBeNull();
    const unasked = await ask('tokens=7');
    expect(unasked.chunks.some((chunk) => 'usage' in chunk)).toBe(false);
  });

  test('has as many tokens as told, from the query or from the body', async () => {
    expect((await ask('tokens=3')).chunks).toHaveLength(5);
    expect((await ask('', { tokens: 3000 })).chunks).toHaveLength(3002);
  });

  test('stops at max_tokens with the finish reason length', async () => {
    const { chunks } = await ask('', { max_tokens: 5 });
    expect(chunks).toHaveLength(7);
    expect(chunks.at(-1)?.choices?.[0]?.finish_reason).toBe('length');
  });

  test('thinks first where reasoning is on', async () => {
    const { chunks, content } = await ask('reasoning=1&tokens=2');
    expect(chunks[1]?.choices?.[0]?.delta.reasoning_content).toBe('The');
    expect(content).toBe('# You');
  });

  test('calls the first tool with arguments in pieces, and answers once it has the result', async () => {
    const parameters = {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' } },
    };
    const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
    const { chunks } = await ask('', { tools });
    const calls = chunks.flatMap((chunk) => chunk.choices?.[0]?.delta.tool_calls ?? []);
    expect(calls[0]).toMatchObject({ function: { name: 'weather', arguments: '' } });
    expect(calls.length).toBeGreaterThan(5);
    expect(JSON.parse(calls.map((call) => call.function.arguments).join(''))).toEqual({
      city: 'Why is the sky blue?',
      days: 42,
    });
    expect(chunks.at(-1)?.choices?.[0]?.finish_reason).toBe('tool_calls');

    const messages = [
      { role: 'user', content: 'Rain?' },
      { role: 'tool', content: '{"rain":true}' },
    ];
    expect((await ask('', { tools, messages })).content).toContain('The tool answered: `{"rain":true}`');
  });

  test('of a thinking model wants the signed thoughts back with its calls', async () => {
    const tools = [{ type: 'function', function: { name: 'f', parameters: { properties: {} } } }];
    const { chunks } = await ask('reasoning=1', { tools });
    const deltas = chunks.map((chunk) => chunk.choices?.[0]?.delta);
    const thoughts = deltas.map((delta) => delta?.reasoning_content ?? '').join('');
    const signed = deltas.flatMap((delta) => delta?.reasoning_details ?? []).at(-1);
    const [call] = deltas.flatMap((delta) => delta?.tool_calls ?? []);
    const answerWith = (reasoning_details: object[]) => {
      const said = { role: 'assistant', content: null, tool_calls: [call], reasoning_details };
      const messages = [{ role: 'user', content: 'x' }, said, { role: 'tool', content: 'sun' }];
      return fetch(at('tokens=1'), chatBody({ messages, tools, reasoning: 1 }));
    };
    expect((await answerWith([{ ...signed, text: thoughts }])).status).toBe(200);
    for (const details of [[], [signed!], [{ ...signed, text: `${thoughts}!` }]]) {
      const refused = await answerWith(details);
      expect(refused.status).toBe(400);
      expect(await refused.text()).toMatch(/without the thoughts that led to it/);
    }
  });

  test('waits before the first token, with its head already sent', async () => {
    const url = `${server().url}/v1/chat/completions?delay=60000`;
    const leave = new AbortController();
    const response = await fetch(url, { ...chatBody(), signal: leave.signal });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    leave.abort();
  });

  test('can fail or be cut in the middle', async () => {
    const failed = await ask('failAfter=4');
    expect(failed.chunks.at(-1)?.error?.message).toMatch(/overloaded/);
    expect(failed.isDone).toBe(false);
    const dropped = await ask('dropAfter=4');
    expect(dropped).toMatchObject({ isBroken: true, isDone: false });
    expect(dropped.chunks).toHaveLength(5);
  });
});

test('stream: false gives the whole answer as JSON', async () => {
  const response = await fetch(at(''), chatBody({ stream: false }));
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.json()).toMatchObject({
    object: 'chat.completion',
    choices: [
      { message: { role: 'assistant', content: answerTo('Why is the sky blue?') }, finish_reason: 'stop' },
    ],
    usage: { completion_tokens: tokenise(answerTo('Why is the sky blue?')).length },
  });
});

test.each([
  ['no JSON', 'hello', /parse/],
  ['no object', '[]', /parse/],
  ['no model', '{"messages":[{"role":"user","content":"x"}]}', /model/],
  ['no messages', '{"model":"m","messages":[]}', /messages/],
  ['a message without role', '{"model":"m","messages":[{}]}', /messages/],
  ['stream of another type', '{"model":"m","messages":[{"role":"user"}],"stream":"yes"}', /stream/],
])('a body with %s is a 400 in the shape of the API', async (_, body, words) => {
  const response = await fetch(at(''), { method: 'POST', body });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { message: string; type: string } };
  expect(error.message).toMatch(words);
  expect(error.type).toBe('invalid_request_error');
});

test('anything but POST is a 405', async () => {
  const response = await fetch(at(''));
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('POST');
});

test('the server notices that the client has left, and counts it', async () => {
  const key = randomUUID();
  const response = await fetch(
    `${server().url}/v1/chat/completions?delay=0&rate=100&tokens=100000&key=${key}`,
    chatBody(),
  );
  const { leave } = await readUntil(response, 'You');
  expect(server().connections(key)).toEqual({ open: 1, closed: 0, aborted: 0, cut: 0 });
  await leave();
  expect(await server().waitFor(key, { open: 0 })).toMatchObject({ closed: 1, aborted: 1, cut: 0, total: 1 });
});

test('the tokens joined are the text, whatever is in it', () => {
  const text = `${answerTo('x')}\r\n\t 12345 \u{d800} naïve­ 👩🏽‍💻`;
  expect(tokenise(text).join('')).toBe(text);
});
