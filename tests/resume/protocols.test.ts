// The providers' own ways of resuming. OpenAI, Gemini, LangGraph and the AI SDK: against servers written from their
// documentation. Durable Streams: against the real `@durable-streams/server`.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DurableStreamTestServer } from '@durable-streams/server';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  aiSdkResume,
  createRun,
  durableStreamsResume,
  encodeMessage,
  type Format,
  geminiInteractions,
  geminiInteractionsResume,
  langGraph,
  langGraphResume,
  openaiResponses,
  openaiResponsesResume,
  type RunOptions,
  uiMessageStream,
} from 'react-event-source/core';
import { listen } from '../support/listen.ts';
import { until } from '../support/until.ts';
import { createStorage } from './support/answers.ts';

const soon = { limit: 3, delay: 1, jitter: false };

/** A server of that handler; `log` has its requests, with the ids that they came with. */
async function serve(handle: (path: string, req: IncomingMessage, res: ServerResponse) => void) {
  const log: string[] = [];
  const { url } = await listen((req, res) => {
    req.resume();
    const id = req.headers['last-event-id'] as string | undefined;
    log.push([req.method, req.url, ...(id === undefined ? [] : [id])].join(' '));
    handle(`${req.method} ${req.url!.split('?')[0]}`, req, res);
  });
  return { url, log };
}

/** Sends messages, and then ends, cuts or holds the connection. */
function stream(
  res: ServerResponse,
  messages: readonly string[],
  { then = 'end', headers = {} }: { then?: 'end' | 'cut' | 'hold'; headers?: Record<string, string> } = {},
): void {
  res.writeHead(200, { 'content-type': 'text/event-stream', ...headers });
  res.flushHeaders();
  res.write(messages.join(''), () => {
    if (then === 'cut') res.socket?.destroy();
    if (then === 'end') res.end();
  });
}

const queryOf = (req: IncomingMessage): URLSearchParams => new URL(req.url!, 'http://x').searchParams;
const typed = (event: { type: string }): string =>
  encodeMessage({ type: event.type, data: JSON.stringify(event) });

interface Provider {
  readonly name: string;
  readonly path: string;
  readonly options: (url: string) => RunOptions;
  readonly messages: readonly string[];
  /** Where the request asks to go on. */
  readonly from: (req: IncomingMessage, messages: readonly string[]) => number;
  readonly headers?: Record<string, string>;
  readonly resumed: readonly string[];
  readonly joined: string;
  readonly stopped: string;
}

const openai: Provider = {
  name: 'OpenAI Responses in the background',
  path: '/v1/responses',
  options: () => ({ format: openaiResponses(), resume: openaiResponsesResume() }),
  messages: [
    { type: 'response.created', response: { id: 'resp_1', background: true, status: 'queued' } },
    { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'Hel' },
    { type: 'response.output_text.delta', item_id: 'm', output_index: 0, content_index: 0, delta: 'lo' },
    { type: 'response.completed', response: { id: 'resp_1', status: 'completed' } },
  ].map((event, index) => typed({ ...event, ...{ sequence_number: index } })),
  from: (req) => Number(queryOf(req).get('starting_after') ?? -1) + 1,
  resumed: ['POST /v1/responses', 'GET /v1/responses/resp_1?stream=true&starting_after=1'],
  joined: 'GET /v1/responses/resp_1?stream=true',
  stopped: 'POST /v1/responses/resp_1/cancel',
};

const gemini: Provider = {
  name: 'Gemini Interactions',
  path: '/v1beta/interactions',
  options: () => ({ format: geminiInteractions(), resume: geminiInteractionsResume() }),
  messages: [
    { event_type: 'interaction.created', interaction: { id: 'int_1', status: 'in_progress' } },
    { event_type: 'step.delta', index: 0, delta: { type: 'text', text: 'Hel' } },
    { event_type: 'step.delta', index: 0, delta: { type: 'text', text: 'lo' } },
    { event_type: 'interaction.completed', interaction: { id: 'int_1', status: 'completed' } },
  ].map((event, index) => typed({ type: event.event_type, ...event, ...{ event_id: `e${index}` } })),
  from: (req) => Number(queryOf(req).get('last_event_id')?.slice(1) ?? -1) + 1,
  resumed: ['POST /v1beta/interactions', 'GET /v1beta/interactions/int_1?stream=true&last_event_id=e1'],
  joined: 'GET /v1beta/interactions/int_1?stream=true',
  stopped: 'POST /v1beta/interactions/int_1/cancel',
};

