import { workerTransport } from 'react-event-source/worker-transport';

export const inWorker = workerTransport(
  () => new Worker(new URL('./sse.worker.ts', import.meta.url), { type: 'module' }),
);
