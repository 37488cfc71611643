import { eventSource, fetchEventSource, json, type Transport, useEventSource } from 'react-event-source';
import { hold, send } from '../../support/messages.ts';
import type { Check } from './check.ts';
import { same, script, server, until } from './server.ts';

interface FeedCheck {
  readonly name: string;
  readonly play: (scope: Parameters<Check['play']>[0], transport: Transport) => Promise<string | void>;
}

/** What `useEventSource` does from mount to unmount, over each transport. */
const checks: readonly FeedCheck[] = [
  {
    name: 'one connection under StrictMode, closed at the server by unmounting',
    async play({ renderHook }, transport) {
      const { key, url } = await script([send('a'), hold]);
      const hook = await renderHook(() => useEventSource(url, { transport }));
      await until('the message', () => hook.current.lastMessage?.data === 'a');
      same('the status', [hook.current.status, hook.current.readyState], ['open', 1]);
      hook.unmount();
      same('requests', (await server.waitFor(key, { open: 0, aborted: 1 })).total, 1);
    },
  },
  {
    name: 'named events are decoded, those named error and open among them',
    async play({ renderHook }, transport) {
      const { url } = await script([
        send(
          { type: 'price', data: '{"at":1}' },
          { type: 'other', data: 'x' },
          'no name',
          { type: 'error', data: 'named by the server' },
          { type: 'open', data: 'too' },
        ),
        hold,
      ]);
      const events = { price: json<{ at: number }>(), error: true, open: true } as const;
      const hook = await renderHook(() => useEventSource(url, { events, history: 9, transport }));
      await until('three messages', () => hook.current.messages.length === 3);
      const seen = hook.current.messages.map(({ type, data }) => [type, data]);
      same('messages', seen, [
        ['price', { at: 1 }],
        ['error', 'named by the server'],
        ['open', 'too'],
      ]);
      same('the state', [hook.current.status, hook.current.error], ['open', null]);
    },
  },
  {
    name: 'a broken connection comes back with Last-Event-ID, and says so',
    async play({ renderHook }, transport) {
      const { key, url } = await script({
        perRequest: [
          [{ text: 'retry: 1\n\n' }, send({ id: '1', data: 'a' }, { id: '2', data: 'b' }), hold],
          [send({ id: '3', data: 'c' }), hold],
        ],
      });
      const errors: unknown[] = [];
      const hook = await renderHook(() =>
        useEventSource(url, {
          transport,
          history: 9,
          onError: ({ kind }, willRetry) => void errors.push([kind, willRetry]),
        }),
      );
      await until('the second message', () => hook.current.lastEventId === '2');
      await server.control(key, { do: 'reset' });
      await until('the third message', () => hook.current.lastMessage?.data === 'c');
      same('messages', hook.current.messages.map(({ data }) => data).join(''), 'abc');
      same('errors', errors, [['network', true]]);
      const { requests } = await server.stats(key);
      same(
        'ids',
        requests.map(({ headers }) => headers['last-event-id'] ?? null),
        [null, '2'],
      );
    },
  },
  {
    name: 'a clean end is followed by a reconnection',
    async play({ renderHook }, transport) {
      const { key, url } = await script({
        perRequest: [
          [{ text: 'retry: 1\n\n' }, send({ id: '1', data: 'a' }), { end: true }],
          [send({ id: '2', data: 'b' }), hold],
        ],
      });
      const hook = await renderHook(() => useEventSource(url, { transport, history: 9 }));
      await until('both messages', () => hook.current.messages.map(({ data }) => data).join('') === 'ab');
      same('open', (await server.waitFor(key, { open: 1 })).total, 2);
    },
  },
  {
    name: 'another url closes the old connection and starts over',
    async play({ renderWith }, transport) {
      const first = await script([send({ id: 'a', data: 'first' }), hold]);
      const second = await script([send('second'), hold]);
      const hook = await renderWith(
        ({ url }: { url: string }) => useEventSource(url, { transport, history: 9 }),
        { url: first.url },
      );
      await until('the first', () => hook.current.lastMessage?.data === 'first');
      await hook.render({ url: second.url });
      await until('the second', () => hook.current.lastMessage?.data === 'second');
      same('messages', hook.current.messages.length, 1);
      await server.waitFor(first.key, { open: 0, aborted: 1 });
      const { requests } = await server.stats(second.key);
      same('the id', requests[0]?.headers['last-event-id'] ?? null, null);
    },
  },
  {
    name: 'enabled: false closes and keeps the state; true connects again',
    async play({ renderWith }, transport) {
      const { key, url } = await script([send({ id: 'a', data: 'kept' }), hold]);
      const hook = await renderWith(
        ({ enabled }: { enabled: boolean }) => useEventSource(url, { transport, enabled, history: 2 }),
        { enabled: true },
      );
      await until('the message', () => hook.current.lastMessage?.data === 'kept');
      await hook.render({ enabled: false });
      same('the state', [hook.current.status, hook.current.messages.length], ['closed', 1]);
      await server.waitFor(key, { open: 0, aborted: 1 });
      await hook.render({ enabled: true });
      await server.waitFor(key, { requests: 2, open: 1 });
    },
  },
  {
    name: 'close() is final, until open()',
    async play({ renderHook }, transport) {
      const { key, url } = await script([send('a'), hold]);
      const hook = await renderHook(() => useEventSource(url, { transport }));
      await until('the message', () => hook.current.lastMessage?.data === 'a');
      hook.current.close();
      await until('closed', () => hook.current.status === 'closed');
      await server.waitFor(key, { open: 0, aborted: 1 });
      hook.current.open();
      await until('open', () => hook.current.status === 'open');
      same('requests', (await server.waitFor(key, { open: 1 })).total, 2);
    },
  },
  {
    name: 'after an HTTP error the policy tries again, and its limit ends it as failed',
    async play({ renderHook }, transport) {
      const { key, url } = await script([{ status: 500 }, { end: true }]);
      const hook = await renderHook(() => useEventSource(url, { transport, retry: { delay: 1, limit: 2 } }));
      await until('failed', () => hook.current.status === 'failed');
      same('requests', (await server.waitFor(key, { open: 0 })).total, 3);
    },
  },
  {
    name: 'ten components of a page share one connection',
    async play({ renderHook }, transport) {
      const { key, url } = await script([send('a'), { until: 1 }, send('b'), hold]);
      const hooks = await Promise.all(
        Array.from({ length: 10 }, () =>
          renderHook(() => useEventSource(url, { transport, share: 'page', history: 9 })),
        ),
      );
      await until('all open', () => hooks.every(({ current }) => current.status === 'open'));
      await server.control(key, { do: 'release', to: 1 });
      await until('all told', () => hooks.every(({ current }) => current.lastMessage?.data === 'b'));
      same('requests', (await server.waitFor(key, { open: 1 })).total, 1);
      for (const hook of hooks) hook.unmount();
      await server.waitFor(key, { open: 0 });
    },
  },
  {
    name: 'a stream that is quiet at first, but for a comment with the headers, is open before a connect timeout',
    async play({ renderHook }, transport) {
      const { key, url } = await script([{ text: ':\n\n' }, { until: 1 }, send('late'), hold]);
      const hook = await renderHook(() => useEventSource(url, { transport, timeout: { connect: 20_000 } }));
      await until('open', () => hook.current.status === 'open');
      await server.control(key, { do: 'release', to: 1 });
      await until('the message', () => hook.current.lastMessage?.data === 'late');
      same('requests', (await server.stats(key)).total, 1);
    },
  },
];