const graph: Provider = {
  name: 'LangGraph',
  path: '/api/threads/t1/runs/stream',
  options: () => ({ format: langGraph(), resume: langGraphResume() }),
  messages: [
    ['metadata', { run_id: 'r1' }],
    ['messages', [{ type: 'AIMessageChunk', id: 'm', content: 'Hel' }, {}]],
    [
      'messages',
      [{ type: 'AIMessageChunk', id: 'm', content: 'lo', response_metadata: { stop_reason: 'end' } }, {}],
    ],
    ['values', {}],
  ].map(([type, data], index) => encodeMessage({ type: type as string, data, id: `17-${index}` })),
  from: (req, messages) => {
    const id = req.headers['last-event-id'];
    // Without an id only what is new.
    if (id === undefined) return messages.length;
    return messages.findIndex((text) => text.includes(`id: ${id as string}\n`)) + 1;
  },
  headers: { 'content-location': '/threads/t1/runs/r1' },
  resumed: ['POST /api/threads/t1/runs/stream', 'GET /api/threads/t1/runs/r1/stream 17-1'],
  joined: 'GET /api/threads/t1/runs/r1/stream -1',
  stopped: 'POST /api/threads/t1/runs/r1/cancel?wait=0&action=interrupt',
};

const aiSdk: Provider = {
  name: 'the AI SDK',
  path: '/api/chat',
  options: (url) => ({
    format: uiMessageStream(),
    resume: aiSdkResume({ url: `${url}/api/chat/7/stream` }),
  }),
  messages: [
    { type: 'start' },
    { type: 'text-delta', id: '0', delta: 'Hel' },
    { type: 'text-delta', id: '0', delta: 'lo' },
    { type: 'finish' },
  ].map((part) => encodeMessage({ data: JSON.stringify(part) })),
  // The whole answer, whatever was received.
  from: () => 0,
  resumed: ['POST /api/chat', 'GET /api/chat/7/stream'],
  joined: 'GET /api/chat/7/stream',
  stopped: 'DELETE /api/chat/7/stream',
};

describe.each([openai, gemini, graph, aiSdk])('$name', (provider) => {
  const { path, options, messages, from, headers = {}, resumed, joined, stopped } = provider;
  const create = (url: string, more: RunOptions = {}) =>
    createRun({
      url: `${url}${path}`,
      method: 'POST',
      body: { stream: true },
      retry: soon,
      throttle: 'message',
      ...options(url),
      ...more,
    });

  test('resumes after the connection was cut, and sends the POST once', async () => {
    const { url, log } = await serve((what, req, res) => {
      if (what.startsWith('POST')) stream(res, messages.slice(0, 2), { then: 'cut', headers });
      else stream(res, messages.slice(from(req, messages)));
    });
    expect(await create(url).start()).toMatchObject({ status: 'done', text: 'Hello', error: null });
    expect(log).toEqual(resumed);
  });

  test('is joined by a reloaded page, which gets the whole answer', async () => {
    const resumeStorage = createStorage();
    const kept = { resumeStorage, resumeKey: 'chat' };
    const { url, log } = await serve((what, req, res) => {
      if (what.startsWith('POST')) stream(res, messages.slice(0, 2), { then: 'hold', headers });
      else stream(res, messages.slice(from(req, messages)));
    });
    const before = create(url, kept);
    void before.start();
    await until(before, ({ text }) => text === 'Hel');
    expect(resumeStorage.entries.size).toBe(1);
    expect(await create(url, kept).resume()).toMatchObject({ status: 'done', text: 'Hello' });
    expect(log).toEqual([resumed[0], joined]);
    expect(resumeStorage.entries.size).toBe(0);
  });

  test('is ended at the server by stop()', async () => {
    let came = (): void => {};
    const isStopped = new Promise<void>((resolve) => (came = resolve));
    const { url, log } = await serve((what, _, res) => {
      if (what === `POST ${path}`) return stream(res, messages.slice(0, 2), { then: 'hold', headers });
      res.end('{}');
      came();
    });
    const run = create(url);
    void run.start();
    await until(run, ({ text }) => text === 'Hel');
    run.stop();
    await isStopped;
    expect(log).toEqual([resumed[0], stopped]);
  });
});

test('an OpenAI response that is not in the background ends with its connection, and stop() closes it at once', async () => {
  const created = typed({ type: 'response.created', ...{ response: { id: 'resp_1', background: false } } });
  let left = (): void => {};
  const isLeft = new Promise<void>((resolve) => (left = resolve));
  const { url, log } = await serve((_, __, res) => {
    res.once('close', left);
    stream(res, [created], { then: 'hold' });
  });
  const run = createRun({ url: `${url}/v1/responses`, body: {}, ...openai.options(url) });
  void run.start();
  await until(run, ({ lastMessage }) => lastMessage !== null);
  run.stop();
  await isLeft;
  expect(log).toEqual(['POST /v1/responses']);
});

