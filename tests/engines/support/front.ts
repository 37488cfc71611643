// What stands between browser and engine: it notes each attempt, asks the engine the same as a plain client, and cuts.
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { createParser } from 'eventsource-parser';
import type { Engine } from './engine.ts';

export interface Judged {
  readonly type: string;
  readonly data: string;
}

/** One attempt of a feed that was to go on after an id and got a stream, and what a plain client got for the same. */
export interface Attempt {
  readonly feed: string;
  readonly lastEventId: string;
  /** What the engine sends to a plain HTTP client that asks the same. */
  readonly judged: Judged[];
  isOpen: boolean;
}

/** What a client gets while nothing can be reached. */
export type Refusal = 'reset' | 502;

interface Line {
  readonly feed: string;
  readonly response: ServerResponse;
  /** How many more bytes pass before the connection is cut. */
  left: number;
}

const idOf = ({ headers, url = '' }: IncomingMessage): string =>
  headers['last-event-id'] === undefined
    ? (new URL(url, 'http://front').searchParams.get('last_event_id') ?? '')
    : String(headers['last-event-id']);

/** @param serve answers what is no feed */
export async function openFront(engine: Engine, serve: (path: string, response: ServerResponse) => void) {
  const lines = new Set<Line>();
  const judges = new Set<() => void>();
  let attempts: Attempt[] = [];
  let down: Refusal | undefined;
  /** How often all connections were cut: one that was being opened meanwhile is cut, too. */
  let cuts = 0;

  /** Resolves when a plain client has the stream, too. */
  const judge = (path: string, headers: IncomingHttpHeaders, judged: Judged[]): Promise<void> =>
    new Promise((resolve) => {
      const parser = createParser({
        onEvent: ({ event = 'message', data }) => void judged.push({ type: event, data }),
      });
      const again = (): void => void setTimeout(() => void judge(path, headers, judged).then(resolve), 20);
      const asked = request({ agent: false, path, headers, ...engine.target() }, (response) => {
        if (response.statusCode !== 200) {
          response.resume();
          return again();
        }
        response.setEncoding('utf8');
        response.on('data', (text: string) => parser.feed(text));
        response.on('error', () => {});
        isOver = true;
        return resolve();
      });
      /** It has the stream, or is wanted no more: an error that comes then is the end of it. */
      let isOver = false;
      const leave = (): void => {
        isOver = true;
        asked.destroy();
        resolve();
      };
      judges.add(leave);
      asked.on('error', () => isOver || again());
      asked.on('close', () => judges.delete(leave));
      asked.end();
    });

  const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { url: path = '', headers } = incoming;
    const feed = new URL(path, 'http://front').searchParams.get('feed') ?? '';
    const lastEventId = idOf(incoming);
    const before = cuts;
    const asked = request({ agent: false, path, headers, ...engine.target() }, async (answer) => {
      const { statusCode = 502 } = answer;
      const attempt: Attempt = { feed, lastEventId, judged: [], isOpen: false };
      const line: Line = { feed, response, left: Infinity };
      response.on('close', () => {
        lines.delete(line);
        attempt.isOpen = false;
        asked.destroy();
      });
      answer.pause();
      if (statusCode === 200 && lastEventId) await judge(path, headers, attempt.judged);
      if (cuts !== before) response.destroy();
      if (response.destroyed) return;
      response.writeHead(statusCode, answer.headers);
      if (statusCode === 200) {
        lines.add(line);
        // So that a browser does not wait for seconds.
        response.write('retry: 100\n\n');
        attempts.push(Object.assign(attempt, { isOpen: true }));
      }
      answer.on('data', (bytes: Buffer) => {
        response.write(bytes.subarray(0, line.left));
        line.left -= bytes.length;
        if (line.left <= 0) response.destroy();
      });
      answer.on('error', () => response.destroy());
      answer.on('aborted', () => response.destroy());
      answer.on('end', () => response.end());
      answer.resume();
    });
    asked.on('error', () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    asked.end();
  };

  const server = createServer((incoming, response) => {
    const path = incoming.url ?? '/';
    if (!path.startsWith('/feed')) return serve(path, response);
    if (down === 'reset') incoming.socket.destroy();
    else if (down) response.writeHead(down).end();
    else pass(incoming, response);
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The attempts that go on after an id, since `forget()`. */
    attempts: () => attempts.filter(({ lastEventId }) => lastEventId !== ''),
    /** The feeds that have an open connection. */
    open: () => new Set(attempts.filter(({ isOpen }) => isOpen).map(({ feed }) => feed)),
    /** What follows is another run. Open connections stay. */
    forget(): void {
      for (const leave of judges) leave();
      attempts = [];
    },
    /** Each connection is cut in so many bytes, wherever in a message that is. */
    cutIn(bytes: (feed: string) => number): void {
      for (const line of lines) line.left = bytes(line.feed);
    },
    /** All connections are cut, and none is taken. */
    close(refusal: Refusal): void {
      down = refusal;
      cuts += 1;
      for (const { response } of lines) response.destroy();
    },
    reopen(): void {
      down = undefined;
    },
    async stop(): Promise<void> {
      for (const leave of judges) leave();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type Front = Awaited<ReturnType<typeof openFront>>;
