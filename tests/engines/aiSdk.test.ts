import { createUIMessageStream, createUIMessageStreamResponse, UI_MESSAGE_STREAM_HEADERS } from 'ai';
import { aiSdkResume, createRun, uiMessageStream } from 'react-event-source/core';
import { createResumableStreamContext } from 'resumable-stream/generic';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { listen } from '../support/listen.ts';
import { serve } from '../support/serveFetch.ts';
import { until } from '../support/until.ts';
import { createRedis, type RedisEngine } from './support/redis.ts';

let engine: RedisEngine;
beforeAll(async () => {
  engine = await createRedis();
});
afterAll(() => engine.close());

/** The AI SDK's own server for resumable streams, over Redis; its model says a word whenever a test lets it. */
async function openChat() {
  const clients = [await engine.connect(), await engine.connect()] as const;
  const underWay: Promise<unknown>[] = [];
  const context = createResumableStreamContext({
    waitUntil: (stream) => void underWay.push(stream),
    publisher: clients[0] as never,
    subscriber: clients[1] as never,
  });
  const asked: string[] = [];
  let active: string | undefined;
  let isStopped = false;
  let released = 0;
  let wake = (): void => {};

  async function* words() {
    for (let word = 1; word <= 4 && !isStopped; word++) {
      while (word > released && !isStopped) await new Promise<void>((resolve) => (wake = resolve));
      if (!isStopped) yield `word ${word}, `;
    }
  }
  const begin = (): Response =>
    createUIMessageStreamResponse({
      stream: createUIMessageStream({
        async execute({ writer }) {
          writer.write({ type: 'start', messageId: 'm1' });
          writer.write({ type: 'text-start', id: 't1' });
          for await (const delta of words()) writer.write({ type: 'text-delta', id: 't1', delta });
          writer.write({ type: 'text-end', id: 't1' });
          writer.write({ type: 'finish' });
          active = undefined;
        },
      }),
      async consumeSseStream({ stream }) {
        active = crypto.randomUUID();
        await context.createNewResumableStream(active, () => stream);
      },
    });
  const goOn = async (): Promise<Response> => {
    const stream = active === undefined ? null : await context.resumeExistingStream(active);
    if (!stream) return new Response(null, { status: 204 });
    return new Response(stream.pipeThrough(new TextEncoderStream()), { headers: UI_MESSAGE_STREAM_HEADERS });
  };

  const { server, url } = await listen(
    serve((request) => {
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      if (request.method === 'POST') return begin();
      if (request.method === 'GET') return goOn();
      isStopped = true;
      wake();
      return new Response(null, { status: 204 });
    }),
  );
  onTestFinished(async () => {
    await Promise.all(underWay);
    await Promise.all(clients.map((client) => client.close()));
  });
  return {
    asked,
    stopped: (): boolean => isStopped,
    say(count: number): void {
      released = count;
      wake();
    },
    cut: (): void => server.closeAllConnections(),
    /** A page, and what it keeps. */
    page(kept: Map<string, string>) {
      return createRun({
        url: `${url}/api/chat`,
        body: { id: '7' },
        format: uiMessageStream(),
        throttle: 'message',
        resume: aiSdkResume({ url: `${url}/api/chat/7/stream` }),
        resumeKey: 'chat 7',
        resumeStorage: {
          getItem: (key) => kept.get(key) ?? null,
          setItem: (key, value) => void kept.set(key, value),
          removeItem: (key) => void kept.delete(key),
        },
        retry: { delay: 1 },
      });
    },
  };
}

const WHOLE = 'word 1, word 2, word 3, word 4, ';
const at = (words: string) => (snapshot: { readonly text: string }) => snapshot.text === words;

test('an answer in resumable-stream survives a cut connection and a reload, with one POST', async () => {
  const kept = new Map<string, string>();
  const chat = await openChat();
  const first = chat.page(kept);
  void first.start();
  chat.say(1);
  await until(first, at('word 1, '));
  chat.cut();
  chat.say(2);
  await until(first, at('word 1, word 2, '));

  const reloaded = chat.page(kept);
  const joined = reloaded.resume();
  await until(reloaded, at('word 1, word 2, '));
  chat.say(4);
  expect(await joined).toMatchObject({ status: 'done', text: WHOLE, error: null });
  expect((await until(first, ({ isRunning }) => !isRunning)).text).toBe(WHOLE);
  expect(chat.asked).toEqual(['POST /api/chat', 'GET /api/chat/7/stream', 'GET /api/chat/7/stream']);

  // It is over: there is nothing to join, and nothing is asked for again.
  expect((await chat.page(kept).resume()).status).toBe('idle');
  expect(chat.asked.filter((each) => each.startsWith('POST'))).toHaveLength(1);
});

test('stop() reaches the model behind resumable-stream', async () => {
  const chat = await openChat();
  const run = chat.page(new Map());
  const ended = run.start();
  chat.say(1);
  await until(run, at('word 1, '));
  run.stop();
  expect(await ended).toMatchObject({ status: 'stopped', text: 'word 1, ' });
  await expect.poll(chat.stopped).toBe(true);
  expect(chat.asked).toEqual(['POST /api/chat', 'DELETE /api/chat/7/stream']);
});
