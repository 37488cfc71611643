import { afterAll, beforeAll } from 'vitest';
import type { Transport } from 'react-event-source/core';
import { servePort, type ServePortOptions } from 'react-event-source/worker';
import { workerTransport, type WorkerTransportOptions } from 'react-event-source/worker-transport';

/** A port whose other end serves, in the same process and over real messages. */
export function openWorker(options?: ServePortOptions) {
  const { port1, port2 } = new MessageChannel();
  servePort(port1, options);
  return { port: port2, close: () => port2.close() };
}

/** One for a test file; the getter is for use inside tests. */
export function workerForFile(): (options?: WorkerTransportOptions) => Transport {
  let worker: ReturnType<typeof openWorker>;
  beforeAll(() => {
    worker = openWorker();
  });
  afterAll(() => worker.close());
  return (options) => workerTransport(worker.port, options);
}
