import { expect, test } from 'vitest';
import { createConnection, fetchEventSource } from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { hold, send } from '../support/messages.ts';

const server = serverForFile();
const CYCLES = 2000;
const AT_ONCE = 20;

test('two thousand times connected and disconnected, nothing is left open', async () => {
  const key = crypto.randomUUID();
  const url = server().script(key, [send('hello'), hold]);
  let received = 0;
  const cycle = (): Promise<void> =>
    new Promise((resolve) => {
      const feed = createConnection({
        url,
        transport: fetchEventSource(),
        onMessage() {
          received += 1;
          feed.close();
          resolve();
        },
      });
      feed.open();
    });
  const cycles = async (): Promise<void> => {
    for (let i = 0; i < CYCLES / AT_ONCE; i += 1) await cycle();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, cycles));
  await server().waitFor(key, { open: 0 });
  expect(received).toBe(CYCLES);
  expect(server().connections(key)).toMatchObject({ open: 0, closed: CYCLES });
});
