// The page of `npm run compare`: one component for each alternative, which tells what its hook gives it.
import { fetchEventSource as engine } from '@microsoft/fetch-event-source';
import { type ComponentType, useCallback, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchEventSource, useEventSource } from 'react-event-source';
import { useSSE as useFetchSse } from 'react-eventsource';
import { SSEProvider, useSSE } from 'react-hooks-sse';
import { useEventSource as useSocketSource } from 'react-use-websocket';
import { useEventSource as useRemixSource } from 'remix-utils/sse/react';
import useSWRSubscription, { type SWRSubscription } from 'swr/subscription';

interface Props {
  readonly url: string;
  /** Called with the data of each message. */
  readonly hear: (data: string) => void;
  /** Called when the hook says that something failed. */
  readonly fail: () => void;
}

function Native({ url, hear, fail }: Props) {
  useEventSource(url, { onMessage: ({ data }) => hear(data), onError: fail });
  return null;
}
const overFetch = fetchEventSource();
function OverFetch({ url, hear, fail }: Props) {
  useEventSource(url, { transport: overFetch, onMessage: ({ data }) => hear(data), onError: fail });
  return null;
}
function ByHand({ url, hear, fail }: Props) {
  useEffect(() => {
    const source = new EventSource(url);
    source.onmessage = ({ data }: MessageEvent<string>) => hear(data);
    source.onerror = fail;
    return () => source.close();
  }, [url, hear, fail]);
  return null;
}
function Engine({ url, hear, fail }: Props) {
  useEffect(() => {
    const controller = new AbortController();
    void engine(url, {
      signal: controller.signal,
      openWhenHidden: true,
      onmessage: ({ data }) => hear(data),
      onerror: fail,
    }).catch(fail);
    return () => controller.abort();
  }, [url, hear, fail]);
  return null;
}
function Socket({ url, hear, fail }: Props) {
  useSocketSource(url, {
    withCredentials: false,
    onMessage: ({ data }: MessageEvent<string>) => hear(data),
    onError: fail,
    retryOnError: true,
    shouldReconnect: () => true,
    reconnectInterval: 100,
  });
  return null;
}
function Remix({ url, hear }: Props) {
  const data = useRemixSource(url);
  useEffect(() => {
    if (data !== null) hear(data);
  }, [data, hear]);
  return null;
}
function FetchSse({ url, hear, fail }: Props) {
  const onMessage = useCallback(({ data }: { data: string }) => hear(data), [hear]);
  useFetchSse({ url, onMessage, onError: fail });
  return null;
}
function Listening({ hear }: Pick<Props, 'hear'>) {
  useSSE<null, string>('message', null, {
    parser: (data: unknown) => {
      hear(String(data));
      return String(data);
    },
    stateReducer: () => null,
  });
  return null;
}
const HooksSse = ({ url, hear }: Props) => (
  <SSEProvider endpoint={url}>
    <Listening hear={hear} />
  </SSEProvider>
);
function Swr({ url, hear, fail }: Props) {
  const subscribe: SWRSubscription<string, { data: string }, Error> = (key, { next }) => {
    const source = new EventSource(key);
    source.onmessage = ({ data }: MessageEvent<string>) => next(null, { data });
    source.onerror = () => next(new Error('broken'));
    return () => source.close();
  };
  const { data, error } = useSWRSubscription(url, subscribe);
  useEffect(() => {
    if (data) hear(data.data);
  }, [data, hear]);
  useEffect(() => {
    if (error) fail();
  }, [error, fail]);
  return null;
}

const components: Record<string, ComponentType<Props>> = {
  Native,
  OverFetch,
  ByHand,
  Engine,
  Socket,
  Remix,
  FetchSse,
  HooksSse,
  Swr,
};

/** Mounts it at that address until it has heard the last message, or for so long. */
function listen(name: string, url: string, last: string, limit: number) {
  const Component = components[name]!;
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  const heard: string[] = [];
  let failures = 0;
  return new Promise<{ heard: string[]; failures: number; ended: boolean }>((resolve) => {
    const settle = (ended: boolean): void => {
      clearTimeout(timer);
      setTimeout(() => root.unmount());
      resolve({ heard, failures, ended });
    };
    const timer = setTimeout(() => settle(false), limit);
    const hear = (data: string): void => {
      if (data === last) settle(true);
      else heard.push(data);
    };
    // One function for the whole time: some hooks connect anew for another one.
    const fail = (): void => void failures++;
    root.render(<Component url={url} hear={hear} fail={fail} />);
  });
}
declare global {
  interface Window {
    listen: typeof listen;
    bench: true;
  }
}
Object.assign(window, { listen, bench: true });
