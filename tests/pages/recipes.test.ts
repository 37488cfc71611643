import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type * as App from '../../docs/recipes/app.ts';
import { app as expressApp } from '../../docs/recipes/express.ts';
import { app as fastifyApp } from '../../docs/recipes/fastify.ts';
import { server as httpServer } from '../../docs/recipes/http.ts';
import { app as koaApp, clients } from '../../docs/recipes/koa.ts';
import { app as nestApp } from '../../docs/recipes/nest.ts';
import { push, server as pushServer } from '../../docs/recipes/push.ts';
import { server as relayServer } from '../../docs/recipes/relay.ts';
import { chromiumArgs, findTestBrowser } from '../../scripts/find-browser.mjs';
import type { Step } from '../../stories/server/index.ts';
import { serverForFile } from '../server/support.ts';
import { bundle, HTML } from './support/site.ts';

/** The job of the Koa recipe, held at half. */
const half = vi.hoisted(() => {
  // Another file of this worker may have loaded the recipe already, with the job that nothing holds.
  vi.resetModules();
  return { isHeld: false, isCancelled: false };
});
vi.mock('../../docs/recipes/app.ts', async (original) => {
  const app = await original<typeof App>();
  async function* job(signal: AbortSignal) {
    for await (const percent of app.job(signal)) {
      yield percent;
      if (percent !== 50 || !half.isHeld) continue;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      half.isCancelled = true;
    }
  }
  return { ...app, job };
});

const listenerOf = (server: Server): RequestListener => server.listeners('request')[0] as RequestListener;
const servers: Record<string, RequestListener> = {
  'Node http': listenerOf(httpServer),
  Express: expressApp as RequestListener,
  Fastify: (request, response) => fastifyApp.routing(request, response),
  NestJS: listenerOf(nestApp.getHttpServer() as Server),
};

let browser: Browser;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  await fastifyApp.ready();
  const executablePath = await findTestBrowser();
  [browser, files] = await Promise.all([
    chromium.launch({ executablePath, args: chromiumArgs }),
    bundle('recipePage.tsx'),
  ]);
});
afterAll(() => browser.close());

let site: Server;
/** Serves the page and, for all other paths, the recipe. Returns its address. */
async function serve(recipe: RequestListener): Promise<string> {
  site = createServer((request, response) => {
    const file = request.url === '/' ? HTML : files.get(request.url ?? '');
    if (file === undefined) return recipe(request, response);
    response.setHeader('content-type', file === HTML ? 'text/html' : 'text/javascript').end(file);
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}
/** A page of a user of its own, with cookies where they are given. */
async function open(url: string, hash: string, user?: string): Promise<Page> {
  const context = await browser.newContext();
  if (user) await context.addCookies([{ name: 'user', value: user, url }]);
  const page = await context.newPage();
  await page.goto(`${url}/#${hash}`);
  return page;
}
const status = (page: Page) => page.getByRole('status');
async function isAt(page: Page, wanted: string): Promise<void> {
  await expect.poll(() => status(page).textContent()).toBe(wanted);
}

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  await new Promise((done) => {
    site.close(done);
    site.closeAllConnections();
  });
});

describe.each(Object.entries(servers))('%s, from a page', (_, recipe) => {
  test.each(['native', 'fetch'])('a feed over %s continues after the last message', async (transport) => {
    const page = await open(await serve(recipe), `feed,${transport},price`);
    await page.locator('li').nth(2).waitFor();
    site.closeAllConnections();
    await page.locator('li').nth(5).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await isAt(page, 'closed');
    const ids = await page.locator('li').evaluateAll((items) => items.map((item) => item.dataset['id']));
    // The page keeps the newest hundred.
    expect(ids).toEqual(ids.map((_each, index) => String(Number(ids[0]) + index)));
  });

  test('an answer is streamed, and can be stopped', async () => {
    const page = await open(await serve(recipe), 'chat');
    await page.getByLabel('Question').fill('Why is it so?');
    await page.getByRole('button', { name: 'Ask' }).click();
    await isAt(page, 'done');
    expect(await page.locator('[data-text]').textContent()).toBe('You asked:\nWhy is it so?');
    await page.getByLabel('Question').fill('Why? '.repeat(5000));
    await page.getByRole('button', { name: 'Ask' }).click();
    await isAt(page, 'streaming');
    await page.getByRole('button', { name: 'Stop' }).click();
    await isAt(page, 'stopped');
  });
});

