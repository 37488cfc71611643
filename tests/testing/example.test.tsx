import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { SseProvider, useEventSource, useSseStream } from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { expect, it } from 'vitest';

function Chat() {
  const { text, status, error, start, stop } = useSseStream('https://api.example/chat');
  return (
    <>
      <button onClick={() => void start({ body: { question: 'Why?' } })}>Ask</button>
      <button onClick={stop}>Stop</button>
      <p>
        {status}: {error ? error.message : text}
      </p>
    </>
  );
}

function Ticker() {
  const { status, lastMessage } = useEventSource('https://api.example/prices');
  return (
    <p>
      {status}: {lastMessage?.data}
    </p>
  );
}

/** A server and the component that talks to it. One for each test: nothing has to be cleaned up. */
function renderWithServer(component: React.ReactNode) {
  const server = createTestServer();
  render(
    <SseProvider fetch={server.fetch} EventSource={server.EventSource}>
      {component}
    </SseProvider>,
  );
  return server;
}

it('grows the answer as it streams', async () => {
  const server = renderWithServer(<Chat />);
  fireEvent.click(screen.getByText('Ask'));
  const stream = await server.nextStream();
  expect(stream.json()).toEqual({ question: 'Why?' });

  stream.send('Because');
  await screen.findByText('streaming: Because');
  stream.send(' it is.');
  stream.end();
  await screen.findByText('done: Because it is.');
});

it('keeps the text when the user stops, and tells the server', async () => {
  const server = renderWithServer(<Chat />);
  fireEvent.click(screen.getByText('Ask'));
  const stream = await server.nextStream();
  stream.send('Becau');
  await screen.findByText('streaming: Becau');
  fireEvent.click(screen.getByText('Stop'));
  await screen.findByText('stopped: Becau');
  expect(stream.aborted).toBe(true);
});

it('shows what the provider said when it refuses', async () => {
  const server = renderWithServer(<Chat />);
  fireEvent.click(screen.getByText('Ask'));
  const stream = await server.nextStream();
  stream.fail(401, { body: { error: { message: 'No such key' } } });
  expect(await screen.findByText('failed: No such key')).toBeTruthy();
});

it('comes back by itself when the feed breaks', async () => {
  const server = renderWithServer(<Ticker />);
  const first = await server.nextStream();
  first.send({ data: '17', lastEventId: '1' });
  await screen.findByText('open: 17');
  first.fail();
  await screen.findByText('reconnecting: 17');

  const second = await server.nextStream();
  expect(second.lastEventId).toBe('1');
  second.send('18');
  await screen.findByText('open: 18');
});

it('gives each component a stream of its own', async () => {
  function Two() {
    const [on, setOn] = useState(false);
    return (
      <>
        <Ticker />
        {on ? <Ticker /> : <button onClick={() => setOn(true)}>More</button>}
      </>
    );
  }
  const server = renderWithServer(<Two />);
  const first = await server.nextStream();
  fireEvent.click(screen.getByText('More'));
  const second = await server.nextStream();
  first.send('a');
  second.send('b');
  await screen.findByText('open: a');
  expect(await screen.findByText('open: b')).toBeTruthy();
});
