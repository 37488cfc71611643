import { type ReactNode, useContext, useInsertionEffect, useMemo, useState } from 'react';
import type { TimeoutOptions } from '../attempts/attempts';
import type { SseError } from '../protocol/error';
import type { HeadersOption, Resolvable } from '../protocol/request';
import type { Retry } from '../attempts/retry';
import type { Throttle } from '../publish/throttle';
import type { EventSourceConstructor, FetchLike } from '../protocol/transport';
import { SseContext, type SseScope } from './context';
import type { SseDebug } from './debug';
import { createScope, noDefaults, type SseDefaults } from './scope';

/** The defaults of a subtree. A hook's own options win; headers are merged by name. */
export interface SseProviderProps {
  children?: ReactNode;
  /** In place of the platform's, for transports over fetch that have none of their own. */
  fetch?: FetchLike | undefined;
  /** In place of the platform's, for the transport `eventSource()`. */
  EventSource?: EventSourceConstructor | undefined;
  /**
   * A value, or a function (may be async) called afresh for each attempt. The browser's `EventSource` sends none; a class
   * in its place gets them as `headers` in its second argument.
   */
  headers?: Resolvable<HeadersOption | undefined> | undefined;
  /** The default for feeds, and for answers by GET. A POST is sent again only where the hook's own `retry` says so. */
  retry?: Retry | undefined;
  /** How often new data re-renders. */
  throttle?: Throttle | undefined;
  /** How long to wait for what, in ms. */
  timeout?: TimeoutOptions | undefined;
  /** Where the hook has no `onError` of its own. */
  onError?: ((error: SseError, willRetry: boolean) => void) | undefined;
  /** Gets every request, message and change of status below. The `debug` of outer providers gets them, too. */
  debug?: SseDebug | undefined;
}

function mergeDefaults(outer: SseDefaults, props: SseProviderProps): SseDefaults {
  const { fetch, EventSource, headers, debug } = props;
  return {
    fetch: fetch ?? outer.fetch,
    EventSource: EventSource ?? outer.EventSource,
    headers: headers ? [...outer.headers, headers] : outer.headers,
    retry: props.retry ?? outer.retry,
    throttle: props.throttle ?? outer.throttle,
    timeout: props.timeout ?? outer.timeout,
    onError: props.onError ?? outer.onError,
    debug: debug ? [...outer.debug, debug] : outer.debug,
  };
}

/**
 * Defaults for every hook below. Values written inline never reconnect; a nested provider overrides what it names.
 *
 * @example
 * <SseProvider headers={() => ({ authorization: `Bearer ${token()}` })} onError={report}>
 *   <App />
 * </SseProvider>
 */
export function SseProvider({ children, ...props }: SseProviderProps): ReactNode {
  const outer = (useContext(SseContext) as ProvidedScope | null)?.defaults ?? noDefaults;
  const [scope] = useState(() => createScope(noDefaults));
  const { fetch, EventSource, headers, retry, throttle, timeout, onError, debug } = props;
  const provided = useMemo<ProvidedScope>(() => {
    const own = { fetch, EventSource, headers, retry, throttle, timeout, onError, debug };
    const defaults = mergeDefaults(outer, own);
    return { defaults, watch: scope.watch, apply: scope.apply(defaults) };
  }, [outer, scope, fetch, EventSource, headers, retry, throttle, timeout, onError, debug]);
  useInsertionEffect(() => scope.setDefaults(provided.defaults));
  return <SseContext.Provider value={provided}>{children}</SseContext.Provider>;
}

/** What a provider passes to the hooks and providers below it. */
interface ProvidedScope extends SseScope {
  readonly defaults: SseDefaults;
}
