import { createClient } from 'redis';
import { type Channel } from './channel.ts';
import { message } from './sse.ts';

/** Redis 7, with what it needs to survive its own restart: `appendonly yes`. */
const { REDIS_URL = 'redis://127.0.0.1:6379', FEED_LENGTH = '1000' } = process.env;
/** While Redis is away requests are refused, and not held until it is back. */
export const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true });
// It connects again by itself.
redis.on('error', ({ message: words }: Error) => console.error(words));
await redis.connect();

export interface Entry {
  id: string;
  message: Record<string, string>;
}

/** The entries of a stream behind that one, as they come, each read over a connection of the reader's own. */
export async function* entriesAfter(key: string, after: string, signal: AbortSignal): AsyncGenerator<Entry> {
  const reader = redis.duplicate();
  // What is being read then fails, and cuts off the reader, who comes back.
  reader.on('error', () => {});
  const leave = (): void => {
    if (reader.isOpen) reader.destroy();
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    await reader.connect();
    for (let id = after; !signal.aborted;) {
      const found = await reader.xRead({ key, id }, { COUNT: 100, BLOCK: 5000 });
      for (const entry of found?.[0]?.messages ?? []) {
        yield entry;
        id = entry.id;
      }
      if (!found && !(await redis.exists(key))) return;
    }
  } finally {
    signal.removeEventListener('abort', leave);
    leave();
  }
}

const FEED = 'feed';
/** The id of no entry. */
const START = '0-0';
/** Each entry names the one before it. So a reader knows whether one is missing, even where its own is gone. */
const APPEND = `
  local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
  redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[1], '*', 'after', last and last[1] or ARGV[2], 'data', ARGV[3])`;

/** A feed that any process may write to, and any process may read. */
export const channel: Channel = {
  async publish(data) {
    await redis.eval(APPEND, { keys: [FEED], arguments: [FEED_LENGTH, START, data] });
  },
  async open(lastEventId) {
    const asked = /^\d+-\d+$/.test(lastEventId) ? lastEventId : START;
    const [later, newest] = await redis
      .multi()
      .xRange(FEED, `(${asked}`, '+', { COUNT: 1 })
      .xRevRange(FEED, '+', '-', { COUNT: 1 })
      .execTyped();
    const last = newest?.[0]?.id ?? START;
    let position = lastEventId ? (later?.[0]?.message['after'] ?? last) : last;
    return {
      id: position,
      isGap: lastEventId !== '' && position !== lastEventId,
      async *read(signal) {
        for await (const { id, message: fields } of entriesAfter(FEED, position, signal)) {
          const { after, data = '' } = fields;
          // This reader is too slow. It is cut off, comes back, and is told.
          if (after !== position) throw new Error('What comes next is no longer kept');
          yield message(data, { id });
          position = id;
        }
      },
    };
  },
};
