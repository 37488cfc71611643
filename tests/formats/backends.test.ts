import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRun, type Format, type RunOptions } from 'react-event-source/core';
import { bedrock } from './support/backends/bedrock';
import { toEventStream } from './support/backends/bedrockServer';
import { flowise } from './support/backends/flowise';
import { n8n } from './support/backends/n8n';
import { ragflow } from './support/backends/ragflow';
import { workersAi } from './support/backends/workersAi';
import { play, sse } from './support/play';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** What a run makes of a response. */
const ask = (format: Format, response: Response, options: Partial<RunOptions> = {}) =>
  createRun({
    ...options,
    url: 'https://backend.test/',
    method: 'POST',
    format,
    fetch: () => Promise.resolve(response),
  }).start();

describe('the backends of the guide', () => {
  it.each(['flowise', 'ragflow', 'n8n', 'workersAi', 'bedrock', 'bedrockServer'])(
    '%s is read as the guide says',
    (name) => {
      expect(read('../../docs/backends.md')).toContain(
        '```ts\n' + read(`support/backends/${name}.ts`) + '```',
      );
    },
  );

  it('Flowise', () => {
    const events = [
      { event: 'start', data: '' },
      { event: 'metadata', data: { chatId: 'c1' } },
      { event: 'token', data: 'Hal' },
      { event: 'token', data: 'lo' },
      { event: 'sourceDocuments', data: [{ pageContent: 'Q', metadata: { source: 'a.pdf' } }] },
      { event: 'end', data: '[DONE]' },
    ];
    const wire = events.map((event) => `message:\ndata:${JSON.stringify(event)}\n\n`).join('');
    expect(play(flowise, wire)).toMatchObject({
      status: 'done',
      answer: { id: 'c1', text: 'Hallo', sources: [{ document: 'a.pdf', quote: 'Q' }] },
    });
    expect(play(flowise, sse({ event: 'token', data: 'A' }, { event: 'error', data: 'no' }))).toMatchObject({
      status: 'failed',
      answer: { text: 'A', error: { message: 'no' } },
    });
  });

  it('RAGFlow', () => {
    const event = (answer: string, chunks: object[] = []) => ({
      code: 0,
      data: { id: 'r', answer, reference: { chunks } },
    });
    const chunk = { id: 'k', content: 'Q', document_name: 'a.pdf' };
    expect(
      play(ragflow, sse(event('Hal'), event('Hallo'), event('Hallo', [chunk]), { code: 0, data: true })),
    ).toMatchObject({
      status: 'done',
      answer: { text: 'Hallo', sources: [{ document: 'a.pdf', quote: 'Q' }] },
    });
    expect(play(ragflow, sse({ code: 102, message: 'no such chat', data: null })).answer.error).toEqual({
      message: 'no such chat',
      code: 102,
    });
  });

  it('n8n', async () => {
    const lines = (...events: object[]) =>
      new Response(events.map((event) => JSON.stringify(event) + '\n').join(''), {
        headers: { 'content-type': 'application/json; charset=utf-8' },
      });
    const [begin, end] = [{ type: 'begin' }, { type: 'end' }];
    expect(
      await ask(
        n8n,
        lines(begin, { type: 'item', content: 'A' }, end, begin, { type: 'item', content: 'B' }, end),
      ),
    ).toMatchObject({ status: 'done', text: 'AB' });
    expect(await ask(n8n, lines(begin, { type: 'error', content: 'no' }), { retry: false })).toMatchObject({
      status: 'failed',
      error: { message: 'no' },
    });
  });

  it('Cloudflare Workers AI', () => {
    const wire = sse(
      { response: 'Hal', p: 'abc' },
      { response: 'lo' },
      { response: '', usage: { total_tokens: 9 } },
      '[DONE]',
    );
    expect(play(workersAi, wire)).toMatchObject({
      status: 'done',
      answer: { text: 'Hallo', usage: { total_tokens: 9 } },
    });
  });

  it('Amazon Bedrock, through a server', async () => {
    async function* events(fails = false) {
      const delta = (contentBlockIndex: number, given: object) =>
        Promise.resolve({ contentBlockDelta: { contentBlockIndex, delta: given } });
      yield { messageStart: { role: 'assistant' } };
      yield await delta(0, { reasoningContent: { text: 'Hm' } });
      yield await delta(0, { reasoningContent: { signature: 's' } });
      yield await delta(1, { text: 'Hallo' });
      if (fails) throw new Error('throttled');
      yield {
        contentBlockStart: { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't', name: 'f' } } },
      };
      yield await delta(2, { toolUse: { input: '{"a":' } });
      yield await delta(2, { toolUse: { input: '1}' } });
      yield { contentBlockStop: { contentBlockIndex: 2 } };
      yield { messageStop: { stopReason: 'tool_use' } };
      yield { metadata: { usage: { totalTokens: 9 } } };
    }
    const answer = await ask(bedrock, toEventStream(events()));
    expect(answer).toMatchObject({
      status: 'done',
      text: 'Hallo',
      reasoning: 'Hm',
      toolCalls: [{ id: 't', name: 'f', arguments: '{"a":1}' }],
      finishReason: 'tool_use',
      usage: { totalTokens: 9 },
    });
    expect(answer.parts[0]).toMatchObject({ metadata: { signature: 's' } });
    expect(await ask(bedrock, toEventStream(events(true)), { retry: false })).toMatchObject({
      status: 'failed',
      text: 'Hallo',
      error: { message: 'throttled' },
    });
  });
});
