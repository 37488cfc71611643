import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import * as axiosAfter from '../../docs/recipes/coming-from/axios.after.ts';
import * as axiosBefore from '../../docs/recipes/coming-from/axios.before.ts';
import { app as koaApp, clients } from '../../docs/recipes/koa.ts';
import { chromiumArgs, findTestBrowser } from '../../scripts/find-browser.mjs';
import { createPlayground, type RequestRecord, type Script, type Step } from '../../stories/server/index.ts';
import { bundle, HTML } from './support/site.ts';

const folder = new URL('../../docs/recipes/coming-from/', import.meta.url);
const sides = ['before', 'after'] as const;
type Side = (typeof sides)[number];

let browser: Browser;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  const executablePath = await findTestBrowser();
  [browser, files] = await Promise.all([
    chromium.launch({ executablePath, args: chromiumArgs }),
    bundle('comingFromPage.tsx'),
  ]);
});
afterAll(() => browser.close());

const playground = createPlayground();
let site: Server;
let key = '';
/** Serves the page; `/feed` and `/chat` are the script, and the rest is Koa's. Returns the address. */
async function serve(script: Script = []): Promise<string> {
  key = crypto.randomUUID();
  playground.script(key, script);
  const koa: RequestListener = koaApp.callback();
  site = createServer((request, response) => {
    const { url = '/' } = request;
    const file = url === '/' ? HTML : files.get(url);
    if (file !== undefined) {
      response.setHeader('content-type', file === HTML ? 'text/html' : 'text/javascript').end(file);
    } else if (url.startsWith('/event')) koa(request, response);
    else if (url !== '/feed' && url !== '/chat') response.writeHead(404).end();
    else {
      request.url = `/raw/${key}/stream`;
      playground.handler(request, response, () => response.writeHead(404).end());
    }
  });
  await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
}
async function open(name: string, side: Side, script?: Script): Promise<Page> {
  const url = await serve(script);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${url}/#${name}.${side}`);
  return page;
}
/** What a page shows, to be polled. */
const shown = (page: Page) => () => page.locator('p').textContent();
const click = (page: Page, name: string) => page.getByRole('button', { name }).click();
const release = () => playground.control(key, { do: 'release', to: 1 });
const waitFor = async (wanted: object) => expect(await playground.until(key, wanted, 30_000)).toBe(true);
/** What the server got, as far as both have to send it. */
const asked = (): object[] =>
  playground.stats(key).requests.map(({ method, headers, body }: RequestRecord) => ({
    method,
    type: headers['content-type'],
    body: body && (JSON.parse(body) as unknown),
  }));

async function closeSite(): Promise<void> {
  for (const context of browser.contexts()) await context.close();
  await new Promise((done) => {
    site.close(done);
    site.closeAllConnections();
  });
}
afterEach(closeSite);

const price = (value: number, event = 'price'): Step => ({
  text: `event: ${event}\ndata: {"price":${value}}\n\n`,
});
const ui = (chunk: object): Step => ({ text: `data: ${JSON.stringify(chunk)}\n\n` });
const json = 'application/json';

describe.each([
  ['EventSource', 'price'],
  ['react-use-websocket', 'message'],
])('coming from %s', (name, type) => {
  test.each(sides)('%s: each price is shown, and the connection is closed with the page', async (side) => {
    const steps: Step[] = [price(1, type), price(2, type), { until: 1 }, price(3, type), { hold: true }];
    const page = await open(name, side, steps);
    await expect.poll(shown(page)).toBe('open: 1 2');
    release();
    await expect.poll(shown(page)).toBe('open: 1 2 3');
    await waitFor({ open: 1 });
    await page.goto('about:blank');
    await waitFor({ open: 0 });
  });
});

