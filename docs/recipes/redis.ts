import { createClient } from 'redis';
import { type Channel } from './channel.ts';
import { message } from './sse.ts';

/** Redis 7. With `appendonly yes` it survives its own restart. */
const { REDIS_URL = 'redis://127.0.0.1:6379', FEED_LENGTH = '1000' } = process.env;
/** While Redis is away, requests are refused rather than queued. */
export const redis = createClient({ url: REDIS_URL, disableOfflineQueue: true });
// It reconnects by itself.
redis.on('error', ({ message: words }: Error) => console.error(words));
await redis.connect();

export interface Entry {
  id: string;
  message: Record<string, string>;
}

/** The entries of a stream after that one, as they come. Each reader has a connection of its own. */
export async function* entriesAfter(key: string, after: string, signal: AbortSignal): AsyncGenerator<Entry> {
  const reader = redis.duplicate();
  // The read under way then fails, and the reader is cut off and reconnects.
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
/** Each entry names the one before it, so that a reader knows whether one is missing, even if its own is gone. */
const APPEND = `
  local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
  redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[1], '*', 'after', last and last[1] or ARGV[2], 'data', ARGV[3])`;

/** A feed that any process may write and read. */
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
          // This reader is too slow. It is cut off, reconnects, and is told of the gap.
          if (after !== position) throw new Error('The next message is no longer kept');
          yield message(data, { id });
          position = id;
        }
      },
    };
  },
};
