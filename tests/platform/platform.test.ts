import { afterEach, describe, expect, test, vi } from 'vitest';
import { createConnection, createRun } from 'react-event-source/core';
import { callSafely } from '../../src/platform/callbacks';
import { createRecentIds } from '../../src/attempts/recentIds';
import { until } from '../support/until.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('recent ids', () => {
  test('are the newest, as many as are asked for', () => {
    const ids = createRecentIds<true>(3);
    for (let id = 1; id <= 7; id += 1) ids.set(`${id}`, true);
    expect(['5', '6', '7'].every((id) => ids.get(id))).toBe(true);
  });
  test('are at most twice as many', () => {
    const ids = createRecentIds<true>(3);
    for (let id = 1; id <= 100; id += 1) ids.set(`${id}`, true);
    const kept = Array.from({ length: 100 }, (_, index) => `${index + 1}`).filter((id) => ids.get(id));
    expect(kept).toEqual(['97', '98', '99', '100']);
  });
  test('that were never added are none', () => {
    expect(createRecentIds(3).get('')).toBeUndefined();
  });
});

describe('where the platform has no reportError', () => {
  test('what a callback throws is thrown in a turn of its own, as uncaught', () => {
    vi.useFakeTimers();
    vi.stubGlobal('reportError', undefined);
    const error = new Error('mine');
    const throwing = (): void => {
      throw error;
    };
    expect(callSafely(throwing)).toBeUndefined();
    expect(() => vi.runAllTimers()).toThrow(error);
  });
});

test('without options of their own, a connection is native and a run is over fetch and of plain text', async () => {
  const asked: string[] = [];
  vi.stubGlobal('EventSource', undefined);
  const connection = createConnection({ url: 'http://test/' });
  connection.open();
  await until(connection, ({ status }) => status === 'failed');
  expect(connection.getSnapshot().error?.message).toContain('There is no EventSource here');
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return new Response('data: plain\n\n', { headers: { 'content-type': 'text/event-stream' } });
  });
  expect(await createRun({ url: 'http://test/' }).start()).toMatchObject({ status: 'done', text: 'plain' });
  expect(asked).toEqual(['http://test/']);
});

test('what an async callback rejects with is reported as uncaught', async () => {
  const reported = new Promise((resolve) => vi.stubGlobal('reportError', resolve));
  const error = new Error('mine');
  void callSafely(async () => {
    throw error;
  });
  expect(await reported).toBe(error);
});
