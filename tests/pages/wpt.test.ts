import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumArgs, findTestBrowser } from '../../scripts/find-browser.mjs';
import { tableOf, withSection } from '../support/docsSection.ts';
import type { SourceClass } from '../wpt/case.ts';
import { allCases, outcomeOf } from '../wpt/cases.ts';
import { DIFFERENCES, NOT_ASKED } from '../wpt/differences.ts';
import { Shim } from '../wpt/shim.ts';
import { bundle, HTML } from './support/site.ts';

const runs = new Map<string, { method: string; origin: string | undefined }[]>();
let files: ReadonlyMap<string, string>;

/** The page, and the servers of all cases: `/wpt/<case>/<run><path>`. */
function serve(request: IncomingMessage, response: ServerResponse): void {
  const [, index, run = '', path = ''] = /^\/wpt\/(\d+)\/([\w-]+)(.*)$/.exec(request.url ?? '') ?? [];
  const each = allCases[Number(index)];
  if (!each) {
    const file = files.get(request.url ?? '');
    response.setHeader('content-type', file === undefined ? 'text/html' : 'text/javascript');
    return void response.end(file ?? HTML);
  }
  const seen = runs.get(run) ?? [];
  runs.set(run, seen);
  const count = seen.filter(({ method }) => method !== 'OPTIONS').length;
  seen.push({ method: request.method ?? '', origin: request.headers.origin });
  each.serve({ request, response, count, path, seen });
}

const servers: Server[] = [];
let origins: readonly [string, string];
let browser: Browser;
let page: Page;
async function listen(): Promise<string> {
  const server = createServer(serve);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
beforeAll(async () => {
  const [pageFiles, executablePath] = await Promise.all([bundle('wptPage.ts'), findTestBrowser()]);
  files = pageFiles;
  origins = [await listen(), await listen()];
  browser = await chromium.launch({ executablePath, args: chromiumArgs });
  page = await browser.newPage();
  await page.goto(origins[0]);
  await page.waitForFunction(() => 'outcomeOf' in window);
});
afterAll(async () => {
  await browser.close();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

const inPage = (index: number, name: 'chromium' | 'shim'): Promise<unknown> =>
  page.evaluate(([index, name, origins]) => window.outcomeOf(index, name, origins), [
    index,
    name,
    origins,
  ] as const);

const counts = { chromium: 0, shim: 0, node: 0 };
const rows = allCases.map((each, index) => [each.name, index, each] as const);
const isOther = (name: string): boolean => name in DIFFERENCES;

test('each case has a name of its own', () => {
  expect(new Set(allCases.map(({ name }) => name)).size).toBe(allCases.length);
  for (const name of Object.keys(DIFFERENCES)) expect(allCases.map((each) => each.name)).toContain(name);
});

describe("over Chromium's own class", () => {
  test.each(rows)('%s', async (_, index, { wants }) => {
    expect(await inPage(index, 'chromium')).toEqual(wants);
    counts.chromium++;
  });
});

describe('over a connection, in Chromium', () => {
  test.each(rows.filter(([name]) => !isOther(name)))('%s', async (_, index, { wants }) => {
    expect(await inPage(index, 'shim')).toEqual(wants);
    counts.shim++;
  });
  test.each(rows.filter(([name]) => isOther(name)))('[NON-SPEC] otherwise: %s', async (name, index) => {
    expect(await inPage(index, 'shim')).toEqual(DIFFERENCES[name]?.gives);
  });
});

const nodeRows = rows.filter(([, , each]) => !each.page);
describe('over a connection, in Node', () => {
  const inNode = (index: number): Promise<unknown> =>
    outcomeOf(index, Shim as unknown as SourceClass, origins);
  test.each(nodeRows.filter(([name]) => !isOther(name)))('%s', async (_, index, { wants }) => {
    expect(await inNode(index)).toEqual(wants);
    counts.node++;
  });
  test.each(nodeRows.filter(([name]) => isOther(name)))('[NON-SPEC] otherwise: %s', async (name, index) => {
    expect(await inNode(index)).toEqual(DIFFERENCES[name]?.gives);
  });
});

test('docs/suites.md has the counts and the differences', async () => {
  const total = allCases.length;
  const others = Object.keys(DIFFERENCES).length;
  const table = tableOf(
    ['', 'cases', 'passed', 'otherwise'],
    [
      ["Chromium's own `EventSource`", total, counts.chromium, total - counts.chromium],
      ['`fetchEventSource()` in Chromium', total, counts.shim, others],
      ['`fetchEventSource()` in Node', nodeRows.length, counts.node, nodeRows.length - counts.node],
    ],
  );
  const list = (some: readonly string[]): string => some.map((each) => `- ${each}`).join('\n');
  const text = [
    table,
    list(Object.entries(DIFFERENCES).map(([name, { why }]) => `\`[NON-SPEC]\` \`${name}\`: ${why}.`)),
    'Not asked:',
    list(
      Object.entries(NOT_ASKED).map(
        ([why, names]) => `${why}: ${names.map((name) => `\`${name}\``).join(', ')}.`,
      ),
    ),
  ].join('\n\n');
  await expect(await withSection('suites.md', 'wpt', text)).toMatchFileSnapshot('../../docs/suites.md');
});
