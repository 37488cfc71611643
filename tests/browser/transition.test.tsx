import { memo, startTransition, useState } from 'react';
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react/pure';
import { type Throttle, useEventSource, useSseStream } from 'react-event-source';
import { endpoint, script } from '../support/playground.ts';

let received = 0;
const onMessage = (): void => void (received += 1);
/** How many messages must have come until the second page is rendered. */
let wanted = 0;

function keepBusy(): void {
  const end = performance.now() + 5;
  while (performance.now() < end);
}

/**
 * Each keeps the main thread for some ms, and React yields between two of them. There are thirty, and more until
 * enough messages have come: a slow server makes a long page.
 */
function Slices({ done = 0 }: { done?: number }) {
  keepBusy();
  const isOver = done >= 300 || (done >= 30 && received >= wanted);
  return isOver ? null : <Slices done={done + 1} />;
}

const SecondPage = memo(function SecondPage() {
  return (
    <>
      <Slices />
      second
    </>
  );
});

type Stream = (props: { url: string; throttle: Throttle }) => string;
const useAnswer: Stream = ({ url, throttle }) =>
  useSseStream(url, { throttle, autoStart: true, onMessage }).status;
const useFeed: Stream = ({ url, throttle }) => useEventSource(url, { throttle, onMessage }).status;
/** In the DOM `change` is an event of the user, and what it sets off is rendered at once. */
const useChanges: Stream = ({ url, throttle }) =>
  useEventSource(url, { throttle, events: ['change'], onMessage }).status;

const cases: { name: string; use: Stream; type: string; throttle: Throttle }[] = [
  { name: 'an answer', use: useAnswer, type: 'message', throttle: 'auto' },
  { name: 'an answer shown message by message', use: useAnswer, type: 'message', throttle: 'message' },
  { name: 'a feed', use: useFeed, type: 'message', throttle: 'auto' },
  { name: 'a feed of DOM event names', use: useChanges, type: 'change', throttle: 'frame' },
];

test.each(cases)('a transition completes while $name streams', async ({ use, type, throttle }) => {
  // Goes on for longer than the test may take.
  const { url } = await script([{ text: `event: ${type}\ndata: x\n\n`.repeat(15_000), size: 60, every: 3 }]);
  function Streaming() {
    return <output>{use({ url, throttle })}</output>;
  }
  function App() {
    const [page, setPage] = useState('first');
    return (
      <>
        <button onClick={() => startTransition(() => setPage('second'))} />
        <Streaming />
        <main>{page === 'second' ? <SecondPage /> : page}</main>
      </>
    );
  }
  received = 0;
  const { container } = await render(<App />);
  const shown = (name: string) => container.querySelector(name)?.textContent;
  await expect.poll(() => received).toBeGreaterThan(5);
  wanted = received + 6;
  container.querySelector('button')?.click();
  // Restarted again and again, it would be forced through after 5 s.
  await expect.poll(() => shown('main'), { timeout: 4000 }).toBe('second');
  expect(received).toBeGreaterThanOrEqual(wanted);
  expect(shown('output')).toMatch(/open|streaming/);
});

test('a route that streams itself shows up in a transition, with the state of one moment', async () => {
  const { url } = endpoint('burst', { n: 500, hold: 1 });
  function Feed() {
    const { messages, lastMessage, state } = useEventSource(url, {
      history: 1000,
      reducer: (count: number) => count + 1,
      initialState: 0,
    });
    const newest = messages.at(-1);
    return (
      <output>{newest === (lastMessage ?? undefined) && messages.length === state ? state : 'torn'}</output>
    );
  }
  function App() {
    const [isOpen, setOpen] = useState(false);
    return isOpen ? <Feed /> : <button onClick={() => startTransition(() => setOpen(true))} />;
  }
  const { container } = await render(<App />);
  container.querySelector('button')?.click();
  await expect.poll(() => container.textContent).toBe('500');
});
