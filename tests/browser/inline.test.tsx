import { expect, test } from 'vitest';
import {
  eventSource,
  fetchEventSource,
  json,
  type Transport,
  useEventSource,
  useSseStream,
} from 'react-event-source';
import { hold, send } from '../support/messages.ts';
import { endpoint, playground, script } from '../support/playground.ts';
import { renderWith } from '../support/renderWith.ts';

const cases: { over: string; transport: (turn: number) => Transport }[] = [
  { over: 'EventSource', transport: () => eventSource({ lastEventIdParam: 'lastEventId' }) },
  {
    over: 'fetch',
    transport: (turn) =>
      fetchEventSource({
        headers: { a: 'b' },
        body: () => `turn ${turn}`,
        fetch: (...request) => fetch(...request),
      }),
  },
];

test.each(cases)(
  'options and callbacks written inline never reconnect a feed, over $over',
  async ({ transport }) => {
    const { key, url } = await script([send({ type: 'price', data: '1' }), hold]);
    const heard: string[] = [];
    const { result, rerender } = await renderWith(
      ({ turn }: { turn: number }) =>
        useEventSource(new URL(url, location.href), {
          events: { price: json<number>(), news: (data: string) => data },
          retry: { limit: 3 },
          timeout: { connect: 10_000 },
          transport: transport(turn),
          history: 2 + turn,
          reducer: (sum: number, { data }) => sum + Number(data) * 10 ** turn,
          initialState: 0,
          onOpen: () => heard.push(`open ${turn}`),
          onMessage: ({ data }) => heard.push(`message ${data} ${turn}`),
          onClose: () => heard.push(`close ${turn}`),
        }),
      { turn: 0 },
    );
    await expect.poll(() => result.current.state).toBe(1);
    for (const turn of [1, 2, 3]) await rerender({ turn });
    await playground.control(key, { do: 'write', text: 'event: price\ndata: 2\n\n' });
    await expect.poll(() => result.current.state).toBe(2001);
    expect(await playground.stats(key)).toMatchObject({ total: 1, open: 1 });
    result.current.close();
    expect(heard).toEqual(['open 0', 'message 1 0', 'message 2 3', 'close 3']);
  },
);

test('options written inline leave a run alone: it keeps its format, and the latest callbacks are called', async () => {
  const { key, url } = await script([send('a'), hold]);
  const heard: string[] = [];
  const { result, rerender } = await renderWith(
    ({ turn }: { turn: number }) =>
      useSseStream(url, {
        autoStart: true,
        headers: { a: 'b' },
        body: { list: [1, { deep: true }] },
        format: ({ data }) => `${data}${turn} `,
        onMessage: ({ data }) => heard.push(`message ${data} ${turn}`),
        onFinish: ({ status }) => heard.push(`${status} ${turn}`),
      }),
    { turn: 0 },
  );
  await expect.poll(() => result.current.text).toBe('a0 ');
  for (const turn of [1, 2]) await rerender({ turn });
  await playground.control(key, { do: 'write', text: 'data: b\n\n' });
  await expect.poll(() => result.current.text).toBe('a0 b0 ');
  await playground.control(key, { do: 'end' });
  await expect.poll(() => result.current.status).toBe('done');
  expect(heard).toEqual(['message a 0', 'message b 2', 'done 2']);
  expect(await playground.stats(key)).toMatchObject({ total: 1 });
});

test('autoStart starts again when the request changes by value, and only then', async () => {
  const { key, url } = endpoint('echo');
  const { result, rerender } = await renderWith(
    ({ body }: { body: { n: number } }) => useSseStream(url, { autoStart: true, body }),
    { body: { n: 1 } },
  );
  const settled = async (n: number): Promise<void> => {
    await expect.poll(() => result.current.status).toBe('done');
    expect(JSON.parse(result.current.text)).toMatchObject({ body: `{"n":${n}}` });
  };
  await settled(1);
  await rerender({ body: { n: 1 } });
  await settled(1);
  await rerender({ body: { n: 2 } });
  await expect.poll(() => result.current.text).toContain('{\\"n\\":2}');
  await settled(2);
  expect((await playground.stats(key)).requests.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":2}']);
});
