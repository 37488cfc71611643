import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type LaunchOptions, type Page } from 'playwright';
import { build, type Rolldown } from 'vite';
import { chromiumArgs, findTestBrowser } from '../../../scripts/find-browser.mjs';
import { sourceAliases } from '../../../scripts/source-aliases.mjs';
import { createPlayground, type Wanted } from '../../../stories/server/index.ts';
import type { FeedLog, FeedOptions } from './page.ts';

/** A page of the tests as a browser gets it: the entry, and what it loads later. */
export async function bundle(page: string): Promise<ReadonlyMap<string, string>> {
  const result = (await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"' },
    oxc: { jsx: { development: false } },
    resolve: { alias: sourceAliases },
    build: {
      write: false,
      minify: true,
      modulePreload: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(page, import.meta.url)),
        output: { entryFileNames: 'page.js', chunkFileNames: 'chunk-[name].js' },
      },
    },
  })) as Rolldown.RolldownOutput;
  return new Map(
    result.output.map((file) => [
      `/${file.fileName}`,
      file.type === 'chunk' ? file.code : Buffer.from(file.source).toString(),
    ]),
  );
}

/** Made once for all files of a worker. */
const bundles = new Map<string, Promise<ReadonlyMap<string, string>>>();

export const HTML =
  '<!doctype html><meta charset="utf-8"><title>tab</title><script type="module" src="/page.js"></script>';

/** How a page is served, and the browser launched. */
export interface PageOptions extends LaunchOptions {
  /** What answers first; `next` serves the page. */
  readonly handle: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  readonly html?: string;
  /** @default Playwright does it */
  readonly launch?: ((options: LaunchOptions) => Promise<Browser>) | undefined;
}

/** A page of the tests at an origin of its own, and a browser to open it in. */
export async function openPage(
  entry: string,
  { handle, html = HTML, launch = (all) => chromium.launch(all), ...options }: PageOptions,
) {
  const bundled = bundles.get(entry) ?? bundle(entry);
  bundles.set(entry, bundled);
  const [files, executablePath] = await Promise.all([bundled, findTestBrowser()]);
  const server = createServer((request, response) =>
    handle(request, response, () => {
      const file = files.get(request.url ?? '');
      response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
      response.end(file ?? html);
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launch({ executablePath, args: chromiumArgs, ...options });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    browser,
    close: async (): Promise<void> => {
      await browser.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** See {@link openPage}. */
export type OpenPage = Awaited<ReturnType<typeof openPage>>;

/** The path of the test page under a policy that forbids every connection. */
export const LOCKED = '/locked';

/** One origin: the test page, and the playground's endpoints. A browser that starts with a user has no other. */
export async function openSite(launch?: PageOptions['launch']) {
  const playground = createPlayground();
  const { url, browser, close } = await openPage('page.ts', {
    handle: (request, response, next) =>
      playground.handler(request, response, () => {
        if (request.url === LOCKED) response.setHeader('content-security-policy', "connect-src 'none'");
        next();
      }),
    launch,
    // Tabs that tests crash share no process with others, however little memory the machine has.
    args: [...chromiumArgs, '--renderer-process-limit=80'],
  });

  const [only] = browser.contexts();

  return {
    url,
    playground,
    /** Tabs of one user. */
    async newUser(): Promise<User> {
      return createUser(url, only ?? (await browser.newContext()));
    },
    async waitFor(key: string, wanted: Wanted): Promise<void> {
      if (await playground.until(key, wanted, 30_000)) return;
      const { requests: _, ...numbers } = playground.stats(key);
      throw new Error(`waited for ${JSON.stringify(wanted)}, got ${JSON.stringify(numbers)}`);
    },
    close,
  };
}

/** See {@link openSite}. */
export type Site = Awaited<ReturnType<typeof openSite>>;

export type User = ReturnType<typeof createUser>;

/** What most feeds of the tests are. */
const defaults = { share: 'browser', transport: 'native', events: ['message'], copies: 1 } as const;

function createUser(url: string, context: BrowserContext) {
  const user = {
    context,
    async newTab(path = ''): Promise<Page> {
      const page = await context.newPage();
      await page.goto(url + path);
      await page.waitForFunction(() => !!window.tab);
      return page;
    },
    newTabs: (count: number): Promise<Page[]> =>
      Promise.all(Array.from({ length: count }, () => user.newTab())),
    /** The one tab that holds the connection. */
    async leader(pages: readonly Page[], part = ''): Promise<Page> {
      for (;;) {
        for (const page of pages) {
          if ((await page.evaluate((url) => window.tab.locks(url), part)).mine) return page;
        }
      }
    },
    close: () => context.close(),
  };
  return user;
}

/** Mounts a feed in a page. */
export const mount = (page: Page, options: Partial<FeedOptions> & Pick<FeedOptions, 'url'>, name = 'feed') =>
  page.evaluate(([key, all]) => window.tab.mount(key, all), [name, { ...defaults, ...options }] as const);

/** What a feed of a page has said so far. */
export const logOf = async (page: Page, name = 'feed'): Promise<FeedLog> =>
  JSON.parse(await page.evaluate((key) => JSON.stringify(window.tab.feeds[key]), name)) as FeedLog;

/** Resolves when a feed of a page has got so many messages. */
export const gotMessages = (page: Page, count: number, name = 'feed') =>
  page.waitForFunction(([key, n]) => window.tab.feeds[key]!.ids.length >= n, [name, count] as const);

/** Resolves when a feed of a page has that status. */
export const isAt = (page: Page, status: string, name = 'feed') =>
  page.waitForFunction(([key, last]) => window.tab.feeds[key]!.statuses.at(-1) === last, [
    name,
    status,
  ] as const);
