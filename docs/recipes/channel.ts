import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { send } from './node.ts';
import { message } from './sse.ts';

/** A feed that keeps its past messages, in whatever engine. */
export interface Channel {
  publish: (data: string) => Promise<void>;
  /** Begins after the message with that id; with `''`, after the newest message. */
  open: (lastEventId: string) => Promise<Opening>;
}

interface Opening {
  /** The id of the message that the reader begins after. */
  id: string;
  /** Something behind the id that was asked for is no longer there. */
  isGap: boolean;
  /** The messages, encoded, each with its id. */
  read: (signal: AbortSignal) => AsyncIterable<string>;
}

/** The id to resume after. A new EventSource cannot send the header: see `lastEventIdParam`. */
export function lastEventIdOf({ headers, url = '' }: IncomingMessage): string {
  const header = headers['last-event-id'];
  // Node reads each byte as a character; the id is UTF-8.
  if (typeof header === 'string') return Buffer.from(header, 'latin1').toString();
  return new URL(url, 'http://localhost').searchParams.get('last_event_id') ?? '';
}

/** GET reads the feed, POST publishes. Check before you call it who may do what. */
export async function serveFeed(
  channel: Channel,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (request.method === 'POST') {
      await channel.publish(await text(request));
      response.writeHead(204).end();
      return;
    }
    const asked = lastEventIdOf(request);
    const { id, isGap, read } = await channel.open(asked);
    if (asked) response.setHeader('last-event-id', isGap ? 'earliest' : asked);
    // EventSource does not see headers, so a gap is also a message. Its data tells it from another gap with this id.
    // Without a gap there is only the id: a reader that is cut off before the first message resumes from here.
    const first = isGap ? message(asked, { event: 'gap', id }) : `id: ${id}\n\n`;
    await send(response, async function* (signal) {
      yield first;
      yield* read(signal);
    });
  } catch (error) {
    console.error(error);
    if (!response.headersSent) response.writeHead(503).end();
  }
}
