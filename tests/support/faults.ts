import { constants, gzipSync } from 'node:zlib';
import type { TimeoutOptions } from 'react-event-source/core';
import type { Step } from '../../stories/server/index.ts';
import { send } from './messages.ts';
import { HEARD, OPENED } from './steps.ts';

type Steps = readonly Step[];

/** One thing that a server does, to the first request; the next ones get a good answer. */
export interface Fault {
  /** What the server did, as the table in the docs says it. */
  readonly did: string;
  /** The response; `elsewhere` is the address of a good one. */
  readonly steps: (elsewhere: string) => Steps;
  /** What the caller had to ask for, so that it is noticed. */
  readonly timeout?: TimeoutOptions;
}

const SSE = { 'content-type': 'text/event-stream' };
const fault = (did: string, steps: Steps | Fault['steps'], timeout?: TimeoutOptions): Fault => ({
  did,
  steps: typeof steps === 'function' ? steps : () => steps,
  ...(timeout && { timeout }),
});
const bytes = (data: Uint8Array): Step => ({ write: Buffer.from(data).toString('base64') });
const socket = (text: string): Step => ({ socket: Buffer.from(text).toString('base64') });
const opened: Step = { until: OPENED };
const heard: Step = { until: HEARD };
const part = send({ id: 1, data: 'part' });
const zipped = gzipSync('id: 1\ndata: part\n\nid: 2\ndata: rest\n\n');
/** One whole message, flushed, of a gzip stream that goes on. */
const zippedPart = gzipSync('id: 1\ndata: part\n\n', { finishFlush: constants.Z_SYNC_FLUSH });

