import { expect, test, vi } from 'vitest';
import { renderHook } from 'vitest-browser-react/pure';
import { openaiChat, type SseMessage, useSseStream } from 'react-event-source';
import { content, reason, usage } from '../support/chunks.ts';
import { hold, send } from '../support/messages.ts';
import { playground, script } from '../support/playground.ts';
import { catchReports } from '../support/reports.ts';

const format = openaiChat();

test('after the end the status changes at once, usage is still taken, and a server that lingers is left', async () => {
  const { key, url } = await script([send(content('a'), reason, '[DONE]'), hold]);
  const seen: string[] = [];
  const onMessage = vi.fn<(message: SseMessage) => void>();
  const { result } = await renderHook(() => {
    const stream = useSseStream(url, { format, onMessage });
    seen.push(`${stream.status} ${stream.usage === null ? 'without' : 'with'} usage`);
    return stream;
  });
  const answer = result.current.start();
  // The connection is kept for a second.
  await expect.poll(() => result.current.status, { interval: 5 }).toBe('done');
  const [stats] = await Promise.all([
    playground.stats(key),
    playground.control(key, { do: 'write', text: `data: ${usage}\n\ndata: ${content('late')}\n\n` }),
  ]);
  expect(stats).toMatchObject({ open: 1 });
  // The result was handed out before.
  await expect(answer).resolves.toMatchObject({ status: 'done', text: 'a', usage: null });
  await expect.poll(() => onMessage.mock.calls.length).toBe(5);
  expect(seen).toContain('done without usage');
  await expect.poll(() => seen.at(-1)).toBe('done with usage');
  await playground.waitFor(key, { open: 0, aborted: 1 });
});

test('callbacks that throw are reported, and lose nothing', async () => {
  const report = catchReports();
  const { url } = await script([send('1', '2', '3')]);
  const fail = (name: string): never => {
    throw new Error(name);
  };
  const { result } = await renderHook(() =>
    useSseStream(url, {
      onOpen: () => fail('onOpen'),
      onMessage: ({ data }) => fail(`onMessage ${data}`),
      onFinish: () => fail('onFinish'),
    }),
  );
  await expect(result.current.start()).resolves.toMatchObject({ status: 'done', text: '123' });
  expect(report.mock.calls.map(([error]) => (error as Error).message)).toEqual([
    'onOpen',
    'onMessage 1',
    'onMessage 2',
    'onMessage 3',
    'onFinish',
  ]);
});
