import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { type Channel, serveFeed } from './channel.ts';
import { message } from './sse.ts';

/** Keeps the newest messages in the memory of this process. */
function createChannel(size = 1000): Channel {
  // The ids differ after a restart, so that an old one is not taken for a new one.
  const start = Date.now().toString(36);
  const idOf = (n: number): string => `${start}-${n}`;
  /** `NaN` for an id of another start. */
  const idNumber = (id: string): number =>
    id.startsWith(`${start}-`) ? Number(id.slice(start.length + 1)) : NaN;
  const published = new EventEmitter().setMaxListeners(0);
  const kept = new Map<number, string>();
  let newest = 0;

  return {
    async publish(data) {
      kept.set(++newest, message(data, { id: idOf(newest) }));
      kept.delete(newest - size);
      published.emit('message');
    },
    async open(lastEventId) {
      const n = lastEventId ? idNumber(lastEventId) : newest;
      const isGap = !(n >= newest - kept.size && n <= newest);
      let position = isGap ? newest - kept.size : n;
      return {
        id: idOf(position),
        isGap,
        async *read(signal) {
          for (;;) {
            while (position < newest) {
              const text = kept.get(++position);
              // This reader is too slow. It is cut off, reconnects, and is told of the gap.
              if (text === undefined) throw new Error('The next message is no longer kept');
              yield text;
            }
            await once(published, 'message', { signal });
          }
        },
      };
    },
  };
}

/** Call `channel.publish(data)` from anywhere in this process. */
const channel = createChannel(Number(process.env['FEED_LENGTH'] ?? 1000));

export const server = createServer((request, response) => serveFeed(channel, request, response));
// server.listen(3000);
