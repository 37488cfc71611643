import { AssertionError } from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { createPlayground, type Script, type Wanted } from '../../../stories/server/index.ts';
import type { Action } from '../../../stories/server/control.ts';
import type { Tab } from '../drivers/driver.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The pages in one bundle each, with the built package as users install it. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const result = (await build({
    configFile: false,
    root,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { development: false } },
    resolve: {
      alias: [
        { find: /^react-event-source$/, replacement: `${root}dist/index.js` },
        { find: /^react-event-source\/core$/, replacement: `${root}dist/core.js` },
      ],
    },
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: {
        input: {
          suite: `${root}tests/browsers/page/suite.ts`,
          visit: `${root}tests/browsers/page/visit.tsx`,
          tab: `${root}tests/pages/support/page.ts`,
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(result.output.map((file) => [`/${file.fileName}`, file.type === 'chunk' ? file.code : '']));
}

/** For what does not come at all, in ms: what comes may take its time on a busy machine. */
const PATIENCE = 120_000;

export async function listen(handler: RequestListener, port = 0): Promise<{ server: Server; url: string }> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export const shut = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Resolves with the first value that is something. A page that is about to go answers no question. */
export async function eventually<T>(
  what: string,
  find: () => T | Promise<T>,
): Promise<Exclude<T, undefined | null | false>> {
  const start = Date.now();
  let why = '';
  while (Date.now() - start < PATIENCE) {
    try {
      const found = await find();
      if (found) return found as never;
    } catch (error) {
      if (error instanceof AssertionError) throw error;
      why = `: ${String(error)}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`Waited in vain for ${what}${why}`);
}

/** The origin of the pages with the playground's endpoints, and the harness on a port of its own. */
export async function openSite() {
  const files = await bundle();
  const playground = createPlayground();
  const calls = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let lastCall = 0;

  const waitFor = async (key: string, wanted: Wanted) => {
    const isMet = await playground.until(key, wanted, PATIENCE);
    const { requests, ...numbers } = playground.stats(key);
    if (isMet) return { requests, ...numbers };
    throw new Error(`waited for ${JSON.stringify(wanted)}, got ${JSON.stringify(numbers)}`);
  };
  const levers: Record<string, (...args: never[]) => unknown> = {
    stats: (key: string) => playground.stats(key),
    waitFor,
    until: (key: string, wanted: Wanted, ms: number) => playground.until(key, wanted, ms),
    control: (key: string, action: Action) => playground.control(key, action),
    script: (key: string, script: Script) => playground.script(key, script),
  };
  const obey = async (path: string, said: unknown): Promise<unknown> => {
    if (path !== '/result') return levers[path.slice(1)]?.(...(said as never[]));
    const { call, value, error } = said as { call: number; value?: unknown; error?: string };
    if (error === undefined) calls.get(call)?.resolve(value);
    else calls.get(call)?.reject(new Error(error));
    return null;
  };
  const harness = await listen(async (request: IncomingMessage, response) => {
    response.setHeader('access-control-allow-origin', '*');
    try {
      const value = await obey(request.url ?? '', JSON.parse((await text(request)) || 'null'));
      response.end(JSON.stringify({ value: value ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ value: null, error: String(error) }));
    }
  });

  const page = (name: string): string =>
    `<!doctype html><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">` +
    `<script>window.harness = ${JSON.stringify(harness.url)}</script>` +
    `<script type="module" src="/${name}.js"></script><main></main>`;
  const routes = new Map<string, RequestListener>();
  const exported: string[] = [];
  const pages = await listen((request, response) =>
    playground.handler(request, response, () => {
      const path = (request.url ?? '').split('?')[0]!;
      const route = routes.get(path);
      if (route) return route(request, response);
      const file = files.get(path);
      response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
      if (path === '/export') {
        exported.push(request.headers.referer ?? '');
        response.setHeader('content-disposition', 'attachment; filename="export.txt"');
      }
      const isPage = files.has(`${path}.js`);
      return response.end(file ?? (isPage ? page(path.slice(1)) : `<!doctype html><title>${path}</title>`));
    }),
  );

  return {
    url: pages.url,
    playground,
    waitFor,
    /** Answers a path of its own by this. */
    answer(handler: RequestListener): string {
      const path = `/answer/${routes.size}`;
      routes.set(path, handler);
      return path;
    },
    /** Whether a page whose address has that key has asked for the download. */
    hasExported: (key: string): boolean => exported.some((referer) => referer.includes(key)),
    /** Plays a part of the suite in a page. */
    async call<T>(tab: Tab, part: string, ...args: unknown[]): Promise<T> {
      const call = ++lastCall;
      const result = new Promise((resolve, reject) => calls.set(call, { resolve, reject }));
      const words = [call, part, ...args].map((each) => JSON.stringify(each)).join();
      await tab.evaluate(`window.begin(${words})`);
      return (await result) as T;
    },
    async close(): Promise<void> {
      await shut(pages.server);
      await shut(harness.server);
    },
  };
}

export type Site = Awaited<ReturnType<typeof openSite>>;
