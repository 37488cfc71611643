// The page of the tests of screen readers: an answer in Markdown, smoothed, with a live region beside it.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { useSmoothText, useSseStream } from 'react-event-source';
import { Announcer } from '../../../stories/chat/Announcer.tsx';
import { Markdown } from '../../../stories/chat/Markdown.tsx';

declare global {
  interface Window {
    /** What the live region has said, one text for each change. */
    announced: string[];
    /** How many messages of the answer the page has got. */
    received: number;
    readonly scheduler: {
      postTask(task: () => void, options: { priority: 'background' }): Promise<void>;
    };
  }
}

window.announced = [];
window.received = 0;

function Conversation() {
  const run = useSseStream(`/raw/${location.hash.slice(1)}/stream`, {
    onMessage: () => void window.received++,
  });
  const text = useSmoothText(run.text, { isRunning: run.isRunning });
  return (
    <main>
      <h1>Chat</h1>
      <button onClick={() => run.start()}>Ask</button>
      <article aria-label="Answer" aria-busy={run.isRunning}>
        <Markdown text={text} />
      </article>
      <Announcer run={run} />
    </main>
  );
}

createRoot(document.body.appendChild(document.createElement('div'))).render(
  <StrictMode>
    <Conversation />
  </StrictMode>,
);

new MutationObserver(() => {
  const message = document.querySelector('[role=status]')?.textContent ?? '';
  if (message && message !== window.announced.at(-1)) window.announced.push(message);
}).observe(document.body, { subtree: true, childList: true, characterData: true });
