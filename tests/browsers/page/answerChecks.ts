import { openaiChat, type RunSnapshot, useSseStream } from 'react-event-source';
import { content, reason } from '../../support/chunks.ts';
import { hold, send } from '../../support/messages.ts';
import type { Check } from './check.ts';
import { same, script, server, until } from './server.ts';

const ending = ({ status, text, error }: RunSnapshot) => ({ status, text, kind: error?.kind ?? null });

function showAs(state: 'hidden' | 'visible'): void {
  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}

/** Whether this browser closes the connection of a plain `fetch` whose body is cancelled. */
async function closesWhenCancelled(): Promise<boolean> {
  const { key, url } = await script([send('a'), hold]);
  const { body } = await fetch(url);
  const reader = body!.getReader();
  await reader.read();
  await reader.cancel();
  const closes = await server.until(key, { open: 0 }, 3000);
  if (!closes) await server.control(key, { do: 'end' });
  return closes;
}

/** What `useSseStream` does from mount to unmount, in order. */
export const answerChecks: readonly Check[] = [
  {
    name: 'an answer grows as it comes, and is done',
    async play({ renderHook }) {
      const { key, url } = await script([send('a'), { until: 1 }, send('b'), { until: 2 }, send('c')]);
      const hook = await renderHook(() => useSseStream(url));
      const answer = hook.current.start();
      for (const [step, text] of ['a', 'ab'].entries()) {
        await until(text, () => hook.current.text === text && hook.current.status === 'streaming');
        await server.control(key, { do: 'release', to: step + 1 });
      }
      same('the result', ending(await answer), { status: 'done', text: 'abc', kind: null });
      await until('the last text', () => hook.current.text === 'abc');
      same('requests', (await server.waitFor(key, { open: 0 })).total, 1);
    },
  },
  {
    name: 'autoStart sends a POST once under StrictMode',
    async play({ renderHook }) {
      const { key, url } = await script([send('a'), { end: true }]);
      const hook = await renderHook(() => useSseStream(url, { autoStart: true, body: { a: 1 } }));
      await until('the end', () => hook.current.status === 'done');
      const { total, requests } = await server.waitFor(key, { open: 0 });
      same('requests', [total, requests[0]?.method, requests[0]?.body], [1, 'POST', '{"a":1}']);
    },
  },
  {
    name: 'stop() closes the request at the server, and nothing is delivered after it',
    async play({ renderHook }) {
      const { key, url } = await script([send('a'), hold]);
      const late: string[] = [];
      let isStopped = false;
      const hook = await renderHook(() =>
        useSseStream(url, { onMessage: ({ data }) => void (isStopped && late.push(data)) }),
      );
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'a');
      await server.control(key, { do: 'write', text: 'data: more\n\n'.repeat(10_000) });
      hook.current.stop();
      isStopped = true;
      same('the status', (await answer).status, 'stopped');
      await server.waitFor(key, { open: 0, aborted: 1 });
      same('delivered after it', late, []);
    },
  },
  {
    name: 'unmounting closes the request and calls nothing back',
    async play({ renderHook }) {
      const { key, url } = await script([send('a'), hold]);
      const called: string[] = [];
      const hook = await renderHook(() =>
        useSseStream(url, {
          onError: () => void called.push('onError'),
          onFinish: () => void called.push('onFinish'),
        }),
      );
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'a');
      hook.unmount();
      same('the result', ending(await answer), { status: 'stopped', text: 'a', kind: null });
      await server.waitFor(key, { open: 0, aborted: 1 });
      same('callbacks', called, []);
    },
  },
  {
    name: 'another start() replaces the one before',
    async play({ renderHook }) {
      const { key, url } = await script({
        perRequest: [
          [send('a'), hold],
          [send('b'), { end: true }],
        ],
      });
      const hook = await renderHook(() => useSseStream(url));
      const first = hook.current.start();
      await until('the text', () => hook.current.text === 'a');
      const second = hook.current.start();
      same('the first', (await first).status, 'stopped');
      same('the second', ending(await second), { status: 'done', text: 'b', kind: null });
      await server.waitFor(key, { open: 0, aborted: 1 });
    },
  },
  {
    name: 'a signal stops it',
    async play({ renderHook }) {
      const { key, url } = await script([send('a'), hold]);
      const controller = new AbortController();
      const hook = await renderHook(() => useSseStream(url, { signal: controller.signal }));
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'a');
      controller.abort();
      same('the result', ending(await answer), { status: 'stopped', text: 'a', kind: null });
      await server.waitFor(key, { open: 0, aborted: 1 });
    },
  },
  {
    name: 'a tab hidden and shown during a POST sends no second request',
    async play({ renderHook }) {
      const { key, url } = await script([send('before'), hold]);
      const hook = await renderHook(() => useSseStream(url, { body: { a: 1 } }));
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'before');
      for (const state of ['hidden', 'visible', 'hidden', 'visible'] as const) showAs(state);
      await server.control(key, { do: 'write', text: 'data:  and after\n\n' });
      await until('the rest', () => hook.current.text === 'before and after');
      await server.control(key, { do: 'end' });
      same('the result', (await answer).status, 'done');
      same('requests', (await server.waitFor(key, { open: 0 })).total, 1);
    },
  },
  {
    name: 'a GET with ids is resumed after a reset, with Last-Event-ID',
    async play({ renderHook }) {
      const { key, url } = await script({
        perRequest: [
          [send({ id: '1', data: 'one' }), hold],
          [send({ id: '2', data: ' two' }), { end: true }],
        ],
      });
      const hook = await renderHook(() => useSseStream(url, { method: 'GET', retry: { delay: 1 } }));
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'one');
      await server.control(key, { do: 'reset' });
      same('the result', ending(await answer), { status: 'done', text: 'one two', kind: null });
      const { requests } = await server.waitFor(key, { open: 0 });
      same(
        'ids',
        requests.map(({ headers }) => headers['last-event-id'] ?? null),
        [null, '1'],
      );
    },
  },
  {
    name: 'a POST that is reset fails, keeps its text and is not sent again',
    async play({ renderHook }) {
      const { key, url } = await script([send({ id: '1', data: 'half' }), hold]);
      const hook = await renderHook(() => useSseStream(url, { body: {} }));
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'half');
      await server.control(key, { do: 'reset' });
      same('the result', ending(await answer), { status: 'failed', text: 'half', kind: 'network' });
      same('requests', (await server.waitFor(key, { open: 0 })).total, 1);
    },
  },
  {
    name: 'a POST that is refused with 503 and Retry-After is sent again',
    async play({ renderHook }) {
      const { key, url } = await script({
        perRequest: [
          [{ status: 503, headers: { 'retry-after': '0' } }, { end: true }],
          [send('a'), { end: true }],
        ],
      });
      const hook = await renderHook(() => useSseStream(url, { body: {} }));
      same('the result', ending(await hook.current.start()), { status: 'done', text: 'a', kind: null });
      same('requests', (await server.waitFor(key, { open: 0 })).total, 2);
    },
  },
  {
    name: 'an error has the status and the words of the server',
    async play({ renderHook }) {
      const { url } = await script([
        { status: 400, headers: { 'content-type': 'application/json' } },
        { text: '{"error":{"message":"No question"}}' },
        { end: true },
      ]);
      const hook = await renderHook(() => useSseStream(url, { body: {} }));
      const { error } = await hook.current.start();
      same('the error', [error?.kind, error?.status, error?.message], ['http', 400, 'No question']);
    },
  },
  {
    name: 'another content type is an error, and 204 an answer without text',
    async play({ renderHook }) {
      const html = await script([
        { headers: { 'content-type': 'text/html' } },
        { text: '<p>' },
        { end: true },
      ]);
      const none = await script([{ status: 204 }, { end: true }]);
      const hook = await renderHook(() => useSseStream(html.url));
      same('html', ending(await hook.current.start()), { status: 'failed', text: '', kind: 'contentType' });
      const result = await hook.current.start({ url: none.url });
      same('204', ending(result), { status: 'done', text: '', kind: null });
    },
  },
  {
    name: 'a provider’s answer ends with its sentinel, whose connection is closed, and is incomplete without it',
    async play({ renderHook }) {
      const whole = await script([send(content('a'), reason, '[DONE]'), hold]);
      const half = await script([send(content('a')), { end: true }]);
      const hook = await renderHook(() => useSseStream(whole.url, { format: openaiChat() }));
      same('whole', ending(await hook.current.start()), { status: 'done', text: 'a', kind: null });
      const result = await hook.current.start({ url: half.url });
      same('half', ending(result), { status: 'incomplete', text: 'a', kind: 'incomplete' });
      const closes = await closesWhenCancelled();
      if (!closes) await server.control(whole.key, { do: 'write', text: ':\n\n' });
      await server.waitFor(whole.key, { open: 0 });
      return closes ? undefined : 'a body that is cancelled keeps its connection until the next byte';
    },
  },
  {
    name: 'silence runs into the idle timeout',
    async play({ renderHook, holdClock }) {
      const { key, url } = await script([send('a'), hold]);
      const hook = await renderHook(() => useSseStream(url, { body: {}, timeout: { idle: 1000 } }));
      const clock = holdClock();
      const answer = hook.current.start();
      await until('the text', () => hook.current.text === 'a');
      clock.release();
      same('the result', ending(await answer), { status: 'failed', text: 'a', kind: 'timeout' });
      await server.waitFor(key, { open: 0, aborted: 1 });
    },
  },
  {
    name: '20,000 messages at once come whole and in order',
    async play({ renderHook }) {
      const numbers = Array.from({ length: 20_000 }, (_, index) => String(index));
      const { url } = await script([send(...numbers), { end: true }]);
      const seen: string[] = [];
      const hook = await renderHook(() =>
        useSseStream(url, { onMessage: ({ data }) => void seen.push(data) }),
      );
      const { status, text } = await hook.current.start();
      same(
        'the result',
        [status, text === numbers.join(''), seen.join() === numbers.join()],
        ['done', true, true],
      );
    },
  },
];
