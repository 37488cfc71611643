import { act, fireEvent, render, screen } from '@testing-library/react';
import { SseProvider, useSseStream } from 'react-event-source';
import { createTestServer } from 'react-event-source/testing';
import { Demo } from './Demo';

const onTestServer = (server: ReturnType<typeof createTestServer>) => (
  <SseProvider fetch={server.fetch} EventSource={server.EventSource}>
    <Demo />
  </SseProvider>
);

test('a component streams from the test server', async () => {
  const server = createTestServer();
  render(onTestServer(server));
  const feed = await server.nextStream();
  feed.send({ type: 'tick', data: { n: 3 } });
  await screen.findByText('open many');

  fireEvent.click(screen.getByText('Ask'));
  const answer = await server.nextStream();
  expect(answer.json()).toEqual({ question: 'Hello from the server' });
  answer.send('Hi');
  answer.end();
  await screen.findByText('done Hi');
});

test('a component streams from the test server under fake timers', async () => {
  jest.useFakeTimers();
  const server = createTestServer();
  render(onTestServer(server));
  await act(() => jest.advanceTimersByTimeAsync(0));
  server.streams[0].send({ type: 'tick', data: { n: 1 } });
  await act(() => jest.advanceTimersByTimeAsync(50));
  expect(screen.getByText('open few')).toBeTruthy();
  jest.useRealTimers();
});

function Chat() {
  const { status, text } = useSseStream(`${process.env.SSE_URL}/sse/answer`, {
    body: { question: 'Hello' },
    autoStart: true,
  });
  return `${status} ${text}`;
}

test('a component streams from a real server', async () => {
  render(<Chat />);
  await screen.findByText('done Hello');
});
