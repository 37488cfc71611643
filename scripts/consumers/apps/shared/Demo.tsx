'use client';

import { version } from 'react';
import {
  json,
  SseProvider,
  type Transport,
  useEventSource,
  useSseStream,
  useTextBlocks,
} from 'react-event-source';

interface DemoProps {
  transport?: Transport;
}

function Feed({ transport }: DemoProps) {
  const events = { tick: json<{ n: number }>() };
  const { status, lastMessage } = useEventSource('/sse/feed', { events, transport });
  return (
    <p id="feed">
      {status} {lastMessage ? (lastMessage.data.n > 2 ? 'many' : 'few') : 'none'}
    </p>
  );
}

function Chat({ transport }: DemoProps) {
  const { status, text, start } = useSseStream('/sse/answer', { transport });
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

export function Demo({ transport }: DemoProps) {
  return (
    <SseProvider throttle="frame">
      <h1>React {version}</h1>
      <Feed transport={transport} />
      <Chat transport={transport} />
    </SseProvider>
  );
}
