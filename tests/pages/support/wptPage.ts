// The page of the web platform tests: runs a case over Chromium's own class, or over the one made of a connection.
import type { SourceClass } from '../../wpt/case.ts';
import { outcomeOf } from '../../wpt/cases.ts';
import { Shim } from '../../wpt/shim.ts';

declare global {
  interface Window {
    outcomeOf: typeof inPage;
  }
}

const classes = { chromium: EventSource, shim: Shim } as unknown as Record<'chromium' | 'shim', SourceClass>;
const inPage = (
  index: number,
  name: 'chromium' | 'shim',
  origins: readonly [string, string],
): Promise<unknown> => outcomeOf(index, classes[name], origins);
window.outcomeOf = inPage;