const transports = { EventSource: eventSource(), fetch: fetchEventSource() };

export const feedChecks: readonly Check[] = [
  ...Object.entries(transports).flatMap(([over, transport]) =>
    checks.map(({ name, play }) => ({
      name: `over ${over}, ${name}`,
      play: (scope: Parameters<Check['play']>[0]) => play(scope, transport),
    })),
  ),
  {
    name: 'over fetch, 204 ends the feed as closed',
    async play({ renderHook }) {
      const { key, url } = await script([{ status: 204 }, { end: true }]);
      const hook = await renderHook(() => useEventSource(url, { transport: fetchEventSource() }));
      await until('closed', () => hook.current.status === 'closed');
      same('requests', (await server.waitFor(key, { open: 0 })).total, 1);
    },
  },
  {
    name: 'over fetch, a connection with a heartbeat that dies in silence is noticed within three beats',
    async play({ renderHook, holdClock }) {
      // A beat every 2 s: three of them are the least silence.
      const beats = Array.from({ length: 5 }, (_, at) => [{ text: ':\n\n' }, { until: at + 1 }]).flat();
      const { key, url } = await script({ perRequest: [beats, [send('back'), hold]] });
      const errors: { kind: string; message: string }[] = [];
      const clock = holdClock();
      let heard = 0;
      const onComment = (): void => {
        clock.advance(2000);
        heard++;
        if (heard === 5) clock.release();
        else void server.control(key, { do: 'release', to: heard });
      };
      const hook = await renderHook(() =>
        useEventSource(url, {
          transport: fetchEventSource(),
          onComment,
          onError: ({ kind, message }) => void errors.push({ kind, message }),
        }),
      );
      await until('the next connection', () => hook.current.lastMessage?.data === 'back');
      same('errors', [errors.length, errors[0]?.kind], [1, 'network']);
      same('its words', /fell silent/.test(errors[0]?.message ?? ''), true);
      await server.waitFor(key, { open: 1, requests: 2, aborted: 1 });
    },
  },
];
