import { noop } from '../platform/callbacks';

/** A page that is perhaps being left keeps what breaks to itself, and reports it only if it stays or comes back. */
export interface Leaving {
  /** The page is perhaps being left. */
  readonly begin: () => void;
  /** Reports at once, or, while the page is perhaps being left, when that is over. The newest report says it all. */
  readonly report: (report: () => void) => void;
  /** It is over. Gives the report that was held back; `undefined` where the page was not being left. */
  readonly end: () => (() => void) | undefined;
}

/** How long a page that is being left may take to go, in ms. */
const LEAVING_TIME = 1000;

export function createLeaving(): Leaving {
  /** Defined while the page is perhaps being left. */
  let held: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): typeof held => {
    const report = held;
    clearTimeout(timer);
    timer = held = undefined;
    return report;
  };
  return {
    begin: () => void (held ??= noop),
    report(report) {
      if (!held) return report();
      held = report;
      timer ??= setTimeout(() => end()?.(), LEAVING_TIME);
    },
    end,
  };
}
