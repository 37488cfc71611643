import { useDebugValue, useEffect, useInsertionEffect, useState } from 'react';
import { createAutoStart } from '../run/autoStart';
import type { RunOptions, RunSnapshot } from '../run/options';
import { createRun, type Run } from '../run/run';
import { plainText } from '../formats/plainText';
import { fetchStream } from '../transports/shared/fetchStream';
import { useDefaults } from './context';
import { useStore } from './useStore';

/** The options of {@link useSseStream}. */
export interface UseSseStreamOptions extends Omit<RunOptions, 'url'> {
  /**
   * Starts on mount, and again when the request changes by value. An answer that has ended is not asked for again
   * when its component is hidden and shown. A request that differs in every render is refused with an error.
   * @default false
   */
  autoStart?: boolean | undefined;
}

/** What {@link useSseStream} returns: the state of one moment, and the verbs. */
export type UseSseStreamResult = RunSnapshot & Pick<Run, 'start' | 'stop' | 'reset'>;

const defaults = /* @__PURE__ */ (() => ({ transport: fetchStream, format: plainText() }))();

/**
 * Asks for one answer at a time over `fetch`, and grows its text as it streams.
 *
 * @param url a value, or a function (may be async) called afresh for each attempt
 *
 * @example
 * const { text, status, start, stop } = useSseStream('/v1/chat/completions', { format: openaiChat() });
 * await start({ body: { model, messages, stream: true } });
 */
export function useSseStream(url: RunOptions['url'], options: UseSseStreamOptions = {}): UseSseStreamResult {
  const { autoStart = false, ...rest } = options;
  const own: RunOptions = { ...rest, url };
  const [run] = useState(() => createRun(own, defaults, autoStart));
  const [auto] = useState(() => createAutoStart(run));
  const all = useDefaults(run, own, defaults.transport);
  const [snapshot] = useStore(run);

  useInsertionEffect(() => run.setOptions(all));
  useEffect(() => run.attach(), [run]);

  // After every commit: it compares the request with the last one, and does nothing if they are equal.
  useEffect(() => auto.commit(all, snapshot, autoStart));

  useDebugValue(snapshot.status);
  const { start, stop, reset } = run;
  return { ...snapshot, start, stop, reset };
}
