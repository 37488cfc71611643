import { createContext, useContext } from 'react';
import type { Transport } from '../protocol/transport';

/** What an `SseProvider` does for the hooks below it. The code is the provider's, so an app without one does not load it. */
export interface SseScope {
  /** The options of a hook, completed with the provider's. `owner` identifies the call of the hook. */
  apply<Options extends object>(owner: object, options: Options, fallback: Transport): Options;
  /** Reports changes of the owner's status to `debug`. Returns what ends it. */
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
