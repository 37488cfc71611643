import { createGzip, constants } from 'node:zlib';
import { cut, flag, hold, json, number, pause, sendAlone, text, type Exchange } from './exchange.ts';
import { conclude, dropMidEvent, good, resumeAt, sendBytes, sendGood } from './faultBodies.ts';
import { encodeEvent } from './encode.ts';
import { openStream, SSE_HEADERS } from './sse.ts';

type Fault = (ex: Exchange) => void | Promise<void>;

const MULTIBYTE = 'é ß Ж 漢字 かな 한글 🙂 👩‍👩‍👧‍👦 🏳️‍🌈';
const BODILESS = new Set([204, 205, 304]);

function answerStatus(ex: Exchange, code: number): void {
  const body = ex.query.get('body') ?? `HTTP ${code}\n`;
  const type = ex.query.get('type') ?? (body.startsWith('{') ? 'application/json' : 'text/plain');
  const retryAfter = ex.query.get('retryAfter');
  const headers: Record<string, string> = { 'content-type': type, 'cache-control': 'no-store' };
  if (retryAfter !== null) headers['retry-after'] = retryAfter;
  ex.res.writeHead(code, headers);
  ex.res.end(BODILESS.has(code) ? undefined : body);
}

async function stream(ex: Exchange, headers: Record<string, string> = {}): Promise<void> {
  openStream(ex.res, headers);
  await sendGood(ex, number(ex, 'n', 3));
  await conclude(ex);
}

async function status(ex: Exchange): Promise<void> {
  const code = number(ex, 'code', 500);
  if (code >= 200) return answerStatus(ex, code);
  // an interim answer, and a good one after it
  ex.res.socket?.write(`HTTP/1.1 ${code} Interim\r\n\r\n`);
  await stream(ex);
}

async function contentType(ex: Exchange): Promise<void> {
  const type = ex.query.get('type') ?? 'text/html';
  const { 'content-type': _, ...others } = SSE_HEADERS;
  ex.res.writeHead(200, type ? { ...others, 'content-type': type } : others);
  await sendGood(ex, number(ex, 'n', 3));
  await conclude(ex);
}

async function stall(ex: Exchange): Promise<void> {
  openStream(ex.res);
  await sendGood(ex, number(ex, 'after', 1));
  await hold(ex);
}

async function comments(ex: Exchange): Promise<void> {
  openStream(ex.res);
  for (;;) {
    await sendAlone(ex, ': nothing to say\n\n');
    await pause(ex, Math.max(1, number(ex, 'every', 100)));
  }
}

async function splitUtf8(ex: Exchange): Promise<void> {
  openStream(ex.res);
  await sendBytes(
    ex,
    encodeEvent({ id: 1, data: ex.query.get('text') ?? MULTIBYTE }),
    number(ex, 'every', 0),
  );
  await conclude(ex);
}

async function slowLoris(ex: Exchange): Promise<void> {
  openStream(ex.res);
  for (let i = 1; i <= number(ex, 'n', 3); i += 1) await sendBytes(ex, good(ex, i), number(ex, 'every', 20));
  await conclude(ex);
}

function redirect(ex: Exchange): void {
  ex.res.writeHead(number(ex, 'code', 307), { location: ex.query.get('to') ?? '/feed' });
  ex.res.end();
}

async function reset(ex: Exchange): Promise<void> {
  if (!ex.query.has('after')) return cut(ex, true);
  openStream(ex.res);
  await dropMidEvent(ex, number(ex, 'after', 1), true);
}

async function liesLength(ex: Exchange): Promise<void> {
  const body = good(ex, 1);
  ex.res.writeHead(200, { ...SSE_HEADERS, 'content-length': String(body.length + number(ex, 'by', 1000)) });
  await sendAlone(ex, body);
  cut(ex);
}

async function garbage(ex: Exchange): Promise<void> {
  if (flag(ex, 'http')) {
    ex.visit.isCut = true;
    ex.res.socket?.end('this is not HTTP at all\r\n\r\n');
    return;
  }
  const bytes = Buffer.alloc(number(ex, 'n', 4096));
  for (let i = 0, x = 1; i < bytes.length; i += 1) {
    x = Math.imul(x, 1_103_515_245) + 12_345;
    bytes[i] = (x >>> 16) & 0xff;
  }
  openStream(ex.res);
  await sendAlone(ex, bytes);
  ex.res.end();
}

async function gzip(ex: Exchange): Promise<void> {
  openStream(ex.res, { 'content-encoding': 'gzip' });
  const zip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  ex.signal.addEventListener('abort', () => zip.destroy(), { once: true });
  zip.pipe(ex.res);
  for (let i = 0; i < number(ex, 'n', 3); i += 1) {
    zip.write(good(ex, resumeAt(ex) + i));
    await pause(ex, number(ex, 'every', 5));
  }
  zip.end();
}

/** The first `failures` requests of a key fail, the next streams. */
function createFlaky(): Fault {
  const failed = new Map<string, number>();
  return async (ex) => {
    const before = failed.get(ex.key) ?? 0;
    if (before >= number(ex, 'failures', 1)) {
      return stream(ex);
    }
    failed.set(ex.key, before + 1);
    const code = number(ex, 'code', 503);
    if (code === 0) cut(ex);
    else answerStatus(ex, code);
  };
}

/** `/fault/...`: what goes wrong between a server and a client, each at its own address. */
export function createFaults(): Fault {
  const faults = new Map<string, Fault>([
    ['status', status],
    ['content-type', contentType],
    ['drop', async (ex) => (openStream(ex.res), dropMidEvent(ex, number(ex, 'after', 1)))],
    ['stall', stall],
    ['silent', hold],
    ['comments', comments],
    ['split-utf8', splitUtf8],
    ['slow-loris', slowLoris],
    ['no-content', (ex) => void ex.res.writeHead(204).end()],
    ['redirect', redirect],
    ['flaky', createFlaky()],
    ['reset', reset],
    ['lies-length', liesLength],
    ['garbage', garbage],
    ['gzip', gzip],
    ['empty', (ex) => void ex.res.writeHead(200, SSE_HEADERS).end()],
  ]);
  return (ex) => {
    const name = ex.rest[0] ?? '';
    const fault = faults.get(name);
    if (fault) return fault(ex);
    if (name === '') return json(ex.res, 200, [...faults.keys()]);
    return text(ex.res, 404, `There is no fault "${name}". Known: ${[...faults.keys()].join(', ')}.\n`);
  };
}
