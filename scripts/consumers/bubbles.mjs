// @ts-check
// What a chat of Ant Design X has to show: the recipe of docs/frameworks.md, used as its readers use it.
import { EventEmitter, once } from 'node:events';
import { json } from 'node:stream/consumers';
import { openPage } from './page.mjs';
import { startServer } from './server.mjs';

/** @typedef {import('node:http').ServerResponse} Response */
/** @typedef {{ messages: unknown, response: Response }} Asked */

/** The next event of its kind, for as long as what comes at all may take. @param {EventEmitter} of @param {string} name */
const next = (of, name) => once(of, name, { signal: AbortSignal.timeout(60_000) });

/** @param {Response} response @param {string} text */
function send(response, text) {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${text}\n\n`);
}

/** @param {unknown} actual @param {unknown} expected */
function same(actual, expected) {
  const [is, wanted] = [actual, expected].map((value) => JSON.stringify(value));
  if (is !== wanted) throw new Error(`expected ${wanted}, got ${is}`);
}

/** @param {import('playwright').Page} page @param {EventEmitter} requests */
async function talk(page, requests) {
  /** @param {string} question @returns {Promise<Asked>} */
  const ask = async (question) => {
    await page.getByRole('textbox').fill(question);
    const [[asked]] = await Promise.all([next(requests, 'asked'), page.getByRole('textbox').press('Enter')]);
    return asked;
  };
  /** An answer in a state, by the class that its bubble has then. @param {string} state @param {string} text */
  const shown = (state, text) => page.locator(`.ant-bubble-${state}`, { hasText: text }).waitFor();

  const first = await ask('Who?');
  same(first.messages, [{ role: 'user', content: 'Who?' }]);
  await page.locator('.ant-bubble-loading .ant-bubble-dot').first().waitFor();
  send(first.response, 'Hello, ');
  await shown('updating', 'Hello,');
  same(await page.locator('.ant-bubble-dot').count(), 0);
  send(first.response, 'bubbles');
  await shown('updating', 'Hello, bubbles');
  first.response.end();
  await shown('success', 'Hello, bubbles');

  const second = await ask('And?');
  same(second.messages, [
    { role: 'user', content: 'Who?' },
    { role: 'assistant', content: 'Hello, bubbles' },
    { role: 'user', content: 'And?' },
  ]);
  send(second.response, 'Half');
  await shown('updating', 'Half');
  await Promise.all([
    next(second.response, 'close'),
    page.locator('.ant-sender').getByRole('button').click(),
  ]);
  await shown('abort', 'Half');

  const third = await ask('Still there?');
  third.response.writeHead(503).end();
  await shown('error', '503');
  same(await page.locator('.ant-bubble').allTextContents(), [
    ...['Who?', 'Hello, bubbles', 'And?', 'Half', 'Still there?'],
    await page.locator('.ant-bubble-error').textContent(),
  ]);
}

/** Asks, stops and fails in a chat of Ant Design X. @param {string} folder the built app */
export async function checkBubbles(folder) {
  // each request of the page is handed on, to be answered step by step
  const requests = new EventEmitter();
  const server = await startServer({
    folder,
    async chat(req, response) {
      const { messages } = /** @type {{ messages: unknown }} */ (await json(req));
      requests.emit('asked', { messages, response });
    },
  });
  try {
    // what the browser itself says of the 503
    await openPage(server.url, (page) => talk(page, requests), /status of 503/);
  } finally {
    await server.close();
  }
}
