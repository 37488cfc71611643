import type { TimeoutOptions } from '../attempts/attempts';
import { type SseError, toSseError } from '../protocol/error';
import { type HeadersOption, type Resolvable, resolve, resolveHeaders } from '../protocol/request';
import { asDefaultRetry, type Retry } from '../attempts/retry';
import type { Throttle } from '../publish/throttle';
import type {
  Attempt,
  EventSourceConstructor,
  FetchLike,
  SseRequest,
  SseSink,
  Transport,
} from '../protocol/transport';
import type { SseScope } from './context';
import { createEmit, debugAttempt, type SseDebug, watchStatus } from './debug';

type Headers = Resolvable<HeadersOption | undefined>;

/** The defaults of all providers around a hook; the nearest one wins. */
export interface SseDefaults {
  readonly fetch?: FetchLike | undefined;
  readonly EventSource?: EventSourceConstructor | undefined;
  /** The outermost first. */
  readonly headers: readonly Headers[];
  readonly retry?: Retry | undefined;
  readonly throttle?: Throttle | undefined;
  readonly timeout?: TimeoutOptions | undefined;
  readonly onError?: ((error: SseError, willRetry: boolean) => void) | undefined;
  /** All of them are called. */
  readonly debug: readonly SseDebug[];
}

export const noDefaults: SseDefaults = { headers: [], debug: [] };

/** One provider, from mount to unmount. */
export interface ProviderScope {
  readonly watch: SseScope['watch'];
  /** The defaults that attempts use from now on. */
  setDefaults(defaults: SseDefaults): void;
  /** Completes options with these defaults. */
  apply(defaults: SseDefaults): SseScope['apply'];
}

const isPlain = (headers: readonly Headers[]): boolean =>
  headers.every((layer) => typeof layer !== 'function');

/** Whether a transport brings a class of its own in place of the platform's `EventSource`. */
const hasOwnClass = ({ references = [] }: Transport): boolean => references.length > 0;

/** Whether the provider's headers are part of the request. The platform's `EventSource` sends none, other classes may. */
const sendsHeaders = (transport: Transport, { EventSource, headers }: SseDefaults): boolean =>
  headers.length > 0 && (transport.platform !== 'EventSource' || hasOwnClass(transport) || !!EventSource);

/** The identity of a transport below a provider: whatever changes the request that it makes. */
function identify(
  transport: Transport,
  defaults: SseDefaults,
): Pick<Transport, 'dynamic' | 'references'> & { key?: string } {
  const { platform, key, references = [] } = transport;
  const { fetch, EventSource, headers } = defaults;
  const isNative = platform === 'EventSource';
  const ofProvider = [isNative ? undefined : fetch, platform === 'fetch' ? undefined : EventSource];
  const withHeaders = sendsHeaders(transport, defaults);
  // The provider's class may be a wrapper of the platform's, which sends no headers: they are no reason to reconnect.
  const isCompared = withHeaders && isPlain(headers) && (!isNative || hasOwnClass(transport));
  const layers = (isCompared ? headers : []).map((layer) =>
    JSON.stringify(layer instanceof globalThis.Headers ? [...layer] : layer),
  );
  return {
    ...(key !== undefined && { key: [key, ...layers].join(' ').trim() }),
    dynamic: transport.dynamic === true || (withHeaders && !isCompared),
    references: references.length ? references : ofProvider.filter((each) => each !== undefined),
  };
}

async function resolveLayers(layers: readonly Headers[]): Promise<Record<string, string>> {
  const resolved = await Promise.all(layers.map((layer) => resolve(layer)));
  return Object.assign({}, ...resolved.map(resolveHeaders)) as Record<string, string>;
}

/** Makes one attempt as soon as the headers are known. */
function attemptLater(
  headers: Promise<Record<string, string>>,
  sink: SseSink,
  make: (headers: Record<string, string>) => ReturnType<Transport>,
): ReturnType<Transport> {
  let attempt: Attempt | undefined;
  let isClosed = false;
  /** Events that were added before the attempt was made. */
  const added: string[] = [];
  headers
    .then((resolved) => {
      if (isClosed) return;
      attempt = make(resolved);
      if (added.length) attempt.listen?.(added);
    })
    // A function for headers threw: trying again is no cure, unless it says so.
    .catch((error: unknown) => sink.fail(toSseError('network', error, { isRetryable: false })));
  const close: Attempt = (isFinished) => {
    isClosed = true;
    attempt?.(isFinished);
  };
  return Object.assign(close, {
    listen(events: readonly string[]) {
      if (attempt) attempt.listen?.(events);
      else added.push(...events);
    },
    isAlive: () => attempt?.isAlive?.() ?? true,
  });
}

export function createScope(initial: SseDefaults): ProviderScope {
  let current = initial;
  /**
   * For each call of a hook, the completed transports without a key: they are compared by identity, so the same
   * transport must be completed to the same one.
   */
  const owners = new WeakMap<object, WeakMap<Transport, Transport>>();
  const completedOf = (object: object): WeakMap<Transport, Transport> => {
    let completed = owners.get(object);
    if (!completed) owners.set(object, (completed = new WeakMap()));
    return completed;
  };

  const attempt = (
    object: object,
    transport: Transport,
    request: SseRequest,
    sink: SseSink,
  ): ReturnType<Transport> => {
    const defaults = current;
    const { fetch, EventSource, headers, debug } = defaults;
    const make = (provided: Record<string, string>): ReturnType<Transport> => {
      const completed = {
        ...request,
        fetch: request.fetch ?? fetch,
        EventSource: request.EventSource ?? EventSource,
        init: { ...request.init, headers: { ...provided, ...request.init.headers } },
      };
      if (!debug.length) return transport(completed, sink);
      return debugAttempt(
        transport,
        completed,
        sink,
        createEmit(object, () => current.debug),
      );
    };
    if (!sendsHeaders(transport, defaults)) return make({});
    return attemptLater(resolveLayers(headers), sink, make);
  };

  const complete = (object: object, transport: Transport, defaults: SseDefaults): Transport => {
    const made: Transport = (request, sink) => attempt(object, transport, request, sink);
    Object.assign(made, transport, identify(transport, defaults));
    if (transport.key !== undefined) return made;
    const completed = completedOf(object);
    const known = completed.get(transport) ?? made;
    completed.set(transport, known);
    return known;
  };

  return {
    watch: (owner) =>
      watchStatus(
        owner,
        createEmit(owner, () => current.debug),
      ),
    setDefaults(defaults) {
      current = defaults;
    },
    apply: (defaults) => (object, options, fallback) => {
      const given = options as Partial<SseDefaults> & { transport?: Transport };
      const { throttle = defaults.throttle, timeout = defaults.timeout, onError = defaults.onError } = given;
      const { retry = asDefaultRetry(defaults.retry) } = given;
      const transport = given.transport ?? fallback;
      return {
        ...options,
        throttle,
        timeout,
        onError,
        retry,
        // What is none is told by the hook.
        transport: typeof transport === 'function' ? complete(object, transport, defaults) : transport,
      };
    },
  };
}
