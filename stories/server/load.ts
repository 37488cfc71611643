import { createChunks, DONE, event } from './chat/chunks.ts';
import { answerTo } from './chat/answer.ts';
import { tokenise } from './chat/tokenise.ts';
import { encodeEvent } from './encode.ts';
import { flag, number, type Ctx } from './exchange.ts';
import { paced } from './paced.ts';

/** A stream that stays open at its end with `?hold=1`. */
function loaded(c: Ctx, write: () => Promise<void>): Response {
  return c.var.exchange.stream(async () => {
    await write();
    if (flag(c, 'hold')) await c.var.exchange.hold();
  });
}

/** `/echo`: one message that says what was asked: method, url, headers and body. */
export async function echo(c: Ctx): Promise<Response> {
  const { method, url, headers } = c.req.raw;
  const { pathname, search } = new URL(url);
  const body = await c.req.text();
  const asked = { method, url: pathname + search, headers: Object.fromEntries(headers), body };
  return loaded(c, () => c.var.exchange.send(encodeEvent({ data: JSON.stringify(asked) })));
}

/** `/burst?n=`: n numbered messages in one write. */
export function burst(c: Ctx): Response {
  const n = number(c, 'n', 10_000);
  const ids = flag(c, 'ids', true);
  let all = '';
  for (let i = 1; i <= n; i += 1) all += encodeEvent({ ...(ids && { id: i }), data: `${i}` });
  return loaded(c, () => c.var.exchange.send(all));
}

/** `/big?mb=&chunk=`: one `data:` line of that many MB (2^20 bytes), in writes of `chunk` bytes. */
export function big(c: Ctx): Response {
  const { exchange } = c.var;
  const size = Math.round(number(c, 'mb', 8) * 2 ** 20);
  const chunk = Math.max(1, Math.round(number(c, 'chunk', 1024)));
  const digits = new TextEncoder().encode(
    '0123456789abcdef'.repeat(Math.ceil(Math.min(chunk, size) / 16) + 1),
  );
  return loaded(c, async () => {
    await exchange.send('data: ');
    for (let at = 0; at < size; at += chunk) {
      const phase = at % 16;
      await exchange.send(digits.subarray(phase, phase + Math.min(chunk, size - at)));
    }
    await exchange.send('\n\n');
  });
}

/** `/tokens?n=&rate=`: n content chunks of a chat answer at `rate` a second (0: as fast as it goes). */
export function tokens(c: Ctx): Response {
  const { exchange } = c.var;
  const n = number(c, 'n', 1000);
  const words = tokenise(answerTo('How fast can you go?'));
  const chunks = createChunks({ id: 'tokens', model: c.req.query('model') ?? 'playground' });
  return loaded(c, async () => {
    await exchange.send(event(chunks.delta({ role: 'assistant', content: '' })));
    for await (const [from, to] of paced(exchange, n, number(c, 'rate', 50))) {
      let out = '';
      for (let i = from; i < to; i += 1)
        out += event(chunks.delta({ content: words[i % words.length] ?? '' }));
      await exchange.send(out);
    }
    await exchange.send(event(chunks.finish('stop')) + DONE);
  });
}
