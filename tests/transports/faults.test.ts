import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  createConnection,
  createRun,
  fetchEventSource,
  type SseError,
  type SseMessage,
} from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { type Fault, faults } from '../support/faults.ts';
import { send } from '../support/messages.ts';
import { HEARD, OPENED } from '../support/steps.ts';
import { statusesOf, until } from '../support/until.ts';

const server = serverForFile();
// No jitter is the shortest delay: the default policy, without its waiting.
beforeAll(() => void vi.spyOn(Math, 'random').mockReturnValue(0));
afterAll(() => void vi.restoreAllMocks());

interface Outcome {
  readonly statuses: readonly string[];
  readonly error: string;
  readonly text: string;
  readonly requests: number;
}

/** The address of a fault and of the good answer after it, and how often both were asked. */
function serve({ steps }: Fault, isLive: boolean) {
  const key = crypto.randomUUID();
  const good = [send({ id: 9, data: 'good' }), isLive ? { hold: true as const } : { end: true as const }];
  const elsewhere = server().script(`${key}-elsewhere`, good);
  const url = server().script(key, { perRequest: [steps(elsewhere), good] });
  const asked = () => [...server().requests(key), ...server().requests(`${key}-elsewhere`)];
  return { url, key, asked };
}

/** Lets the server break the connection once the client has what was sent before. */
const driving = (key: string, hear?: (data: string) => void) => ({
  onOpen: () => void server().control(key, { do: 'release', to: OPENED }),
  onMessage({ data }: SseMessage) {
    hear?.(data);
    server().control(key, { do: 'release', to: HEARD });
  },
});

const shown = (text: string): string => (text.length > 40 ? `${text.length} characters` : text);
const kindOf = (errors: readonly SseError[]): string =>
  errors.map(({ kind, status }) => (status ? `${kind} ${status}` : kind)).join(', ');

async function answer(fault: Fault, method: string): Promise<Outcome> {
  const { url, asked, key } = serve(fault, false);
  const errors: SseError[] = [];
  const run = createRun({
    url,
    method,
    timeout: fault.timeout,
    onError: (error) => void errors.push(error),
    ...driving(key),
  });
  const statuses = statusesOf(run);
  const { text } = await run.start();
  await server().waitFor(key, { open: 0 });
  return { statuses, error: kindOf(errors), text: shown(text), requests: asked().length };
}

async function feed(fault: Fault): Promise<Outcome> {
  const { url, asked, key } = serve(fault, true);
  const errors: SseError[] = [];
  let text = '';
  const connection = createConnection({
    url,
    transport: fetchEventSource(),
    timeout: fault.timeout,
    onError: (error) => void errors.push(error),
    ...driving(key, (data) => (text += data)),
  });
  const statuses = statusesOf(connection);
  connection.open();
  await until(
    connection,
    ({ status, lastEventId }) => lastEventId === '9' || status === 'closed' || status === 'failed',
  );
  const reached = [...statuses];
  connection.close();
  await server().waitFor(key, { open: 0 });
  return { statuses: reached, error: kindOf(errors), text: shown(text), requests: asked().length };
}

const clients = {
  'answer, GET': (fault: Fault) => answer(fault, 'GET'),
  'answer, POST': (fault: Fault) => answer(fault, 'POST'),
  feed,
};
const rows: string[] = [];

describe.each(faults.map((fault) => [fault.did, fault] as const))('the server %s', (did, fault) => {
  test('and every client comes to an end, with no connection left open', async () => {
    const outcomes = await Promise.all(
      Object.entries(clients).map(async ([client, play]) => [client, await play(fault)] as const),
    );
    for (const [index, [client, { statuses, error, text, requests }]] of outcomes.entries()) {
      rows.push(
        `| ${index ? '' : did} | ${client} | ${statuses.join(', ')} | ${error} | ${text} | ${requests} |`,
      );
    }
    expect(
      outcomes.map(([, { statuses }]) =>
        ['done', 'failed', 'open', 'closed'].includes(statuses.at(-1) ?? ''),
      ),
    ).toEqual([true, true, true]);
  });
  test('and a POST that no one asked to repeat is sent once, unless it was refused with a time to come again', async () => {
    const { requests } = await answer(fault, 'POST');
    const isInvited = /retry-after|redirected with \d/.test(did);
    expect(requests).toBe(isInvited ? 2 : 1);
  });
});

const INTRODUCTION = `# What goes wrong, and what is seen of it

Each row is what a real server did to the first request, and what a client of this library saw. The next request, where there was one, got a good answer: the message \`good\`. All options have their defaults but the timeouts that are named; delays are left out.

- **answer, GET** and **answer, POST** are \`useSseStream\` with \`plainText()\`, **feed** is \`useEventSource\` over \`fetchEventSource()\`.
- *text* is what was kept: of an answer its text, of a feed the data of its messages.
- *requests* counts what the server got. A POST is sent once, unless the server refused it with 429 or 503 and said in \`Retry-After\` when to come again. What a redirect adds is the browser's doing, by the rules of \`fetch\`: 307 and 308 repeat the method and body at the new address, 301 to 303 make a GET of a POST.
- Over the native \`EventSource\` the browser reconnects by itself after a broken connection, and where it gives up the error is always \`network\`, without a status.
- Only a format that knows the end of an answer (\`openaiChat()\`, or \`plainText({ end: '[DONE]' })\`) tells a cut from an end everywhere. WebKit takes a chunked body that is cut with FIN between two chunks for a whole one: \`plainText({ end: null })\` is then \`done\` with half an answer. So a server that cannot finish resets the connection, as the [recipes](servers.md) do with \`socket.resetAndDestroy()\`.
- A click on a download link, or on a link that is answered with 204, ends every \`fetch\` of the page in Firefox and WebKit, although the page stays: a GET resumes, a POST fails. \`<a download>\` and \`target="_blank"\` end nothing.
- [Browsers](browsers.md) lists what each browser does differently.

This page is written by \`tests/transports/faults.test.ts\`, which fails when it is no longer true; \`npx vitest run --project node -u tests/transports/faults\` writes it anew.

<!-- prettier-ignore-start -->

| the server | client | statuses | errors | text | requests |
| --- | --- | --- | --- | --- | ---: |
`;

test('docs/faults.md is up to date', async () => {
  const options = JSON.parse(readFileSync('package.json', 'utf8')) as { prettier: object };
  const page = await format(`${INTRODUCTION}${rows.join('\n')}\n\n<!-- prettier-ignore-end -->\n`, {
    ...options.prettier,
    parser: 'markdown',
  });
  await expect(page).toMatchFileSnapshot('../../docs/faults.md');
});
