import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EventSource as NodeEventSource } from 'eventsource';
import type { Page } from 'playwright';
import { format } from 'prettier';
import {
  createConnection,
  eventSource,
  type EventSourceConstructor,
  type SseMessage,
} from 'react-event-source/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPlayground, type Step } from '../../stories/server/index.ts';
import { until } from '../support/until.ts';
import { base64, bytesOf, streamVectors, type Vector } from '../support/vectors/index.ts';
import type { BrowserPolyfill, Outcome } from './support/polyfillPage.tsx';
import { type OpenPage, openPage } from './support/site.ts';

const playground = createPlayground();
let site: OpenPage;
let page: Page;
beforeAll(async () => {
  site = await openPage('polyfillPage.tsx', { handle: playground.handler });
  page = await site.browser.newPage();
  const old = readFileSync(
    fileURLToPath(import.meta.resolve('eventsource-polyfill/dist/eventsource.js')),
    'utf8',
  );
  await page.addInitScript(`window._eventSourceImportPrefix = 'Old';(function () {${old}}).call(window)`);
  await page.goto(site.url);
  await page.waitForFunction(() => 'readAll' in window);
});
afterAll(() => site.close());

/** The types that a source must be told of: those of the vector, and those that it might give by mistake. */
const eventsOf = ({ messages }: Vector): string[] => [
  ...new Set(['message', 'e', 'f', ...messages.map(([, type = 'message']) => type)]),
];
const streams = () =>
  streamVectors.map((vector) => {
    const key = crypto.randomUUID();
    playground.script(key, [{ write: base64(bytesOf(vector.stream)) }, { end: true }]);
    return { url: `${site.url}/raw/${key}/stream`, events: eventsOf(vector) };
  });
const expectedOf = ({ messages }: Vector): SseMessage[] =>
  messages.map(([data, type = 'message', lastEventId = '']) => ({ type, data, lastEventId }));

async function inNode(url: string, events: string[]): Promise<SseMessage[]> {
  const messages: SseMessage[] = [];
  const connection = createConnection({
    url,
    events,
    transport: eventSource({ EventSource: NodeEventSource as unknown as EventSourceConstructor }),
    onMessage: (message) => void messages.push(message as SseMessage),
  });
  connection.open();
  await until(connection, ({ status }) => ['reconnecting', 'closed', 'failed'].includes(status));
  connection.close();
  return messages;
}
const names = ['event-source-polyfill', 'eventsource-polyfill', 'eventsource'] as const;
type Name = (typeof names)[number];

async function readAll(name: Name): Promise<SseMessage[][]> {
  if (name !== 'eventsource') {
    return page.evaluate(([name, all]) => window.readAll(name, all), [name, streams()] as const);
  }
  const results: SseMessage[][] = [];
  for (const { url, events } of streams()) results.push(await inNode(url, events));
  return results;
}

/** What a feed comes to that gets these responses in turn, and what it asked for. */
async function observe(name: Name, ...perRequest: Step[][]) {
  const key = crypto.randomUUID();
  playground.script(key, { perRequest });
  const url = `${site.url}/raw/${key}/stream`;
  const outcome = name === 'eventsource' ? await observeInNode(url) : await seen(name, url);
  const { requests } = playground.stats(key);
  return { ...outcome, requests };
}
const seen = (name: BrowserPolyfill, url: string): Promise<Outcome> =>
  page.evaluate(([name, url]) => window.observe(name, url), [name, url] as const);
async function observeInNode(url: string): Promise<Outcome> {
  class WithHeaders extends NodeEventSource {
    constructor(url: string) {
      const headers = { 'x-user': 'ann' };
      super(url, { fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } }) });
    }
  }
  const transport = eventSource({ EventSource: WithHeaders as unknown as EventSourceConstructor });
  const feed = createConnection({ url, transport, retry: false });
  feed.open();
  const { status, error } = await until(
    feed,
    (now) => ['failed', 'closed'].includes(now.status) || now.lastMessage?.data === 'end',
  );
  feed.close();
  return { status, kind: error?.kind, code: error?.status };
}

