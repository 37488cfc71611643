import { flag, hold, type Exchange } from './exchange.ts';
import { encodeEvent } from './encode.ts';
import { openStream } from './sse.ts';

/** Streams one message that says what was asked: method, url, headers and body. */
export async function echo(ex: Exchange): Promise<void> {
  const { method, url, headers } = ex.req;
  openStream(ex.res);
  ex.res.write(encodeEvent({ data: JSON.stringify({ method, url, headers, body: ex.body }) }));
  if (flag(ex, 'hold')) await hold(ex);
  ex.res.end();
}
