import type { Scope } from './hook.tsx';

/** Something that a browser is asked to do; it throws where the library does it wrong. */
export interface Check {
  readonly name: string;
  /** What it returns is how the browser differs, where it does. */
  readonly play: (scope: Scope) => Promise<string | void>;
}

export interface CheckResult {
  readonly name: string;
  /** Why it failed. */
  readonly failure?: string;
  /** How the browser itself differs. */
  readonly own?: string | undefined;
}
