import type { Driver } from './driver.ts';

/** One case of the table, under the name that LaunchDarkly's harness has for it. */
export interface Case {
  readonly group: string;
  readonly name: string;
  /** The capability without which it is not asked. */
  readonly needs?: string | undefined;
  /** What came of it, in order. */
  readonly run: (driver: Driver) => Promise<readonly unknown[]>;
  /** What must have come: of an object, at least this. */
  readonly wants: readonly unknown[];
}

export const nameOf = ({ group, name }: Case): string => `${group}/${name}`;
