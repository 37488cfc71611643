import { useEffect } from 'react';

/** Tells the server when the page is left. `keepalive` lets the request outlive the page. */
export function useLastRequest(url: string, id: string): void {
  useEffect(() => {
    const leave = (): void => {
      fetch(url, { method: 'POST', body: JSON.stringify({ id }), keepalive: true }).catch(() => {});
    };
    addEventListener('pagehide', leave);
    return () => removeEventListener('pagehide', leave);
  }, [url, id]);
}
