import { createChunks, DONE, event } from './chat/chunks.ts';
import { answerTo } from './chat/answer.ts';
import { tokenise } from './chat/tokenise.ts';
import { encodeEvent } from './encode.ts';
import { flag, hold, number, send, type Exchange } from './exchange.ts';
import { paced } from './paced.ts';
import { openStream } from './sse.ts';

async function finish(ex: Exchange): Promise<void> {
  if (flag(ex, 'hold')) await hold(ex);
  ex.res.end();
}

/** `/burst?n=`: n numbered messages in one write. */
export async function burst(ex: Exchange): Promise<void> {
  const n = number(ex, 'n', 10_000);
  const ids = flag(ex, 'ids', true);
  let all = '';
  for (let i = 1; i <= n; i += 1) all += encodeEvent(ids ? { id: i, data: `${i}` } : { data: `${i}` });
  openStream(ex.res);
  await send(ex, all);
  await finish(ex);
}

/** `/big?mb=&chunk=`: one `data:` line of that many MB (2^20 bytes), in writes of `chunk` bytes. */
export async function big(ex: Exchange): Promise<void> {
  const size = Math.round(number(ex, 'mb', 8) * 2 ** 20);
  const chunk = Math.max(1, Math.round(number(ex, 'chunk', 1024)));
  const digits = Buffer.from('0123456789abcdef'.repeat(Math.ceil(Math.min(chunk, size) / 16) + 1));
  openStream(ex.res);
  await send(ex, 'data: ');
  for (let at = 0; at < size; at += chunk) {
    const phase = at % 16;
    await send(ex, digits.subarray(phase, phase + Math.min(chunk, size - at)));
  }
  await send(ex, '\n\n');
  await finish(ex);
}

/** `/tokens?n=&rate=`: n content chunks of a chat answer at `rate` a second (0: as fast as it goes). */
export async function tokens(ex: Exchange): Promise<void> {
  const n = number(ex, 'n', 1000);
  const words = tokenise(answerTo('How fast can you go?'));
  const chunks = createChunks({ id: 'tokens', model: ex.query.get('model') ?? 'playground' });
  openStream(ex.res);
  await send(ex, event(chunks.delta({ role: 'assistant', content: '' })));
  for await (const [from, to] of paced(ex, n, number(ex, 'rate', 50))) {
    let out = '';
    for (let i = from; i < to; i += 1) out += event(chunks.delta({ content: words[i % words.length] ?? '' }));
    await send(ex, out);
  }
  await send(ex, event(chunks.finish('stop')) + DONE);
  await finish(ex);
}
