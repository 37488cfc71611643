import { messages } from 'react-event-source/core';
import { type Channel } from './channel.ts';
import { message } from './sse.ts';

/** A server of the Durable Streams protocol. */
export const { DURABLE_URL = 'http://127.0.0.1:4437' } = process.env;
const json = { 'content-type': 'application/json' };

/** Makes a stream that is kept for so long, in ms. The store refuses if there is one already. */
export const create = (stream: string, lifetime: number): Promise<Response> => {
  const expiry = new Date(Date.now() + lifetime).toISOString();
  return fetch(stream, { method: 'PUT', headers: { ...json, 'stream-expires-at': expiry } });
};

/** Appends one message. */
export const append = (stream: string, message: unknown, headers = {}): Promise<Response> =>
  fetch(stream, { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify([message]) });

const FEED = `${DURABLE_URL}/feed`;
/** How long a stream of the feed lasts, in ms. Then another one begins. */
const LIFETIME = 30 * 24 * 3_600_000;

/** The feed's stream, which is made where there is none. */
async function findStream(): Promise<{ name: string; end: string }> {
  const look = () => fetch(FEED, { method: 'HEAD' });
  let found = await look();
  if (found.status === 404) {
    await create(FEED, LIFETIME);
    found = await look();
  }
  if (!found.ok) throw new Error(`The stream of the feed: ${found.status}`);
  const { headers } = found;
  // Offsets begin anew with each stream. The time of its expiry, in ms, tells it from the one before.
  const name = String(Date.parse(headers.get('stream-expires-at') ?? ''));
  return { name, end: headers.get('stream-next-offset') ?? '-1' };
}

/** A feed that any process may write to, and any process may read. */
export const channel: Channel = {
  async publish(data) {
    let { status } = await append(FEED, data);
    if (status === 404) {
      await findStream();
      ({ status } = await append(FEED, data));
    }
    if (status >= 400) throw new Error(`The stream of the feed: ${status}`);
  },
  async open(lastEventId) {
    const stream = await findStream();
    // An id is a stream, an offset, and how many messages behind it: there is no offset between those of a batch.
    const [name = '', offset = '', count] = lastEventId.split('/');
    const isKnown = name === stream.name;
    let position = lastEventId ? (isKnown ? offset : '-1') : stream.end;
    let n = isKnown ? Number(count) : 0;
    const idOf = (): string => `${stream.name}/${position}/${n}`;
    return {
      id: idOf(),
      isGap: lastEventId !== '' && !isKnown,
      async *read(signal) {
        let known = n;
        const url = `${FEED}?live=sse&offset=${encodeURIComponent(position)}`;
        // The server says something every 30 seconds.
        const batches = messages({ url, signal, retry: false, timeout: { idle: 60_000 } });
        for await (const { type, data } of batches) {
          if (type === 'control') {
            position = (JSON.parse(data) as { streamNextOffset: string }).streamNextOffset;
            n = 0;
          } else {
            for (const each of JSON.parse(data) as string[]) {
              known -= 1;
              if (known >= 0) continue;
              n += 1;
              yield message(each, { id: idOf() });
            }
          }
        }
      },
    };
  },
};
