import { NONE, type Rule } from '../protocol/wrongOption';

/** What the options of a run have to be, where they are often something else. */
export const RULES: readonly Rule[] = [
  [/^signal$/, /^(?:\w*Signal|Object)$/, 'a signal, as in `controller.signal`'],
  [/^format$/, /^\w*Function$/, 'a function, as in `openaiChat()`'],
  [/^events$/, /^Array$/, "a list, as in `['message']`"],
  [/^resume$/, /^Object$/, 'an object, as in `byLocation()`'],
  [/^withCredentials$/, NONE, "spelt `credentials: 'include'`"],
  [/^(?:messages?|prompt|question|input|model|stream)$/, NONE, 'in `body`'],
];
