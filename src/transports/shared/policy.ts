import { nextTask } from '../../platform/nextTask';

/** Says whether the page's Content-Security-Policy has refused a connection. */
interface PolicyWatch {
  /** Waits for the report of what has just failed: a browser dispatches it after it has rejected the `fetch`. */
  readonly settled: () => Promise<void> | undefined;
  /** A sentence for an error's message; empty where nothing was reported. */
  readonly hint: () => string;
  readonly stop: () => void;
}

/** Watches for a report that names `connect-src`, where there is a page. */
export function watchPolicy(): PolicyWatch {
  let hint = '';
  const note = (event: Event): void => {
    const { effectiveDirective, violatedDirective } = event as SecurityPolicyViolationEvent;
    if (/connect-src|default-src/.test(effectiveDirective || violatedDirective))
      hint = ' The page’s Content-Security-Policy may forbid it: check `connect-src`.';
  };
  const page = globalThis.document as Partial<Document> | undefined;
  const each = (act: 'addEventListener' | 'removeEventListener'): void => {
    try {
      page?.[act]?.('securitypolicyviolation', note);
    } catch {
      // A page that is none, as some runtimes pretend to have: it reports nothing.
    }
  };
  each('addEventListener');
  return {
    settled: () =>
      typeof SecurityPolicyViolationEvent === 'function'
        ? new Promise((resolve) => nextTask(resolve))
        : undefined,
    hint: () => hint,
    stop: () => each('removeEventListener'),
  };
}
