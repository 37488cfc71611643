import { createChunks, DONE, event } from './chat/chunks.ts';
import { encodeEvent } from './encode.ts';
import { BODILESS, flag, number, SSE_HEADERS, type Ctx } from './exchange.ts';

type Fault = (c: Ctx) => Response | Promise<Response>;

const MULTIBYTE = 'é ß Ж 漢字 かな 한글 🙂 👩‍👩‍👧‍👦 🏳️‍🌈';
const isChat = (c: Ctx): boolean => c.req.query('format') === 'openai';

/** What message `i` of a fault's stream is: numbered text, or a chat chunk with `?format=openai`. */
function good(c: Ctx, i: number): string {
  if (isChat(c))
    return event(createChunks({ id: 'fault', model: 'playground' }).delta({ content: `word${i} ` }));
  return encodeEvent({ ...(flag(c, 'ids', true) && { id: i }), data: `message ${i}` });
}

/** Where a stream goes on: after the client's `Last-Event-ID`. */
const resumeAt = (c: Ctx): number => 1 + (Number(c.req.header('last-event-id')) || 0);

/** Sends `count` good messages, each in its own write, `every` ms apart. */
async function sendGood(c: Ctx, count = number(c, 'n', 3)): Promise<void> {
  const { exchange } = c.var;
  const every = number(c, 'every', 0);
  for (let i = 0; i < count; i += 1) {
    if (i > 0 && every > 0) await exchange.pause(every);
    await exchange.send(good(c, resumeAt(c) + i));
  }
}

/** Sends bytes one by one, each in its own write. */
async function sendBytes(c: Ctx, text: string, every: number): Promise<void> {
  for (const byte of new TextEncoder().encode(text)) {
    await c.var.exchange.send(Uint8Array.of(byte));
    if (every > 0) await c.var.exchange.pause(every);
  }
}

/** Ends the stream as asked: `then=end` (default), `hold` or `drop`. */
async function conclude(c: Ctx): Promise<void> {
  const { exchange } = c.var;
  if (isChat(c)) await exchange.send(DONE);
  const then = c.req.query('then');
  if (then === 'hold') await exchange.hold();
  else if (then === 'drop') exchange.cut();
}

function answerStatus(c: Ctx, code: number): Response {
  const { body = `HTTP ${code}\n`, retryAfter } = c.req.query();
  const type = c.req.query('type') ?? (body.startsWith('{') ? 'application/json' : 'text/plain');
  const headers = { 'content-type': type, ...(retryAfter !== undefined && { 'retry-after': retryAfter }) };
  return new Response(BODILESS.has(code) ? null : body, { status: code, headers });
}

function stream(c: Ctx, headers = SSE_HEADERS): Response {
  return c.var.exchange.stream(
    async () => {
      await sendGood(c);
      await conclude(c);
    },
    { headers },
  );
}

function status(c: Ctx): Response {
  const code = number(c, 'code', 500);
  if (code >= 200) return answerStatus(c, code);
  // an interim answer, and a good one after it
  c.env.write?.(`HTTP/1.1 ${code} Interim\r\n\r\n`);
  return stream(c);
}

function contentType(c: Ctx): Response {
  const type = c.req.query('type') ?? 'text/html';
  const { 'content-type': _, ...others } = SSE_HEADERS;
  return stream(c, type ? { ...others, 'content-type': type } : others);
}

/** Sends `after` good messages and half of the next, then cuts the connection. */
function drop(c: Ctx, isReset = false): Response {
  const { exchange } = c.var;
  const after = number(c, 'after', 1);
  return exchange.stream(async () => {
    await sendGood(c, after);
    await exchange.send(good(c, resumeAt(c) + after).slice(0, -4));
    exchange.cut(isReset);
  });
}

function reset(c: Ctx): Response {
  if (c.req.query('after') !== undefined) return drop(c, true);
  throw c.var.exchange.cut(true);
}

