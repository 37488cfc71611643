import { createServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { playgroundServer } from '../../stories/server/vite.ts';
import { chatBody } from './support.ts';

let vite: Awaited<ReturnType<typeof createServer>>;
let url = '';

beforeAll(async () => {
  vite = await createServer({
    configFile: false,
    logLevel: 'silent',
    appType: 'custom',
    optimizeDeps: { noDiscovery: true },
    plugins: [playgroundServer({ env: {} })],
    server: { host: '127.0.0.1', port: 0, ws: false },
  });
  await vite.listen();
  url = (vite.resolvedUrls?.local[0] ?? '').replace(/\/$/, '');
});
afterAll(() => vite.close());

test('a vite server serves the playground under its own address', async () => {
  const response = await fetch(`${url}/v1/chat/completions?delay=0&rate=0&tokens=3`, chatBody());
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(await response.text()).toMatch(/data: \[DONE\]\n\n$/);
  expect(response.headers.get('access-control-allow-origin')).toBeNull();
});

test('a vite server keeps its other paths', async () => {
  expect((await fetch(`${url}/nothing-here`)).status).toBe(404);
  expect((await fetch(`${url}/@vite/client`)).status).toBe(200);
});
