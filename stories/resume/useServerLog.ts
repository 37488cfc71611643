import { useEffect, useState } from 'react';
import { playgroundClient } from '../server/client.ts';

/** How often the server is asked what it saw, in ms. */
const EVERY = 250;
const client = playgroundClient();

/** What the server saw of a key: the requests since its last POST. */
export function useServerLog(key: string): readonly string[] {
  const [log, setLog] = useState<readonly string[]>([]);
  useEffect(() => {
    let isGone = false;
    const look = async (): Promise<void> => {
      const { requests } = await client.stats(key);
      const last = requests.findLastIndex(({ method }) => method === 'POST');
      const found = requests.slice(Math.max(0, last)).map(({ method, url, headers }) => {
        const after = headers['last-event-id'];
        const path = url.split('?')[0]!.replace(/(\/answers\/.{4}).*/, '$1…');
        return `${method} ${path}${after ? ` after ${after}` : ''}`;
      });
      if (!isGone) setLog((before) => (before.join() === found.join() ? before : found));
    };
    // the server may be gone for a while: the next look finds it
    const timer = setInterval(() => void look().catch(() => {}), EVERY);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [key]);
  return log;
}
