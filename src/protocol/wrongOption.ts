import type { SseError } from './error';
import { badRequest } from './request';

/** Which options, of which kind they have to be, and the words for it. A kind is named as by `Object.prototype.toString`. */
export type Rule = readonly [names: RegExp, kinds: RegExp, what: string];

/** The kind of what is no option, and often taken for one. */
export const NONE = /^$/;

/** What runs and feeds have in common. */
const COMMON: readonly Rule[] = [
  [/^retry$/, /^(?:Number|Boolean|Object)$/, 'a number, a boolean or an object, as in `{ limit: 3 }`'],
  [/^timeout$/, /^(?:Object|Boolean)$/, 'an object, as in `{ idle: 30000 }`'],
  [/^transport$/, /Function/, 'a function, as in `fetchEventSource()`'],
  [/^on[a-z]/, NONE, 'spelt as in `onMessage`'],
  [/^(?:on[A-Z].*|fetch|reducer|isGap)$/, /Function|Boolean/, 'a function'],
];

/** The first option with a value that it cannot have, as an error that says what to write. */
export function findWrongOption(options: object, rules: readonly Rule[]): SseError | undefined {
  for (const [name, value] of Object.entries(options)) {
    const rule = [...rules, ...COMMON].find(([names]) => names.test(name));
    if (value != null && rule && !rule[1].test(Object.prototype.toString.call(value).slice(8, -1)))
      return badRequest(`\`${name}\` must be ${rule[2]}.`);
  }
  return undefined;
}
