// What the playground's server uses of node:events, for the page that runs it without Node.
type Listener = (...values: unknown[]) => void;

export class EventEmitter {
  readonly #listeners = new Map<string, Set<Listener>>();

  on(name: string, listener: Listener): this {
    const known = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, known.add(listener));
    return this;
  }

  once(name: string, listener: Listener): this {
    const first: Listener = (...values) => {
      this.off(name, first);
      listener(...values);
    };
    return this.on(name, first);
  }

  off(name: string, listener: Listener): this {
    this.#listeners.get(name)?.delete(listener);
    return this;
  }

  emit(name: string, ...values: unknown[]): boolean {
    const listeners = [...(this.#listeners.get(name) ?? [])];
    for (const listener of listeners) listener(...values);
    return listeners.length > 0;
  }

  setMaxListeners(): this {
    return this;
  }
}

/** Resolves with the next event of that name; rejects when the signal aborts. */
export const once = (
  emitter: EventEmitter,
  name: string,
  { signal }: { signal?: AbortSignal } = {},
): Promise<unknown[]> =>
  new Promise((resolve, reject) => {
    const listener: Listener = (...values) => {
      signal?.removeEventListener('abort', gone);
      resolve(values);
    };
    const gone = (): void => {
      emitter.off(name, listener);
      reject(signal?.reason as Error);
    };
    if (signal?.aborted) return gone();
    emitter.once(name, listener);
    signal?.addEventListener('abort', gone, { once: true });
  });