describe('Koa with koa-sse-stream', () => {
  // The package logs its pings and refusals, Koa the 503.
  beforeEach(() => {
    for (const method of ['log', 'error'] as const) vi.spyOn(console, method).mockReturnValue();
    return () => vi.restoreAllMocks();
  });
  const value = (page: Page) => page.getByLabel('Progress').evaluate((bar: HTMLProgressElement) => bar.value);

  test('a job started by POST moves the bar to its end, and the server has no client left', async () => {
    const page = await open(await serve(koaApp.callback()), 'progress');
    await isAt(page, 'open');
    await expect.poll(() => clients.size).toBe(1);
    await page.getByRole('button', { name: 'Start' }).click();
    await isAt(page, 'closed');
    expect(await value(page)).toBe(100);
    await expect.poll(() => clients.size).toBe(0);
  });

  test('a cancelled job leaves the bar where it is, and the page subscribed', async () => {
    const page = await open(await serve(koaApp.callback()), 'progress');
    await isAt(page, 'open');
    await expect.poll(() => clients.size).toBe(1);
    Object.assign(half, { isHeld: true, isCancelled: false });
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(() => value(page)).toBe(50);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(() => half.isCancelled).toBe(true);
    half.isHeld = false;
    expect(await value(page)).toBe(50);
    expect(await status(page).textContent()).toBe('open');
    await expect.poll(() => clients.size).toBe(1);
  });

  test('the server forgets a page that is left', async () => {
    const page = await open(await serve(koaApp.callback()), 'progress');
    await isAt(page, 'open');
    await expect.poll(() => clients.size).toBe(1);
    await page.goto('about:blank');
    await expect.poll(() => clients.size).toBe(0);
  });

  test('one client too many is let in when another leaves', async () => {
    const url = await serve(koaApp.callback());
    const pages = [await open(url, 'progress'), await open(url, 'progress')] as const;
    for (const page of pages) await isAt(page, 'open');
    const late = await open(url, 'progress');
    await isAt(late, 'reconnecting');
    await expect.poll(() => clients.size).toBe(2);
    await pages[0].close();
    await isAt(late, 'open');
  });
});

test('a page sends its last request when it is left, and not before', async () => {
  const received: unknown[] = [];
  const url = await serve(async (request, response) => {
    if (request.url === '/leave') received.push([request.method, await json(request)]);
    response.writeHead(204).end();
  });
  const page = await open(url, 'leaving');
  await expect.poll(() => page.title()).toBe('here');
  expect(received).toEqual([]);
  await page.goto('about:blank');
  await expect.poll(() => received).toEqual([['POST', { id: '7' }]]);
});

describe('better-sse', () => {
  test.each(['native', 'fetch'])(
    'any part of the server writes to all feeds or to one user, over %s',
    async (transport) => {
      const url = await serve(listenerOf(pushServer));
      const hash = `feed,${transport},news`;
      const pages = [await open(url, hash, 'ann'), await open(url, hash, 'bob')] as const;
      for (const page of pages) await isAt(page, 'open');
      await expect.poll(() => push('other', 'nobody listens for it')).toBe(2);
      expect(push('news', 'for all')).toBe(2);
      expect(push('news', 'for Ann', 'ann')).toBe(1);
      const texts = (page: Page) => page.locator('li').allTextContents();
      await expect.poll(() => texts(pages[0])).toEqual(['"for all"', '"for Ann"']);
      await expect.poll(() => texts(pages[1])).toEqual(['"for all"']);
      await pages[0].close();
      await expect.poll(() => push('news', 'one is left')).toBe(1);
      expect(push('news', 'nobody', 'ann')).toBe(0);
    },
  );
});

describe('a relay of a provider’s answer', () => {
  const provider = serverForFile();
  const delta = (content: string) => ({
    text: `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`,
  });
  /** A provider that says a word and waits; the page has asked, and shows the word. */
  async function ask(key: string): Promise<Page> {
    const steps: Step[] = [
      delta('It is '),
      { until: 1 },
      delta('so.'),
      { text: 'data: [DONE]\n\n' },
      { end: true },
    ];
    process.env['PROVIDER_URL'] = provider().script(key, steps);
    const page = await open(await serve(listenerOf(relayServer)), 'relayed');
    await page.getByRole('button', { name: 'Ask' }).click();
    await isAt(page, 'streaming');
    await expect.poll(() => page.locator('[data-text]').textContent()).toBe('It is ');
    expect(await page.getByText('Asking the model').count()).toBe(1);
    await provider().waitFor(key, { open: 1 });
    return page;
  }
  afterEach(() => void delete process.env['PROVIDER_URL']);

  test('reaches the page as it comes', async () => {
    const key = crypto.randomUUID();
    const page = await ask(key);
    provider().control(key, { do: 'release', to: 1 });
    await isAt(page, 'done');
    expect(await page.locator('[data-text]').textContent()).toBe('It is so.');
    await provider().waitFor(key, { open: 0 });
    expect(provider().connections(key)).toMatchObject({ closed: 1, aborted: 0 });
  });

  test.each(['stopped', 'left'])('is aborted at the provider when the page is %s', async (how) => {
    const key = crypto.randomUUID();
    const page = await ask(key);
    if (how === 'left') await page.goto('about:blank');
    else await page.getByRole('button', { name: 'Stop' }).click();
    await provider().waitFor(key, { open: 0, aborted: 1 });
    expect(provider().requests(key)).toHaveLength(1);
  });
});
