import { describe, expect, test } from 'vitest';
import { createRun, type Format, openaiChat } from 'react-event-source/core';
import { serverForFile } from '../server/support.ts';
import { send } from '../support/messages.ts';
import { until } from '../support/until.ts';

const server = serverForFile();

describe('the signal of a request', () => {
  /** A run over a real server, and the signals that its requests were given. */
  const runOf = (steps: Parameters<ReturnType<typeof server>['script']>[1], format?: Format) => {
    const key = crypto.randomUUID();
    const signals: AbortSignal[] = [];
    const run = createRun({
      url: server().script(key, steps),
      ...(format && { format }),
      fetch(input, init) {
        signals.push(init.signal!);
        return fetch(input, init);
      },
    });
    return { run, key, aborted: () => signals.map((signal) => signal.aborted) };
  };
  const answered = [send('{"choices":[{"delta":{"content":"Hi"}}]}'), send('[DONE]')];
  const whole = [send('{"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}],"usage":{}}')];

  test('that ended well is never aborted', async () => {
    const { run, key, aborted } = runOf([send('a'), { end: true }]);
    expect((await run.start()).status).toBe('done');
    await server().waitFor(key, { open: 0 });
    expect(aborted()).toEqual([false]);
  });
  test.each([
    ['after its end marker', answered],
    ['after its finish reason', whole],
  ])('is not aborted where the server holds the connection open %s, which is closed', async (_, messages) => {
    const { run, key, aborted } = runOf([...messages, { hold: true }], openaiChat());
    expect(await run.start()).toMatchObject({ status: 'done', text: 'Hi' });
    await server().waitFor(key, { open: 0 });
    expect(aborted()).toEqual([false]);
  });
  test.each(['stop', 'reset', 'start'] as const)('is not aborted by %s() after the end', async (verb) => {
    const { run, key, aborted } = runOf(
      {
        perRequest: [
          [...answered, { hold: true }],
          [...answered, { end: true }],
        ],
      },
      openaiChat(),
    );
    await run.start();
    await run[verb]();
    await server().waitFor(key, { open: 0 });
    expect(aborted()).not.toContain(true);
  });
  test('is aborted by stop() before the end', async () => {
    const { run, key, aborted } = runOf([send('a'), { hold: true }]);
    const result = run.start();
    await until(run, ({ text }) => text === 'a');
    run.stop();
    expect((await result).status).toBe('stopped');
    await server().waitFor(key, { open: 0 });
    expect(aborted()).toEqual([true]);
  });
});
