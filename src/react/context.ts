import { createContext, useContext } from 'react';
import type { Transport } from '../protocol/transport';

/** What an `SseProvider` does for the hooks below it. All of it lives there: without a provider it costs nothing. */
export interface SseScope {
  /** The options of a hook, completed with the provider's. `owner` stands for the hook's call. */
  apply<Options extends object>(owner: object, options: Options, fallback: Transport): Options;
  /** Follows an owner's state for `debug`. Returns what ends it. */
  readonly watch: (owner: object) => () => void;
}

export const SseContext = /* @__PURE__ */ createContext<SseScope | null>(null);

/** Completes a hook's options with those of the nearest provider. */
export function useDefaults<Options extends object>(
  owner: object,
  options: Options,
  fallback: Transport,
): Options {
  return useContext(SseContext)?.apply(owner, options, fallback) ?? options;
}
