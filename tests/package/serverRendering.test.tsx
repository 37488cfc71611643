import { renderToString } from 'react-dom/server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/** What a page has, and what must not be looked at before there is one. */
const globals = [
  'window',
  'document',
  'location',
  'navigator',
  'EventSource',
  'fetch',
  'requestAnimationFrame',
];
const touched: string[] = [];
const before = new Map<string, PropertyDescriptor | undefined>();

beforeAll(() => {
  // Other files of the worker have loaded the sources already: what they do while they load must be seen here.
  vi.resetModules();
  for (const name of globals) {
    before.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { configurable: true, get: () => void touched.push(name) });
  }
});
afterAll(() => {
  for (const [name, descriptor] of before) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else Reflect.deleteProperty(globalThis, name);
  }
});

test.each([
  ['react-event-source', () => import('react-event-source')],
  ['react-event-source/core', () => import('react-event-source/core')],
])('importing %s touches no browser global', async (_, load) => {
  expect(Object.keys(await load())).toContain('SseError');
  expect(touched).toEqual([]);
});

test('making connections and runs touches no browser global before they start', async () => {
  const { createConnection, createRun } = await import('react-event-source/core');
  expect(createConnection({ url: '/feed' }).getSnapshot().status).toBe('idle');
  expect(createRun({ url: '/chat' }).getSnapshot().status).toBe('idle');
  expect(touched).toEqual([]);
});

test('rendering every hook on a server touches no browser global', async () => {
  const { Everything } = await import('../support/Everything.tsx');
  expect(renderToString(<Everything />)).toBe(
    '<ul><li>connecting 0</li><li>closed 2</li><li>idle 2</li><li>idle 2</li><li>connecting 0</li><li>first\n\n|second</li></ul>',
  );
  expect(touched).toEqual([]);
});
