import { createConnection, createRun, json } from 'react-event-source/core';
import { workerTransport } from 'react-event-source/worker-transport';

const transport = workerTransport(
  () => new Worker(new URL('./sse.worker.js', import.meta.url), { type: 'module' }),
);
const shared = workerTransport(
  () => new SharedWorker(new URL('./sse.worker.js', import.meta.url), { type: 'module' }),
);

const show = (selector, text) => {
  document.querySelector(selector).textContent = text;
};

const feed = createConnection({ url: '/sse/feed', transport: shared, events: { tick: json() } });
feed.subscribe(() => {
  const { status, lastMessage } = feed.getSnapshot();
  show('#feed', `${status} ${lastMessage?.data.n > 2 ? 'many' : 'few'}`);
});
feed.open();

const run = createRun({ url: '/sse/answer', transport });
run.subscribe(() => {
  const { status, text } = run.getSnapshot();
  show('#answer', `${status} ${text}`);
});
document.querySelector('button').addEventListener('click', () => {
  void run.start({ body: { question: 'Hello from the server' } });
});