test('a LangGraph run without a thread, whose messages have ids only when it is read again, resumes; stop() does not cancel it', async () => {
  const withoutIds = graph.messages.map((text) => text.replace(/^id: .*\n/m, ''));
  const headers = { 'content-location': '/runs/r1' };
  let cut = (): void => {};
  const { url, log } = await serve((what, _, res) => {
    cut = () => res.socket?.destroy();
    if (what.startsWith('POST')) stream(res, withoutIds.slice(0, 2), { then: 'hold', headers });
    else stream(res, graph.messages.slice(0, 3), { then: 'hold' });
  });
  const run = createRun({
    url: `${url}/runs/stream`,
    body: {},
    retry: soon,
    throttle: 'message',
    ...graph.options(url),
  });
  void run.start();
  await until(run, ({ text }) => text === 'Hel');
  cut();
  await until(run, ({ text }) => text === 'Hello');
  run.stop();
  // What is sent after it shows that nothing else was.
  await fetch(`${url}/end`, { method: 'HEAD' });
  expect(log).toEqual(['POST /runs/stream', 'GET /runs/r1/stream -1', 'HEAD /end']);
});

test('an AI SDK chat without an answer under way (204) leaves the run idle', async () => {
  const resumeStorage = createStorage();
  const { url } = await serve((_, __, res) => void res.writeHead(204).end());
  resumeStorage.setItem('chat', JSON.stringify({ url: `${url}/api/chat/7/stream` }));
  const run = createRun({ url, ...aiSdk.options(url), resumeStorage, resumeKey: 'chat' });
  expect(await run.resume()).toMatchObject({ status: 'idle' });
});

describe('Durable Streams', () => {
  /** Each event holds a batch of the stream's messages. */
  const tokens: Format = Object.assign<Format, Partial<Format>>(
    ({ data }) => {
      const all = JSON.parse(data) as string[];
      return all.map((token) => (token === '[end]' ? { type: 'done' } : { type: 'text', delta: token }));
    },
    { endsOnClose: false },
  );

  async function begin() {
    const server = new DurableStreamTestServer({ port: 0, host: '127.0.0.1' });
    const base = await server.start();
    onTestFinished(() => server.stop());
    const address = `${base}/answers/1`;
    const headers = { 'content-type': 'application/json' };
    await fetch(address, { method: 'PUT', headers });
    const add = async (...all: readonly string[]): Promise<void> => {
      for (const token of all)
        await fetch(address, { method: 'POST', headers, body: JSON.stringify([token]) });
    };
    const asked: string[] = [];
    let cut = (): void => {};
    const options: RunOptions = {
      url: `${address}?live=sse&offset=-1`,
      format: tokens,
      events: ['data'],
      resume: durableStreamsResume(),
      resumeKey: 'answer',
      retry: soon,
      throttle: 'message',
      // A connection of the test's own, which it can cut.
      async fetch(input, init) {
        asked.push(`${init.method} ${new URL(input).search.replace(/(offset=)(?!-1).*/, '$1…')}`);
        const wire = new AbortController();
        cut = () => wire.abort();
        const signal = init.signal ? AbortSignal.any([init.signal, wire.signal]) : wire.signal;
        return fetch(input, { ...init, signal });
      },
    };
    return { add, address, asked, options, cut: () => cut() };
  }

  test('resume after the last offset, from the real server', async () => {
    const { add, asked, options, cut } = await begin();
    await add('Hel');
    const run = createRun(options);
    const finished = run.start();
    await until(run, ({ text }) => text === 'Hel');
    cut();
    await add('l', 'o', '[end]');
    expect(await finished).toMatchObject({ status: 'done', text: 'Hello' });
    expect(asked).toEqual(['GET ?live=sse&offset=-1', 'GET ?live=sse&offset=…']);
  });

  test('are joined from their beginning', async () => {
    const { add, options } = await begin();
    const kept = { ...options, resumeStorage: createStorage() };
    await add('Hel', 'lo');
    const before = createRun(kept);
    void before.start();
    await until(before, ({ text }) => text === 'Hello');
    const after = createRun(kept);
    const finished = after.resume();
    await until(after, ({ text }) => text === 'Hello');
    await add('!', '[end]');
    expect(await finished).toMatchObject({ status: 'done', text: 'Hello!' });
  });

  test('are deleted by stop()', async () => {
    const { add, address, asked, options } = await begin();
    await add('Hel');
    const run = createRun(options);
    void run.start();
    await until(run, ({ text }) => text === 'Hel');
    run.stop();
    await expect.poll(async () => (await fetch(address, { method: 'HEAD' })).status).toBe(404);
    expect(asked.at(-1)).toBe('DELETE ');
  });
});
