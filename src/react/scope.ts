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
import { createEmit, type SseDebug, tellAttempt, watchStatus } from './debug';

type Headers = Resolvable<HeadersOption | undefined>;

/** What all providers around a hook say together, the nearest first in doubt. */
export interface SseDefaults {
  readonly fetch?: FetchLike | undefined;
  readonly EventSource?: EventSourceConstructor | undefined;
  /** The outermost first. */
  readonly headers: readonly Headers[];
  readonly retry?: Retry | undefined;
  readonly throttle?: Throttle | undefined;
  readonly timeout?: TimeoutOptions | undefined;
  readonly onError?: ((error: SseError, willRetry: boolean) => void) | undefined;
  /** All of them are told. */
  readonly debug: readonly SseDebug[];
  /** Tells connections of one `fetch` or `EventSource` from those of another: they are not shared. */
  readonly platformKey: string;
}

export const noDefaults: SseDefaults = { headers: [], debug: [], platformKey: '' };

/** One provider, from mount to unmount. */
export interface ProviderScope {
  readonly platformKey: string;
  readonly watch: SseScope['watch'];
  /** The defaults that attempts use from now on. */
  setDefaults(defaults: SseDefaults): void;
  /** Completes options with these defaults. */
  apply(defaults: SseDefaults): SseScope['apply'];
}

const isPlain = (headers: readonly Headers[]): boolean =>
  headers.every((layer) => typeof layer !== 'function');

/** The provider's part in a transport's key: what changes the request that it makes. */
function keyOf({ platform, key }: Transport, { headers, platformKey }: SseDefaults): { key?: string } {
  if (key === undefined) return {};
  const plain = platform === 'EventSource' || !isPlain(headers) ? [] : headers;
  const layers = plain.map((layer) =>
    JSON.stringify(layer instanceof globalThis.Headers ? [...layer] : layer),
  );
  return { key: [key, ...layers, platformKey].join(' ').trim() };
}

async function resolveLayers(layers: readonly Headers[]): Promise<Record<string, string>> {
  const resolved = await Promise.all(layers.map((layer) => resolve(layer)));
  return Object.assign({}, ...resolved.map(resolveHeaders)) as Record<string, string>;
}

/** One attempt, made once the headers are known. */
function attemptLater(
  headers: Promise<Record<string, string>>,
  sink: SseSink,
  make: (headers: Record<string, string>) => ReturnType<Transport>,
): ReturnType<Transport> {
  let attempt: Attempt | undefined;
  let isClosed = false;
  headers
    .then((given) => {
      if (!isClosed) attempt = make(given);
    })
    // A function for headers threw: trying again is no cure, unless it says so.
    .catch((error: unknown) => sink.fail(toSseError('network', error, { isRetryable: false })));
  const close = (): void => {
    isClosed = true;
    attempt?.();
  };
  return Object.assign(close, {
    listen: (events: readonly string[]) => attempt?.listen?.(events),
    isAlive: () => attempt?.isAlive?.() ?? true,
  });
}

export function createScope(initial: SseDefaults): ProviderScope {
  let current = initial;
  /**
   * The completed transports of each call of a hook. A transport without a key is compared by identity: so its
   * completed one keeps its own.
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
    const { fetch, EventSource, headers, debug } = current;
    const make = (given: Record<string, string>): ReturnType<Transport> => {
      const completed = {
        ...request,
        fetch: request.fetch ?? fetch,
        EventSource: request.EventSource ?? EventSource,
        init: { ...request.init, headers: { ...given, ...request.init.headers } },
      };
      if (!debug.length) return transport(completed, sink);
      return tellAttempt(
        transport,
        completed,
        sink,
        createEmit(object, () => current.debug),
      );
    };
    if (transport.platform === 'EventSource' || !headers.length) return make({});
    return attemptLater(resolveLayers(headers), sink, make);
  };

  const complete = (object: object, transport: Transport, defaults: SseDefaults): Transport => {
    const completed = completedOf(object);
    let known = completed.get(transport);
    if (!known)
      completed.set(transport, (known = (request, sink) => attempt(object, transport, request, sink)));
    const dynamic =
      transport.dynamic === true || (transport.platform !== 'EventSource' && !isPlain(defaults.headers));
    return Object.assign(known, transport, { dynamic }, keyOf(transport, defaults));
  };

  return {
    platformKey: Math.random().toString(36).slice(2),
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
      const { retry = asDefaultRetry(defaults.retry), transport = fallback } = given;
      return {
        ...options,
        throttle,
        timeout,
        onError,
        retry,
        transport: complete(object, transport, defaults),
      };
    },
  };
}