const status = (code: number, more: Record<string, string> = {}): Fault =>
  fault(
    `answered ${code}${Object.entries(more)
      .map(([name, value]) => `, \`${name}: ${value}\``)
      .join('')}`,
    [{ status: code, headers: { 'content-type': 'text/plain', ...more } }, { end: true }],
  );
const redirect = (code: number): Fault =>
  fault(`redirected with ${code}`, (location) => [{ status: code, headers: { location } }, { end: true }]);

const connection: Fault[] = [
  fault('cut the connection before an answer', [{ destroy: true }]),
  fault('reset the connection before an answer', [{ reset: true }]),
  fault('sent what is not HTTP', [socket('hello\r\n\r\n'), { destroy: true }]),
  fault('cut in the middle of the head', [socket('HTTP/1.1 200 OK\r\ncontent-'), { destroy: true }]),
  fault('cut after the head', [{ flush: true }, opened, { destroy: true }]),
  fault('cut after a comment', [{ text: ': hello\n\n' }, opened, { destroy: true }]),
  fault('cut after a message without an id', [send('part'), heard, { destroy: true }]),
  fault('cut after a message with an id', [part, heard, { destroy: true }]),
  fault('cut in the middle of a message', [part, { text: 'id: 2\ndata: ha' }, heard, { destroy: true }]),
  fault('cut in the middle of a character', [
    part,
    bytes(Buffer.from('data: \u{1f600}').subarray(0, 8)),
    heard,
    { destroy: true },
  ]),
  fault('reset the connection in the stream', [part, heard, { reset: true }]),
  fault('ended cleanly', [part, { end: true }]),
  fault('ended cleanly in the middle of a message', [part, { text: 'id: 2\ndata: ha' }, { end: true }]),
  fault('sent an empty stream', [{ flush: true }, { end: true }]),
  fault('promised more bytes than it sent', [
    { status: 200, headers: { ...SSE, 'content-length': '1000' } },
    part,
    heard,
    { destroy: true },
  ]),
  fault('promised fewer bytes than it sent', [
    socket(
      'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\ncontent-length: 18\r\n\r\nid: 1\ndata: part\n\nid: 2\ndata: rest\n\n',
    ),
    { destroy: true },
  ]),
  fault('broke its chunked encoding', [
    socket(
      'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n12\r\nid: 1\ndata: part\n\n\r\nzz\r\n',
    ),
    heard,
    { destroy: true },
  ]),
];

const silence: Fault[] = [
  fault('never answered; `timeout: { connect: 2000 }`', [{ hold: true }], { connect: 2000 }),
  fault('fell silent after a message; `timeout: { idle: 1000 }`', [part, { hold: true }], { idle: 1000 }),
  fault(
    'sent only comments after a message; `timeout: { progress: 1000 }`',
    [part, { text: ':\n\n'.repeat(150), size: 3, every: 10 }, { hold: true }],
    { progress: 1000 },
  ),
  fault(
    'sent every byte on its own; `timeout: { idle: 2000 }`',
    [{ text: 'id: 1\ndata: part\n\n', size: 1, every: 5 }, { end: true }],
    { idle: 2000 },
  ),
];

const statuses: Fault[] = [
  fault('sent 100 before the answer, which Node’s fetch takes for a broken one', [
    socket('HTTP/1.1 100 Continue\r\n\r\n'),
    part,
    { end: true },
  ]),
  fault('sent 103 before the answer', [
    socket('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
    part,
    { end: true },
  ]),
  fault('answered 201 with a stream', [{ status: 201, headers: SSE }, part, { end: true }]),
  fault('answered 204', [{ status: 204 }, { end: true }]),
  ...[301, 302, 303, 307, 308].map(redirect),
  fault('redirected without saying where', [{ status: 302 }, { end: true }]),
  ...[304, 400, 401, 403, 404, 408, 409, 410, 422, 425, 429].map((code) => status(code)),
  status(429, { 'retry-after': '0' }),
  ...[500, 501, 502, 503, 504].map((code) => status(code)),
  status(503, { 'retry-after': '0' }),
  fault('answered 500 with a body without an end', [
    { status: 500, headers: { 'content-type': 'text/plain' } },
    { text: 'Out of order.' },
    { hold: true },
  ]),
  fault('answered 500 with a body of a megabyte', [
    { status: 500, headers: { 'content-type': 'text/plain' } },
    { text: 'x'.repeat(2 ** 20) },
    { end: true },
  ]),
  fault('answered 200 with `text/html`', [
    { status: 200, headers: { 'content-type': 'text/html' } },
    part,
    { end: true },
  ]),
  fault('answered 200 without a content type', [{ status: 200, headers: {} }, part, { end: true }]),
];

const contents: Fault[] = [
  fault('compressed with gzip', [
    { status: 200, headers: { ...SSE, 'content-encoding': 'gzip' } },
    bytes(zipped),
    { end: true },
  ]),
  fault('cut a gzip stream', [
    { status: 200, headers: { ...SSE, 'content-encoding': 'gzip' } },
    bytes(zippedPart),
    heard,
    { destroy: true },
  ]),
  fault('said gzip and sent plain text', [
    { status: 200, headers: { ...SSE, 'content-encoding': 'gzip' } },
    part,
    { end: true },
  ]),
  fault('sent bytes that are no UTF-8', [
    bytes(Buffer.from('id: 1\ndata: p\xe9rt\xff\n\n', 'latin1')),
    { end: true },
  ]),
  fault('sent an id with control characters, and cut', [
    { text: 'id: 1\u0001\u007f\ndata: part\n\n' },
    heard,
    { destroy: true },
  ]),
  fault('sent an id with another header behind a CR, and cut', [
    { text: 'id: 1\rX-Evil: 1\ndata: part\n\n' },
    heard,
    { destroy: true },
  ]),
  fault('sent an id of a megabyte, and cut', [
    { text: `id: ${'x'.repeat(2 ** 20)}\ndata: part\n\n` },
    heard,
    { destroy: true },
  ]),
  fault('sent one message of 64 MB', [part, { text: `data: ${'x'.repeat(64e6)}\n\n` }, { end: true }]),
  fault('sent one line of 16 MB that is no field', [
    part,
    { text: `${'x'.repeat(16e6)}\n\n` },
    { end: true },
  ]),
  fault('sent 200,000 messages at once', [{ text: 'data: x\n\n'.repeat(200_000) }, { end: true }]),
];

export const faults: readonly Fault[] = [...connection, ...silence, ...statuses, ...contents];
