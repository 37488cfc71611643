import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { messagesIn, readUntil, serverForFile } from './support.ts';

const server = serverForFile();
const subscribe = (id: string) => fetch(`${server().url}/event/push?id=${id}&key=${id}`);
const job = (id: string, method: string, every = 1) =>
  fetch(`${server().url}/event/progress?id=${id}&every=${every}`, { method });

test('a job that is started by POST tells its subscribers how far it is, until it is finished', async () => {
  const id = randomUUID();
  const response = await subscribe(id);
  await server().waitFor(id, { open: 1 });
  expect((await job(id, 'POST')).status).toBe(202);
  const { text, leave } = await readUntil(response, 'finished');
  const updates = messagesIn(text).map(({ event, data }) => [event, JSON.parse(data)] as const);
  expect(updates.at(-1)).toEqual(['update', { state: 'finished', done: 100, total: 100 }]);
  await leave();
});

test('DELETE cancels a job, and only one that is at work', async () => {
  const id = randomUUID();
  expect((await job(id, 'DELETE')).status).toBe(404);
  await job(id, 'POST', 60_000);
  expect((await job(id, 'POST')).status).toBe(409);
  expect((await job(id, 'DELETE')).status).toBe(204);
  expect((await job(id, 'DELETE')).status).toBe(404);
  const { leave } = await readUntil(await subscribe(id), '"state":"cancelled"');
  await leave();
});

test('a client that leaves is removed, and one that comes back hears how far the job is', async () => {
  const id = randomUUID();
  await job(id, 'POST', 60_000);
  const first = await readUntil(await subscribe(id), '"state":"working"');
  await first.leave();
  await server().waitFor(id, { open: 0, aborted: 1 });
  const second = await readUntil(await subscribe(id), '"state":"working"');
  expect(JSON.parse(messagesIn(second.text)[0]?.data ?? '')).toMatchObject({ state: 'working', total: 100 });
  await second.leave();
  await job(id, 'DELETE');
});
