import type { Answer } from '../answer/answer';
import type { Change, Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';
import { KEEP_ALIVE } from './shared/jsonFormat';
import { readErrorMessage } from './shared/readError';

/** Picks the change from a message's JSON; see {@link Change} for what it may return. */
export type JsonTextPick = (value: unknown, message: SseMessage, answer: Answer) => Change;

/**
 * Each message's data is JSON with the text at `path` (`'token'`, `'choices.0.text'`; without one the JSON is the
 * text itself), or what a function makes of the parsed value. Messages without a value there add nothing. Reads
 * messages without a name, and others only where `events` names them; `event: error` is an error with its words. A
 * clean close ends the answer, as does `[DONE]`.
 */
export const jsonText = (path: string | JsonTextPick = ''): Format => {
  const read = (message: SseMessage, answer: Answer): Change => {
    const data = message.data.trim();
    const { type } = message;
    if (type === 'error') return readErrorMessage(data);
    if (data === '[DONE]') return { type: 'done' };
    if (!data || KEEP_ALIVE.test(type)) return undefined;
    const value: unknown = JSON.parse(data);
    return typeof path === 'function' ? path(value, message, answer) : textAt(value, path);
  };
  return Object.assign(read, { formatName: 'jsonText', events: ['message', 'error'] });
};

function textAt(value: unknown, path: string): Change {
  let found = value;
  for (const name of path ? path.split('.') : [])
    found = (found as Record<string, unknown> | null | undefined)?.[name];
  if (found !== undefined && found !== null && typeof found !== 'string') {
    throw new TypeError(`expected a string at "${path}"`);
  }
  return found;
}
