import { createRun, type RunOptions } from 'react-event-source/core';
import { createWire, message } from './wire.ts';

/** A run that has been started, over an open stream. */
export async function started(options: RunOptions = {}) {
  const wire = createWire();
  const told: string[] = [];
  const run = createRun({
    url: 'http://test/',
    transport: wire.transport,
    throttle: 'message',
    onMessage: ({ data }) => void told.push(data),
    onError: ({ kind }, willRetry) => void told.push(`${kind}${willRetry ? ', retry' : ''}`),
    onFinish: ({ status }) => void told.push(`finish ${status}`),
    ...options,
  });
  const finished = run.start();
  const attempt = await wire.attempt(1);
  attempt.sink.open();
  const send = (...all: readonly string[]): void => {
    for (const data of all) attempt.sink.message(message(data), false);
  };
  return { wire, run, told, finished, attempt, sink: attempt.sink, send };
}
