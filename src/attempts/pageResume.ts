const RESUME = ['visibilitychange', 'pageshow', 'online'];
const LEAVE = ['beforeunload', 'pagehide'];

/** What a page does that matters to connections. */
export interface PageListener {
  /**
   * The page or device may have come back to life: `visibilitychange`, `pageshow` (`persisted` when it comes out of
   * the back/forward cache) or `online`.
   */
  readonly resumed: (event: Event) => void;
  /** The page is perhaps being left, or has been: `beforeunload` or `pagehide`. */
  readonly left: () => void;
}

/** Listens to the page; where there is none, nothing is ever heard. Returns what ends it. */
export function watchPage({ resumed, left }: PageListener): () => void {
  // Captured in a page, since not every browser lets `visibilitychange` bubble. Workers refuse to capture.
  const capture = typeof document === 'object';
  const each = (act: 'addEventListener' | 'removeEventListener'): void => {
    for (const type of RESUME) globalThis[act]?.(type, resumed, capture);
    for (const type of LEAVE) globalThis[act]?.(type, left, capture);
  };
  each('addEventListener');
  return () => each('removeEventListener');
}
