import { useEffect, useState } from 'react';

/** A tab that shows this story. */
export interface Tab {
  readonly name: string;
  /** It holds the connection. */
  readonly leads: boolean;
}

const TAB = 'playground tab ';
/** How often the locks are looked at, in ms: the browser does not say when they change. */
const EVERY = 200;

/** All tabs of this browser in which the story is open: each holds a lock of its own, and one the library's for the url. */
async function lookAtLocks(url: string): Promise<readonly Tab[]> {
  const { held = [] } = await navigator.locks.query();
  const leader = held.find(
    ({ name }) => name?.startsWith('react-event-source') && name.includes(url),
  )?.clientId;
  return held
    .filter(({ name }) => name?.startsWith(TAB))
    .map(({ name = '', clientId }) => ({ name: name.slice(TAB.length), leads: clientId === leader }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The tabs of the story, and how to close one from here. `isClosed` once somebody closed this one. */
export function useTabs(me: string, url: string) {
  const [tabs, setTabs] = useState<readonly Tab[]>([]);
  const [isClosed, setIsClosed] = useState(false);

  useEffect(() => {
    if (isClosed) return;
    const gone = new AbortController();
    const { signal } = gone;
    const stay = new Promise<void>((leave) => signal.addEventListener('abort', () => leave()));
    navigator.locks.request(TAB + me, { signal }, () => stay).catch(() => {});
    const look = async (): Promise<void> => {
      const found = await lookAtLocks(url);
      if (signal.aborted) return;
      setTabs((before) => (JSON.stringify(before) === JSON.stringify(found) ? before : found));
    };
    const timer = setInterval(() => void look(), EVERY);
    const calls = new BroadcastChannel(TAB);
    calls.onmessage = ({ data }) => {
      if (data !== me) return;
      // Only a tab that a script opened can be closed by one: any other just goes silent.
      window.close();
      setIsClosed(true);
    };
    return () => {
      gone.abort();
      clearInterval(timer);
      calls.close();
    };
  }, [me, url, isClosed]);

  const close = (name: string): void => {
    if (name === me) setIsClosed(true);
    else {
      const calls = new BroadcastChannel(TAB);
      calls.postMessage(name);
      calls.close();
    }
  };
  return { tabs, isClosed, close, comeBack: () => setIsClosed(false) };
}
