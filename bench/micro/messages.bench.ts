import { bench, describe } from 'vitest';
import { createConnection, createRun, fetchEventSource, openaiChat } from '../../src/entries/core';

const MESSAGES = 2000;
const encoder = new TextEncoder();

const chunk = JSON.stringify({
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content: ' token' }, finish_reason: null }],
});
const event = encoder.encode(`data: ${chunk}\n\n`);
const end = encoder.encode('data: [DONE]\n\n');

/** Answers with the same messages again and again, so many to a chunk of the network. */
const respond = (perChunk: number) => async (): Promise<Response> => {
  const bytes = new Uint8Array(event.length * perChunk);
  for (let i = 0; i < perChunk; i++) bytes.set(event, i * event.length);
  let left = MESSAGES / perChunk;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left-- > 0) controller.enqueue(bytes);
      else {
        controller.enqueue(end);
        controller.close();
      }
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
};

async function answer(perChunk: number): Promise<void> {
  const run = createRun({
    url: 'https://bench.invalid/',
    method: 'POST',
    format: openaiChat(),
    fetch: respond(perChunk),
  });
  await run.start();
}

const follow = (perChunk: number, history: number): Promise<void> =>
  new Promise((resolve) => {
    let seen = 0;
    const connection = createConnection({
      url: 'https://bench.invalid/',
      transport: fetchEventSource({ fetch: respond(perChunk) }),
      history,
      onMessage() {
        if (++seen < MESSAGES) return;
        connection.close();
        resolve();
      },
    });
    connection.open();
  });

describe(`${MESSAGES} messages from the bytes to the snapshot`, () => {
  bench('a run, one message to a chunk', () => answer(1));
  bench('a run, a hundred messages to a chunk', () => answer(100));
  bench('a connection, one message to a chunk', () => follow(1, 0));
  bench('a connection, a hundred messages to a chunk', () => follow(100, 0));
  bench('a connection that keeps a thousand', () => follow(100, 1000));
});
