const EVENTS = ['visibilitychange', 'pageshow', 'online'];

/**
 * Listens for whatever may mean that a page or device comes back to life: `visibilitychange`, `pageshow` (`persisted`
 * when it comes out of the back/forward cache) and `online`. Where there is no page, never. Returns what ends it.
 */
export function onPageResume(listener: (event: Event) => void): () => void {
  const each = (act: 'addEventListener' | 'removeEventListener'): void => {
    // Captured, since not every browser lets `visibilitychange` bubble from the document to the window.
    for (const type of EVENTS) globalThis[act]?.(type, listener, true);
  };
  each('addEventListener');
  return () => each('removeEventListener');
}