const compact = (messages: readonly SseMessage[]): string => {
  const texts = messages.map(({ type, data, lastEventId }) =>
    JSON.stringify([data, type, lastEventId].filter((each, i) => i === 0 || each !== ['', 'message', ''][i])),
  );
  const text = texts.slice(0, 3).join(' ').replaceAll('|', '\\|');
  return texts.length ? `\`${text}${texts.length > 3 ? ' …' : ''}\`` : 'nothing';
};
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const end: Step[] = [{ text: 'data: end\n\n' }, { hold: true }];
const questions: Record<string, (name: Name) => Promise<string>> = {
  'headers of a provider, in Node of the class above': async (name) => {
    const { requests } = await observe(name, end);
    return requests[0]?.headers['x-user'] === 'ann' ? 'sent' : 'not sent';
  },
  'after a 401': async (name) => {
    const { status, kind, code } = await observe(name, [{ status: 401 }, { end: true }]);
    return [status, kind, code].filter(Boolean).join(' ');
  },
  'after a 204': async (name) => {
    const { status, kind, code } = await observe(name, [{ status: 204 }], [{ status: 401 }, { end: true }]);
    return [status, kind, code].filter(Boolean).join(' ');
  },
  'after a break, the last id goes out in': async (name) => {
    const broken: Step[] = [{ text: 'retry: 1\nid: 7\ndata: a\n\n' }, { end: true }];
    const { requests } = await observe(name, broken, end);
    const { headers = {}, url = '' } = requests[1] ?? {};
    return headers['last-event-id'] === '7'
      ? 'the header'
      : url.includes('lastEventId=7')
        ? 'the query'
        : 'nothing';
  },
};

const INTRODUCTION = readFileSync(new URL('../../docs/polyfills.md', import.meta.url), 'utf8').split(
  '## What they do',
)[0];

test('docs/polyfills.md says what each does with every stream', async () => {
  const results = await Promise.all(names.map(readAll));
  const answers = [];
  for (const [question, ask] of Object.entries(questions)) {
    const row = [question];
    for (const name of names) row.push(await ask(name));
    answers.push(row);
  }
  const rows = streamVectors.flatMap((vector, index) => {
    const wanted = expectedOf(vector);
    const cells = results.map((all) =>
      JSON.stringify(all[index]) === JSON.stringify(wanted) ? '' : compact(all[index] ?? []),
    );
    return cells.some(Boolean) ? [[vector.name.replaceAll('|', '\\|'), compact(wanted), ...cells]] : [];
  });
  const right = names.map(
    (_, column) => rows.filter((row) => !row[column + 2]).length + streamVectors.length - rows.length,
  );
  const parts = [
    `${INTRODUCTION}## What they do`,
    table(['', ...names], answers),
    '## The streams that they read otherwise',
    `Of ${streamVectors.length} streams, ${names.map((name, i) => `\`${name}\` reads ${right[i]}`).join(', ')} as the specification says. A message is \`["data", "type", "id"]\`, an empty cell is as specified.`,
    table(['stream', 'specified', ...names], rows),
  ];
  const { prettier } = JSON.parse(readFileSync('package.json', 'utf8')) as { prettier: object };
  const text = await format(`${parts.join('\n\n')}\n`, { ...prettier, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot('../../docs/polyfills.md');
});

describe('a class that is written inline', () => {
  test('asks with the newest token, and no render asks again', async () => {
    const key = crypto.randomUUID();
    const refused: Step[] = [{ status: 401 }, { end: true }];
    const open: Step[] = [
      { text: 'data: a\n\n' },
      { text: 'data: b\n\n' },
      { text: 'data: end\n\n' },
      { hold: true },
    ];
    playground.script(key, { perRequest: [refused, refused, open] });
    const url = `${site.url}/raw/${key}/stream`;
    expect(await page.evaluate((url) => window.inlineClass(url), url)).toEqual(['a', 'b', 'end']);
    const { requests } = playground.stats(key);
    expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
      'Token 1',
      'Token 2',
      'Token 3',
    ]);
  });
});

test('two classes for two users have a connection each, where feeds are shared', async () => {
  const key = crypto.randomUUID();
  playground.script(key, {
    perRequest: ['first', 'second'].map((data) => [{ text: `data: ${data}\n\n` }, { hold: true }]),
  });
  const url = `${site.url}/raw/${key}/stream`;
  const seen = await page.evaluate((url) => window.twoUsers(url), url);
  const { requests } = playground.stats(key);
  const users = requests.map(({ headers }) => headers['authorization']);
  expect(new Set(users)).toEqual(new Set(['ann', 'bob']));
  expect(users).toHaveLength(2);
  // What the server sent to a user, that user saw.
  expect(seen).toEqual(['ann', 'bob'].map((user) => ['first', 'second'][users.indexOf(user)]));
});
