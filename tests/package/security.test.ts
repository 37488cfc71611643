import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRun } from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';

const here = serverForFile();
const elsewhere = serverForFile();

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.tsx?$/.test(path),
);

test.each(sources)('src/%s runs no received code, renders no received markup and logs nothing', (path) => {
  const code = readFileSync(join('src', path), 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  expect(code).not.toMatch(
    /\beval\b|\bnew Function\b|innerHTML|outerHTML|insertAdjacent|document\.write|\bconsole\b/,
  );
});

test('a redirect to another origin takes no credentials along', async () => {
  const key = crypto.randomUUID();
  const location = elsewhere().script(key, [send('there'), { end: true }]);
  const url = here().script(key, [{ status: 307, headers: { location } }, { end: true }]);
  const headers = { authorization: 'Bearer secret', cookie: 'secret=1' };
  expect((await createRun({ url, headers, body: { a: 1 } }).start()).text).toBe('there');
  expect(here().requests(key)[0]?.headers['authorization']).toBe('Bearer secret');
  const [request] = elsewhere().requests(key);
  expect([request?.method, request?.headers['authorization'], request?.headers['cookie']]).toEqual([
    'POST',
    undefined,
    undefined,
  ]);
});
