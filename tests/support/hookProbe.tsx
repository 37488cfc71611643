import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import {
  type ConnectionSnapshot,
  type RunSnapshot,
  type SseMessage,
  type Transport,
  useEventSource,
  type UseEventSourceOptions,
  useSseStream,
} from 'react-event-source';

/** Shows a component of its own until its state `isOver`, and resolves with that state and the messages so far. */
function show<State>(
  useProbe: (onMessage: (message: SseMessage) => void) => State,
  isOver: (state: State) => boolean,
): Promise<{ state: State; messages: SseMessage[] }> {
  return new Promise((resolve) => {
    const messages: SseMessage[] = [];
    const root = createRoot(document.createElement('div'));
    const onMessage = (message: SseMessage): void => void messages.push(message);
    function Probe() {
      const state = useProbe(onMessage);
      useEffect(() => {
        if (!isOver(state)) return undefined;
        // React does not unmount a root in an effect of its own.
        const timer = setTimeout(() => {
          root.unmount();
          resolve({ state, messages });
        });
        return () => clearTimeout(timer);
      }, [state]);
      return null;
    }
    root.render(
      <StrictMode>
        <Probe />
      </StrictMode>,
    );
  });
}

/** A feed through `useEventSource`, until it is over: interrupted, or ended. */
export const throughFeed = (
  url: string,
  options: UseEventSourceOptions<readonly string[]> & { transport?: Transport | undefined },
  isOver = ({ status }: ConnectionSnapshot): boolean => ['reconnecting', 'closed', 'failed'].includes(status),
) => show((onMessage) => useEventSource(url, { ...options, onMessage }), isOver);

/** Takes messages of every type, as `plainText()` does not. */
const everything = ({ data }: { data: string }): string => data;

/** An answer through `useSseStream`, until it is over. */
export const throughRun = (url: string, transport?: Transport) =>
  show(
    (onMessage): RunSnapshot =>
      useSseStream(url, { autoStart: true, retry: false, format: everything, transport, onMessage }),
    ({ status }) => ['done', 'incomplete', 'failed'].includes(status),
  );
