// @ts-check
import { cut } from './find.mjs';

/**
 * @typedef {ReturnType<typeof import('./find.mjs').findRecordings>[number]} Recording
 * @typedef {typeof import('../../src/entries/core.ts')} Library
 */

/** @param {Recording} recording @param {number} size @param {() => void} onEnd */
function respond(recording, size, onEnd) {
  const pieces = cut(recording.bytes, size);
  const body = new ReadableStream({
    pull(controller) {
      const { value, done } = pieces.next();
      if (!done) return controller.enqueue(value);
      controller.close();
      onEnd();
    },
    cancel: onEnd,
  });
  const type = recording.lines ? 'application/x-ndjson' : 'text/event-stream';
  return new Response(body, { headers: { 'content-type': type } });
}

/**
 * What a run makes of a recording that it reads `size` bytes at a time.
 *
 * @param {Library} library
 * @param {Recording} recording
 * @param {import('../../src/answer/format.ts').Format} format
 * @param {number} [size]
 */
export async function answerOf(library, recording, format, size = Infinity) {
  /** @type {() => void} */
  let onEnd = () => {};
  const ended = new Promise((resolve) => (onEnd = () => setTimeout(resolve)));
  const stream = library.createRun({
    url: 'https://recordings.invalid/',
    method: 'POST',
    format,
    throttle: 'message',
    fetch: async () => respond(recording, size, onEnd),
  });
  await stream.start();
  // What a provider still says after an error or its end.
  await ended;
  return stream.getSnapshot();
}
