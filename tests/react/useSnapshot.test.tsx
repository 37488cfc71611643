import { act, render, screen } from '@testing-library/react';
import { Profiler, startTransition, StrictMode, useEffect, useState } from 'react';
import { expect, test } from 'vitest';
import { useSnapshot, useSseStream } from 'react-event-source';
import { createRun, type Run, type RunSnapshot } from 'react-event-source/core';
import { createWire, message } from '../support/wire.ts';

function createStream() {
  const wire = createWire();
  const run = createRun({ url: 'http://test/', transport: wire.transport, throttle: 'message' });
  return { wire, run };
}

/** Starts a run, and returns what lets its server act. */
async function open({ wire, run }: ReturnType<typeof createStream>) {
  act(() => void run.start());
  const { sink } = await wire.attempt(wire.attempts.length + 1);
  act(() => sink.open());
  return {
    send: (data: string) => act(() => sink.message(message(data), false)),
    end: () => act(() => sink.end()),
  };
}

const strict = (children: React.ReactNode) => render(<StrictMode>{children}</StrictMode>);

test('every component bound to one run shows its text', async () => {
  const stream = createStream();
  const Text = () => <p>{useSnapshot(stream.run).text}</p>;
  const { container } = strict([<Text key="a" />, <Text key="b" />]);
  const { send, end } = await open(stream);
  send('one ');
  send('two');
  expect(container.innerHTML).toBe('<p>one two</p><p>one two</p>');
  end();
});

test('a component that selects the status does not re-render while the text grows', async () => {
  const stream = createStream();
  let commits = 0;
  const Status = () => useSnapshot(stream.run, ({ status }) => status);
  const { container } = strict(
    <Profiler id="status" onRender={() => void (commits += 1)}>
      <Status />
    </Profiler>,
  );
  const { send, end } = await open(stream);
  expect(container.textContent).toBe('streaming');
  const before = commits;
  send('a');
  send('b');
  expect(commits).toBe(before);
  end();
  expect(container.textContent).toBe('done');
});

test('a snapshot is rendered once, that of a new status too', async () => {
  const stream = createStream();
  const committed: RunSnapshot[] = [];
  const Text = () => {
    const snapshot = useSnapshot(stream.run);
    useEffect(() => void committed.push(snapshot));
    return snapshot.text;
  };
  strict(<Text />);
  const mounted = committed.length;
  const { send, end } = await open(stream);
  send('a');
  send('b');
  end();
  expect(committed.slice(mounted).map(({ status, text }) => `${status} ${text}`)).toEqual([
    'connecting ',
    'streaming ',
    'streaming a',
    'streaming ab',
    'done ab',
  ]);
});

test('a selection that makes a new object each time re-renders once for each snapshot', async () => {
  const stream = createStream();
  const Length = () => useSnapshot(stream.run, ({ text }) => ({ length: text.length })).length;
  const { container } = strict(<Length />);
  const { send, end } = await open(stream);
  send('abc');
  expect(container.textContent).toBe('3');
  end();
});

test('another selection sees what came while nothing of it was selected', async () => {
  const stream = createStream();
  const texts = { status: (s: RunSnapshot) => s.status as string, text: (s: RunSnapshot) => s.text };
  function Switch() {
    const [shown, show] = useState<keyof typeof texts>('status');
    return <button onClick={() => show('text')}>{useSnapshot(stream.run, texts[shown])}</button>;
  }
  strict(<Switch />);
  const { send, end } = await open(stream);
  send('came meanwhile');
  expect(screen.getByRole('button').textContent).toBe('streaming');
  act(() => screen.getByRole('button').click());
  expect(screen.getByRole('button').textContent).toBe('came meanwhile');
  end();
});

test('another run is shown in the very render that brings it', async () => {
  const first = createStream();
  const second = createStream();
  const Text = ({ run }: { run: Run }) => {
    const { status, text } = useSnapshot(run);
    return `${status} ${text}`;
  };
  const { container, rerender } = strict(<Text run={first.run} />);
  const one = await open(first);
  one.send('first');
  rerender(
    <StrictMode>
      <Text run={second.run} />
    </StrictMode>,
  );
  expect(container.textContent).toBe('idle ');
  const two = await open(second);
  two.send('second');
  one.send(' more');
  expect(container.textContent).toBe('streaming second');
  one.end();
  two.end();
});

test('inside a transition that goes on, start() and stop() are shown at once', async () => {
  const wire = createWire();
  let leave = (): void => {};
  function Chat() {
    const { status, text, start, stop } = useSseStream('http://test/', { transport: wire.transport });
    const inTransition = (verb: () => unknown) => (): void =>
      startTransition(async () => {
        verb();
        await new Promise<void>((resolve) => void (leave = resolve));
      });
    return (
      <>
        <output>{`${status} ${text}`}</output>
        <button onClick={inTransition(start)}>Start</button>
        <button onClick={inTransition(stop)}>Stop</button>
      </>
    );
  }
  strict(<Chat />);
  const shown = (): string | null => screen.getByRole('status').textContent;
  await act(async () => screen.getByText('Start').click());
  expect(shown()).toBe('connecting ');
  const { sink } = await wire.attempt(1);
  await act(async () => sink.open());
  expect(shown()).toBe('streaming ');
  await act(async () => leave());
  await act(async () => screen.getByText('Stop').click());
  expect(shown()).toBe('stopped ');
  await act(async () => leave());
  expect(shown()).toBe('stopped ');
});
