import type { SseError } from './error';
import { kindOf } from '../platform/kind';
import { badRequest } from './request';

/** Which options, of which kind they have to be, and the words for it. A string is its own kind, in quotes. */
export type Rule = readonly [names: RegExp, kinds: RegExp, what: string];

/** The kind of what is no option, and often taken for one. */
export const NONE = /^$/;

/** What runs and feeds have in common. */
const COMMON: readonly Rule[] = [
  [/^retry$/, /^(?:Number|Boolean|Object)$/, 'a number, a boolean or an object, as in `{ limit: 3 }`'],
  [/^timeout$/, /^(?:Object|Boolean)$/, 'an object, as in `{ idle: 30000 }`'],
  [/^transport$/, /^\w*Function$/, 'a function, as in `fetchEventSource()`'],
  [/^on[a-z]/, NONE, 'spelt as in `onMessage`'],
  [/^(?:on[A-Z].*|fetch|reducer|isGap)$/, /^(?:\w*Function|Boolean)$/, 'a function'],
];

/** The first option with a value that it cannot have, as an error that says what to write. */
export function findWrongOption(options: object, rules: readonly Rule[]): SseError | undefined {
  for (const [name, value] of Object.entries(options)) {
    const rule = [...rules, ...COMMON].find(([names]) => names.test(name));
    if (value != null && rule && !rule[1].test(typeof value === 'string' ? `'${value}'` : kindOf(value)))
      return badRequest(`\`${name}\` must be ${rule[2]}.`);
  }
  return undefined;
}
