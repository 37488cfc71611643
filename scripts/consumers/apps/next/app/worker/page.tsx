'use client';

import { workerTransport } from 'react-event-source/worker-transport';
import { Demo } from '../../Demo';

const transport = workerTransport(
  () => new Worker(new URL('./sse.worker.js', import.meta.url), { type: 'module' }),
);

/** Rendered on the server, where there is no Worker. */
export default function Page() {
  return (
    <main>
      <Demo transport={transport} />
    </main>
  );
}
