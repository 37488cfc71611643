// A server whose answers have addresses: POST begins one, GET replays it after `Last-Event-ID`, DELETE ends it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { encodeMessage } from 'react-event-source/core';
import { listen } from '../../support/listen.ts';

/** What one request was. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly lastEventId: string | undefined;
  readonly headers: IncomingMessage['headers'];
}

export interface AnswersOptions {
  /** The messages, encoded. With `true` in `grows` none is there yet: `add` brings them. */
  readonly messages?: readonly string[];
  readonly grows?: boolean;
  /** After how many bytes the connections are cut, one after the other; those that follow are not. */
  readonly cuts?: readonly number[];
  /** Answers a request in place of this server; `false` leaves it to the server. */
  readonly instead?: (asked: Asked, res: ServerResponse) => boolean;
  /** Where the replay begins, in place of the message behind `Last-Event-ID`. */
  readonly from?: (lastEventId: string | undefined) => number;
  /** Headers of the answer to a POST. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Messages numbered from 1. */
export const numbered = (...texts: readonly string[]): string[] =>
  texts.map((data, index) => encodeMessage({ id: String(index + 1), data }));

export async function startAnswers(options: AnswersOptions = {}) {
  const { grows = false, cuts = [], instead, headers = { location: '/answers/1' } } = options;
  const messages = [...(options.messages ?? [])];
  const asked: Asked[] = [];
  const open = new Set<ServerResponse>();
  let connections = 0;
  let isComplete = !grows;
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const look of waiting) look();
  };
  const until = (isMet: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!isMet()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  const positionOf = (lastEventId: string | undefined): number =>
    options.from?.(lastEventId) ??
    messages.findIndex((text) => text.split('\n').includes(`id: ${lastEventId}`)) + 1;

  async function stream(res: ServerResponse, from: number): Promise<void> {
    const cut = cuts[connections++] ?? Infinity;
    let sent = 0;
    open.add(res);
    res.once('close', () => {
      open.delete(res);
      changed();
    });
    res.flushHeaders();
    changed();
    const send = async (text: string): Promise<boolean> => {
      const bytes = Buffer.from(text);
      const part = bytes.subarray(0, Math.max(0, cut - sent));
      sent += part.length;
      if (part.length) await new Promise((done) => res.write(part, done));
      if (sent < cut) return true;
      res.socket?.destroy();
      return false;
    };
    let next = from;
    for (;;) {
      const all = messages.slice(next).join('');
      next = messages.length;
      if (!(await send(all)) || res.destroyed) return;
      if (isComplete && next === messages.length) break;
      await until(() => isComplete || messages.length > next || res.destroyed);
    }
    res.end();
  }

  const { url } = await listen((req, res) => {
    const { method = '', url: path = '' } = req;
    const lastEventId = req.headers['last-event-id'] as string | undefined;
    const request: Asked = { method, path, lastEventId, headers: req.headers };
    asked.push(request);
    changed();
    req.resume();
    if (instead?.(request, res)) return;
    const sse = { 'content-type': 'text/event-stream' };
    if (method === 'DELETE') {
      isComplete = true;
      res.writeHead(204).end();
      changed();
    } else if (method === 'POST') void stream(res.writeHead(201, { ...sse, ...headers }), 0);
    else if (path === '/answers/1') void stream(res.writeHead(200, sse), positionOf(lastEventId));
    else res.writeHead(404).end();
  });
  return {
    url,
    asked,
    /** The requests as `METHOD path`, with the id that they came with. */
    log: (): string[] =>
      asked.map(({ method, path, lastEventId }) =>
        [method, path, lastEventId].filter((part) => part !== undefined).join(' '),
      ),
    add(...more: readonly string[]): void {
      messages.push(...more);
      changed();
    },
    complete(): void {
      isComplete = true;
      changed();
    },
    /** Cuts all open connections. */
    cut(): void {
      for (const res of open) res.socket?.destroy();
    },
    /** Resolves when so many connections are open. */
    open: (count: number): Promise<void> => until(() => open.size === count),
    /** Resolves when a request of that method has come. */
    came: (method: string): Promise<void> => until(() => asked.some((each) => each.method === method)),
  };
}

/** A storage of the test's own, as a page has one. */
export function createStorage(): Storage & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    get length() {
      return entries.size;
    },
    clear: () => entries.clear(),
    key: (index) => [...entries.keys()][index] ?? null,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}
