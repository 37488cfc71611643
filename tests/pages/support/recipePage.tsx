// The page of the tests of servers: the hooks as an application uses them.
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { eventSource, fetchEventSource, useEventSource, useSseStream } from 'react-event-source';
import { Progress } from '../../../docs/recipes/Progress.tsx';
import { Relayed } from '../../../docs/recipes/Relayed.tsx';
import { useLastRequest } from '../../../docs/recipes/useLastRequest.ts';

const transports = { native: eventSource(), fetch: fetchEventSource() };

/** `/#feed,native,price` shows the messages of `/feed` of that type, `/#chat` asks `/chat`. */
function Feed({ transport, type }: { transport: string; type: string }) {
  const { messages, status, close } = useEventSource('/feed', {
    events: [type],
    history: 100,
    transport: transports[transport as keyof typeof transports],
  });
  return (
    <>
      <p role="status">{status}</p>
      {/* Above the list: a button that moves with each message is hard to click. */}
      <button onClick={close}>Close</button>
      <ol>
        {messages.map(({ lastEventId, data }, index) => (
          <li key={index} data-id={lastEventId}>
            {data}
          </li>
        ))}
      </ol>
    </>
  );
}

function Chat() {
  const { text, status, start, stop } = useSseStream('/chat');
  const [question, setQuestion] = useState('');
  return (
    <>
      <p role="status">{status}</p>
      <input aria-label="Question" onChange={(event) => setQuestion(event.target.value)} />
      <button onClick={() => start({ body: { question } })}>Ask</button>
      <button onClick={stop}>Stop</button>
      <p data-text>{text}</p>
    </>
  );
}

function Leaving() {
  useLastRequest('/leave', '7');
  // The test waits for it: the effect of the hook has run.
  useEffect(() => void (document.title = 'here'), []);
  return null;
}

const [name, transport = '', type = ''] = location.hash.slice(1).split(',');
const pages = {
  feed: <Feed transport={transport} type={type} />,
  chat: <Chat />,
  progress: <Progress />,
  relayed: <Relayed />,
  leaving: <Leaving />,
};
createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>{pages[name as keyof typeof pages]}</StrictMode>,
);
