'use client';

import { version } from 'react';
import { json, SseProvider, useEventSource, useSseStream, useTextBlocks } from 'react-event-source';

function Feed() {
  const { status, lastMessage } = useEventSource('/sse/feed', { events: { tick: json<{ n: number }>() } });
  return (
    <p id="feed">
      {status} {lastMessage ? (lastMessage.data.n > 2 ? 'many' : 'few') : 'none'}
    </p>
  );
}

function Chat() {
  const { status, text, start } = useSseStream('/sse/answer');
  const { blocks, tail } = useTextBlocks(text);
  return (
    <>
      <button onClick={() => void start({ body: { question: 'Hello from the server' } })}>Ask</button>
      <p id="answer">
        {status} {blocks}
        {tail}
      </p>
    </>
  );
}

export function Demo() {
  return (
    <SseProvider throttle="frame">
      <h1>React {version}</h1>
      <Feed />
      <Chat />
    </SseProvider>
  );
}
