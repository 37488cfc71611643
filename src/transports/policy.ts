/** Says whether the page's Content-Security-Policy has refused a connection. */
interface PolicyWatch {
  isViolated(): boolean;
  stop(): void;
}

/** Watches for a report that names `connect-src`, where there is a page. */
export function watchPolicy(): PolicyWatch {
  let isViolated = false;
  const note = (event: Event): void => {
    const { effectiveDirective, violatedDirective } = event as SecurityPolicyViolationEvent;
    if (/connect-src|default-src/.test(effectiveDirective || violatedDirective)) isViolated = true;
  };
  const page = globalThis.document as Partial<Document> | undefined;
  const type = 'securitypolicyviolation';
  const each = (act: 'addEventListener' | 'removeEventListener'): void => {
    try {
      page?.[act]?.(type, note);
    } catch {
      // A page that is none, as some runtimes pretend to have: it reports nothing.
    }
  };
  each('addEventListener');
  return { isViolated: () => isViolated, stop: () => each('removeEventListener') };
}
