/** What a page can tell about coming back. */
export interface WakeListener {
  /** The device has a network again. */
  online(): void;
  /** The page is visible again; `restored` when it comes out of the back/forward cache, its connections cut. */
  awake(restored: boolean): void;
}

/** Listens for the page coming back to life; where there is no page, never. Returns what ends it. */
export function onWake(listener: WakeListener): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const visible = (): void => {
    if (document.visibilityState === 'visible') listener.awake(false);
  };
  const shown = (event: PageTransitionEvent): void => listener.awake(event.persisted);
  const online = (): void => listener.online();
  document.addEventListener('visibilitychange', visible);
  window.addEventListener('pageshow', shown);
  window.addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', visible);
    window.removeEventListener('pageshow', shown);
    window.removeEventListener('online', online);
  };
}