function stall(c: Ctx): Response {
  const { exchange } = c.var;
  return exchange.stream(async () => {
    await sendGood(c, number(c, 'after', 1));
    await exchange.hold();
  });
}

function comments(c: Ctx): Response {
  const { exchange } = c.var;
  return exchange.stream(async () => {
    for (;;) {
      await exchange.send(': nothing to say\n\n');
      await exchange.pause(Math.max(1, number(c, 'every', 100)));
    }
  });
}

function splitUtf8(c: Ctx): Response {
  return c.var.exchange.stream(async () => {
    const data = c.req.query('text') ?? MULTIBYTE;
    await sendBytes(c, encodeEvent({ id: 1, data }), number(c, 'every', 0));
    await conclude(c);
  });
}

function slowLoris(c: Ctx): Response {
  return c.var.exchange.stream(async () => {
    for (let i = 1; i <= number(c, 'n', 3); i += 1) await sendBytes(c, good(c, i), number(c, 'every', 20));
    await conclude(c);
  });
}

function liesLength(c: Ctx): Response {
  const { exchange } = c.var;
  const body = good(c, 1);
  const headers = { ...SSE_HEADERS, 'content-length': String(body.length + number(c, 'by', 1000)) };
  return exchange.stream(
    async () => {
      await exchange.send(body);
      exchange.cut();
    },
    { headers },
  );
}

function garbage(c: Ctx): Response {
  const { exchange } = c.var;
  if (flag(c, 'http')) {
    c.env.write?.('this is not HTTP at all\r\n\r\n');
    throw exchange.cut();
  }
  const bytes = new Uint8Array(number(c, 'n', 4096));
  for (let i = 0, x = 1; i < bytes.length; i += 1) {
    x = Math.imul(x, 1_103_515_245) + 12_345;
    bytes[i] = (x >>> 16) & 0xff;
  }
  return exchange.stream(() => exchange.send(bytes));
}

function gzip(c: Ctx): Response {
  const { body } = stream(c);
  if (!body || !c.env.gzip) return new Response(body, { headers: SSE_HEADERS });
  return new Response(c.env.gzip(body), { headers: { ...SSE_HEADERS, 'content-encoding': 'gzip' } });
}

const redirectInit = (c: Ctx): ResponseInit => ({
  status: number(c, 'code', 307),
  headers: { location: c.req.query('to') ?? '/feed' },
});

/** The first `failures` requests of a key fail, the next streams. */
function createFlaky(): Fault {
  const failed = new Map<string, number>();
  return (c) => {
    const key = c.req.query('key') ?? '';
    const before = failed.get(key) ?? 0;
    if (before >= number(c, 'failures', 1)) return stream(c);
    failed.set(key, before + 1);
    const code = number(c, 'code', 503);
    if (code === 0) throw c.var.exchange.cut();
    return answerStatus(c, code);
  };
}

/** `/fault/:name`: what goes wrong between a server and a client, each at its own address. */
export function createFaults(): Fault {
  const faults = new Map<string, Fault>([
    ['status', status],
    ['content-type', contentType],
    ['drop', (c) => drop(c)],
    ['stall', stall],
    ['silent', (c) => c.var.exchange.hold()],
    ['comments', comments],
    ['split-utf8', splitUtf8],
    ['slow-loris', slowLoris],
    ['no-content', (c) => c.body(null, 204)],
    ['redirect', (c) => new Response(null, redirectInit(c))],
    ['flaky', createFlaky()],
    ['reset', reset],
    ['lies-length', liesLength],
    ['garbage', garbage],
    ['gzip', gzip],
    ['empty', () => new Response(null, { headers: SSE_HEADERS })],
  ]);
  return (c) => {
    const name = c.req.param('name');
    const known = [...faults.keys()];
    if (name === undefined) return c.json(known);
    const fault = faults.get(name);
    return fault ? fault(c) : c.text(`There is no fault "${name}". Known: ${known.join(', ')}.\n`, 404);
  };
}
