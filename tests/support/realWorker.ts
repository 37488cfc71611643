import type { Transport } from 'react-event-source';
import { workerTransport, type WorkerTransportOptions } from 'react-event-source/worker-transport';

/** Starts a Worker of the browser's that streams. */
export const startWorker = (): Worker =>
  new Worker(new URL('./sse.worker.ts', import.meta.url), { type: 'module' });

/** Streams in one Worker for all that use it in a test file. */
export const inRealWorker = (options?: WorkerTransportOptions): Transport =>
  workerTransport(startWorker, options);