describe.each(['fetch', 'fetch-event-source'])('coming from %s', (name) => {
  const steps: Step[] = [
    { text: 'data: It is\n\n' },
    { until: 1 },
    { text: 'data:  so.\n\ndata: [DONE]\n\n' },
    { end: true },
  ];
  test.each(sides)('%s: the answer grows, from one POST', async (side) => {
    const page = await open(name, side, steps);
    await click(page, 'Ask');
    await expect.poll(shown(page)).toBe('It is');
    release();
    await expect.poll(shown(page)).toBe('It is so.');
    await waitFor({ open: 0 });
    expect(asked()).toEqual([
      expect.objectContaining({ method: 'POST', type: json, body: { question: 'Why?' } }),
    ]);
  });
  test.each(sides)('%s: Stop closes the connection and keeps the text', async (side) => {
    const page = await open(name, side, steps);
    await click(page, 'Ask');
    await expect.poll(shown(page)).toBe('It is');
    await click(page, 'Stop');
    await waitFor({ open: 0, aborted: 1 });
    await expect.poll(shown(page)).toBe('It is');
  });
});

describe('better than before', () => {
  test('react-use-websocket: messages with a name do not arrive before; they do after, where `events` has it', async () => {
    const steps: Step[] = [price(1), price(2, 'message'), { hold: true }];
    await expect.poll(shown(await open('react-use-websocket', 'before', steps))).toBe('open: 2');
    await closeSite();
    await expect.poll(shown(await open('EventSource', 'after', steps))).toBe('open: 1');
  });
  test.each([
    ['before', 'failed: '],
    ['after', 'open: 1'],
  ] as const)('EventSource, %s: after a 503 the page says %s', async (side, text) => {
    const busy: Step[] = [{ status: 503 }, { end: true }];
    await expect
      .poll(shown(await open('EventSource', side, { perRequest: [busy, [price(1), { hold: true }]] })))
      .toBe(text);
  });
  const cut: Step[] = [{ text: 'data: It' }, { until: 1 }, { text: ' is\n\ndata: so\n\n' }, { end: true }];
  test.each([
    ['before', 'Itso'],
    ['after', 'It isso'],
  ] as const)('fetch, %s: a message that is cut in two is shown as %s', async (side, text) => {
    const page = await open('fetch', side, cut);
    await click(page, 'Ask');
    if (side === 'before') await page.getByText('It', { exact: true }).waitFor();
    release();
    await expect.poll(shown(page)).toBe(text);
  });
  const refused: Step[] = [
    { status: 429 },
    { text: '{"error":{"message":"Too many questions"}}' },
    { end: true },
  ];
  test.each([
    ['fetch', 'before', 'HTTP 429'],
    ['fetch', 'after', 'Too many questions'],
    ['fetch-event-source', 'before', '{"error":{"message":"Too many questions"}}'],
    ['fetch-event-source', 'after', 'Too many questions'],
    ['ai-sdk', 'before', '{"error":{"message":"Too many questions"}}'],
    ['ai-sdk', 'after', 'Too many questions'],
  ] as const)('%s, %s: a refusal is shown as %s', async (name, side, text) => {
    const page = await open(name, side, refused);
    await click(page, 'Ask');
    await expect.poll(shown(page)).toBe(text);
  });
});

describe('coming from the AI SDK', () => {
  const steps: Step[] = [
    ui({ type: 'start' }),
    ui({ type: 'text-start', id: '1' }),
    ui({ type: 'text-delta', id: '1', delta: 'It is' }),
    { until: 1 },
    ui({ type: 'text-delta', id: '1', delta: ' so.' }),
    ui({ type: 'text-end', id: '1' }),
    ui({ type: 'finish' }),
    { text: 'data: [DONE]\n\n' },
    { end: true },
  ];
  test.each(sides)('%s: the answer grows, from one POST', async (side) => {
    const page = await open('ai-sdk', side, steps);
    await click(page, 'Ask');
    await expect.poll(shown(page)).toBe('It is');
    release();
    await expect.poll(shown(page)).toBe('It is so.');
    await waitFor({ open: 0 });
    expect(asked()).toEqual([
      expect.objectContaining({ method: 'POST', type: json, body: { prompt: 'Why?' } }),
    ]);
  });
  test.each([
    ['before', 'It is'],
    ['after', expect.stringContaining('closed')],
  ] as const)('%s: an answer that a proxy has cut off shows %s', async (side, text) => {
    const page = await open('ai-sdk', side, [...steps.slice(0, 4), { end: true }]);
    await click(page, 'Ask');
    await expect.poll(shown(page)).toBe('It is');
    release();
    await waitFor({ open: 0 });
    await expect.poll(shown(page)).toEqual(text);
  });
});

