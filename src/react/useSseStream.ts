import { useDebugValue, useEffect, useInsertionEffect, useState } from 'react';
import { requestKey } from '../protocol/request';
import { createRun, type Run, type RunOptions, type RunSnapshot } from '../run/run';
import { plainText } from '../formats/plainText';
import { fetchEventSource } from '../transports/fetchEventSource';
import { useDefaults } from './context';
import { useSnapshot } from './useSnapshot';

/** The options of {@link useSseStream}. */
export interface UseSseStreamOptions extends Omit<RunOptions, 'url'> {
  /**
   * Starts on mount, and again when the request changes by value.
   * @default false
   */
  autoStart?: boolean | undefined;
}

/** What {@link useSseStream} returns: the state of one moment, and the verbs. */
export type UseSseStreamResult = RunSnapshot & Pick<Run, 'start' | 'stop' | 'reset'>;

const defaults = /* @__PURE__ */ (() => ({ transport: fetchEventSource(), format: plainText() }))();

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
  const given: RunOptions = { ...rest, url };
  const [run] = useState(() => createRun(given, defaults));
  const all = useDefaults(run, given, defaults.transport);
  const snapshot = useSnapshot(run);

  useInsertionEffect(() => run.setOptions(all));
  useEffect(() => run.attach(), [run]);

  const request = autoStart ? requestKey(all) : null;
  useEffect(() => {
    if (request !== null) void run.start();
  }, [run, request]);

  useDebugValue(snapshot.status);
  const { start, stop, reset } = run;
  return { ...snapshot, start, stop, reset };
}
