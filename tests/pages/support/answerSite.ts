// The server of docs/resume.md behind a page: its model says the messages of a recording, as far as a test lets it.
import type { ServerResponse } from 'node:http';
import { createAnswers } from '../../../docs/recipes/answers.ts';
import { headers as sse } from '../../../docs/recipes/sse.ts';
import { openPage, type PageOptions } from './site.ts';

/** The model of one answer, and the server's books of it. */
export interface Model {
  /** The requests of the answer, as `METHOD path`; ids of answers are `ID`. */
  readonly asked: string[];
  /** Whether somebody stopped it, and when. */
  stoppedAt: number | undefined;
  /** Lets it say so many of its messages. */
  readonly release: (count: number) => void;
  /** Cuts the first connection after so many bytes. */
  cutAt: number;
  /** Cuts what is open. */
  readonly cut: () => void;
}

interface Own extends Model {
  readonly open: Set<ServerResponse>;
  readonly say: (signal: AbortSignal) => AsyncIterable<string>;
}

function createModel(messages: readonly string[]): Own {
  let released = 0;
  let wake = (): void => {};
  const open = new Set<ServerResponse>();
  const model: Own = {
    asked: [],
    open,
    stoppedAt: undefined,
    cutAt: Infinity,
    cut: () => open.forEach((response) => response.socket?.destroy()),
    release(count) {
      released = Math.max(released, count);
      wake();
    },
    async *say(signal) {
      signal.addEventListener('abort', () => {
        model.stoppedAt = performance.now();
        wake();
      });
      for (const [index, message] of messages.entries()) {
        while (index >= released && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve));
        signal.throwIfAborted();
        yield message;
      }
    },
  };
  return model;
}

/** Sends what comes, at most so many bytes. */
async function send(
  response: ServerResponse,
  open: (signal: AbortSignal) => AsyncIterable<string>,
  most: number,
): Promise<void> {
  const left = new AbortController();
  response.once('close', () => left.abort());
  let rest = most;
  try {
    for await (const text of open(left.signal)) {
      const bytes = Buffer.from(text).subarray(0, rest);
      rest -= bytes.length;
      await new Promise((done) => response.write(bytes, done));
      if (rest <= 0) throw new Error('cut');
    }
    response.end();
  } catch {
    response.socket?.destroy();
  }
}

/** One origin: the page and the answers. */
export async function openAnswerSite() {
  const answers = createAnswers();
  const models = new Map<string, Own>();
  const owners = new Map<string, string>();

  const handle: PageOptions['handle'] = (request, response, next) => {
    const { method = '', url = '' } = request;
    const [, place = '', name = ''] = url.split('?')[0]!.split('/');
    const key = place === 'chat' ? name : owners.get(name);
    const model = key === undefined ? undefined : models.get(key);
    if (key === undefined || !model) return next();
    request.resume();
    model.asked.push(`${method} /${place}/${place === 'chat' ? 'KEY' : 'ID'}`);
    if (method === 'DELETE') answers.stop(name, key);
    const id = method === 'POST' ? answers.begin(key, model.say) : name;
    if (method === 'POST') owners.set(id, key);
    const open =
      method === 'DELETE' ? undefined : answers.read(id, key, String(request.headers['last-event-id'] ?? ''));
    if (!open) return void response.writeHead(204).end();
    response
      .writeHead(200, { ...sse, ...(method === 'POST' && { location: `/answers/${id}` }) })
      .flushHeaders();
    model.open.add(response);
    response.once('close', () => model.open.delete(response));
    void send(response, open, method === 'POST' ? model.cutAt : Infinity);
  };
  const { url, browser, close } = await openPage('resumePage.tsx', { handle });

  return {
    url,
    newUser: () => browser.newContext(),
    /** An answer that a page may ask for under its key. */
    addModel(key: string, messages: readonly string[]): Model {
      const model = createModel(messages);
      models.set(key, model);
      return model;
    },
    close,
  };
}