describe('coming from koa-sse-stream', () => {
  // The package logs its pings.
  beforeEach(() => {
    vi.spyOn(console, 'log').mockReturnValue();
    return () => vi.restoreAllMocks();
  });
  test.each(sides)(
    '%s: the job moves the bar to its end, and the server has no client left',
    async (side) => {
      const page = await open('koa-sse-stream', side);
      await expect.poll(shown(page)).toBe('open: 0 %');
      await expect.poll(() => clients.size).toBe(1);
      await click(page, 'Start');
      await expect.poll(shown(page)).toBe('closed: 100 %');
      await expect.poll(() => clients.size).toBe(0);
    },
  );
});

describe('coming from axios streams, in Node', () => {
  const chunk = (content: string): string =>
    `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
  const how = { before: axiosBefore.answer, after: axiosAfter.answer };
  test.each(sides)('%s: the texts come one by one', async (side) => {
    const url = await serve([
      { text: chunk('It is') },
      { until: 1 },
      { text: chunk(' so.') },
      { text: 'data: [DONE]\n\n' },
      { end: true },
    ]);
    const texts: string[] = [];
    await how[side](
      `${url}/chat`,
      (text) => texts.push(text) === 1 && release(),
      new AbortController().signal,
    );
    expect(texts).toEqual(['It is', ' so.']);
    expect(asked()).toEqual([expect.objectContaining({ method: 'POST', type: json })]);
  });
  test.each([
    ['before', 'throws'],
    ['after', 'It is so.'],
  ] as const)('%s, a chunk that ends in a message: %s', async (side, outcome) => {
    const whole = chunk('It is so.');
    const url = await serve([
      { text: whole.slice(0, 20) },
      { until: 1 },
      { text: whole.slice(20) },
      { end: true },
    ]);
    const texts: string[] = [];
    const read = how[side](`${url}/chat`, (text) => texts.push(text), new AbortController().signal);
    if (side === 'after') await waitFor({ open: 1 }).then(release);
    const ended = await read.then(
      () => texts.join(''),
      () => 'throws',
    );
    expect(ended).toBe(outcome);
  });
});

/** The lines of a file that are code. */
function linesOf(file: string): number {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  return lines.filter((line) => line.trim() && !/^\s*(\/\/|\/\*\*|\*)/.test(line)).length;
}

test('docs/coming-from.md counts the lines of each, and none is longer than before', () => {
  const page = readFileSync(new URL('../../coming-from.md', folder), 'utf8');
  const names = readdirSync(folder).filter((file) => file.includes('.before.'));
  expect(names).toHaveLength(7);
  const said = new Map(
    [...page.matchAll(/^\| +\[.*?\]\(#(.*?)\) +\| +(\d+) +\| +(\d+) +\|/gm)].map(
      ([, anchor, before, after]) => [anchor, [Number(before), Number(after)]],
    ),
  );
  const counted = names.map((file): [string, number[]] => [
    file.split('.')[0]!.toLowerCase(),
    [linesOf(file), linesOf(file.replace('before', 'after'))],
  ]);
  expect(said).toEqual(new Map(counted.map(([name, lines]) => [name, lines])));
  expect(counted.filter(([, [before = 0, after = 0]]) => after > before)).toEqual([]);
});
