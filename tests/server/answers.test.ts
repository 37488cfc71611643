import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { chatBody, messagesIn, readAll, readUntil, serverForFile } from './support.ts';

const server = serverForFile();
const ask = (key: string, query: string) => fetch(`${server().url}/answers?key=${key}&${query}`, chatBody());
const addressOf = (response: Response): string =>
  new URL(response.headers.get('location')!, response.url).href;
const contentOf = (text: string): string =>
  messagesIn(text)
    .filter(({ data }) => data !== '[DONE]')
    .map(
      ({ data }) =>
        (JSON.parse(data) as { choices: { delta: { content?: string } }[] }).choices[0]?.delta.content,
    )
    .join('');

test('an answer goes on when its reader leaves, and can be had again from any message', async () => {
  const key = randomUUID();
  const response = await ask(key, 'tokens=30&rate=1000');
  const first = await readUntil(response, 'id: 3\n');
  await first.leave();
  await server().waitFor(key, { open: 0, aborted: 1 });
  const whole = (await readAll(await fetch(addressOf(response)))).text;
  const ids = messagesIn(whole).map(({ id }) => Number(id));
  expect(ids).toEqual(ids.map((_, index) => index + 1));
  const rest = await readAll(await fetch(addressOf(response), { headers: { 'last-event-id': '10' } }));
  expect(messagesIn(rest.text)).toEqual(messagesIn(whole).slice(10));
  expect(contentOf(whole)).toContain('You asked');
});

test('DELETE stops an answer: its readers are cut, and it is gone', async () => {
  const response = await ask(randomUUID(), 'tokens=20000&rate=1000');
  const reading = readAll(response);
  expect((await fetch(addressOf(response), { method: 'DELETE' })).status).toBe(204);
  expect((await reading).isBroken).toBe(true);
  expect((await fetch(addressOf(response))).status).toBe(204);
});

test('a reader can be cut from outside, and the answer goes on', async () => {
  const key = randomUUID();
  const response = await ask(key, 'tokens=20000&rate=1000');
  const reading = readAll(response);
  await server().waitFor(key, { open: 1 });
  server().control(key, { do: 'drop' });
  expect((await reading).isBroken).toBe(true);
  const again = await readUntil(await fetch(addressOf(response)), 'id: 5\n');
  await again.leave();
  await fetch(addressOf(response), { method: 'DELETE' });
});

test('says what is wrong with a request', async () => {
  expect((await fetch(`${server().url}/answers`, { method: 'POST', body: '{' })).status).toBe(400);
  expect((await fetch(`${server().url}/answers`)).status).toBe(405);
  expect((await fetch(`${server().url}/answers/none`)).status).toBe(204);
});
