import { isIgnoredPromise, noop } from '../platform/callbacks';
import { messageOf, SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';

/**
 * The part of a Standard Schema that is used: zod, valibot, arktype and others have it.
 *
 * @see https://standardschema.dev
 */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

type SchemaResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Makes a value of a message's text: a function, or a schema that validates the parsed JSON. */
export type Decoder<T = unknown> = ((data: string) => T) | StandardSchema<T>;

/** What a map of events may say of one: `true` or nothing leaves its text as it is. */
type EventDecoder = Decoder | true | undefined;

/**
 * Which events, and what their data is decoded with. Names alone leave it a string; `'*'` means all types, which only
 * transports over fetch can do.
 */
export type EventsOption = '*' | readonly string[] | Readonly<Record<string, EventDecoder>>;

type Decoded<D> = D extends {
  readonly '~standard': { readonly types?: { readonly output: infer T } | undefined };
}
  ? T
  : D extends (data: string) => infer T
    ? T
    : string;

/** The messages that an `events` option lets through: a union discriminated by `type`. Without one, `message`. */
export type MessageOf<Events extends EventsOption> = EventsOption extends Events
  ? SseMessage<'message'>
  : MessageIn<Events>;

type MessageIn<Events extends EventsOption> = Events extends '*'
  ? SseMessage
  : Events extends readonly string[]
    ? { [Name in Events[number]]: SseMessage<Name> }[Events[number]]
    : { [Name in keyof Events & string]: SseMessage<Name, Decoded<Events[Name]>> }[keyof Events & string];

/** A decoder that parses JSON and believes it to be `T`, without checking. */
export const json =
  <T>(): ((data: string) => T) =>
  (data) =>
    JSON.parse(data) as T;

/** The names of an `events` option. */
export function eventNames(events: EventsOption): readonly string[] {
  if (events === '*') return ['*'];
  return Array.isArray(events) ? (events as readonly string[]) : Object.keys(events);
}

/** Whether an `events` option lets a message of that type through. */
export function accepts(events: EventsOption, type: string): boolean {
  if (events === '*') return true;
  return Array.isArray(events) ? events.includes(type) : Object.hasOwn(events, type);
}

const path = (issue: SchemaIssue): string =>
  (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.');

/** Refuses what no decoder may return: a promise, whatever its realm, or a decoder, where it was not called itself. */
function checkValue(value: unknown, type: string, body: string): void {
  if (!isIgnoredPromise(value) && typeof value !== 'function' && !standardOf(value)) return;
  throw new SseError(
    'decode',
    `The decoder of event "${type}" must be a synchronous function or schema, as in \`json()\`. ` +
      'Do what takes time in onMessage.',
    { body },
  );
}

const standardOf = (value: unknown): unknown => (value as Partial<StandardSchema> | null)?.['~standard'];

function validate(schema: StandardSchema, type: string, data: string): unknown {
  const result = schema['~standard'].validate(JSON.parse(data));
  checkValue(result, type, data);
  const { issues } = result as SchemaResult<unknown>;
  if (!issues) return (result as { value: unknown }).value;
  const [issue] = issues;
  const where = issue && path(issue);
  throw new SseError(
    'decode',
    `The schema of event "${type}" refused ${where ? `"${where}"` : 'its data'}: ${issue?.message ?? 'invalid'}. ` +
      'Change the schema or what the server sends.',
    { body: data, cause: issues },
  );
}

/**
 * Decodes a message with its decoder.
 *
 * @throws SseError of kind `'decode'`, with the text in `body`; or the one that the decoder threw
 */
export function decode(events: EventsOption, message: SseMessage): SseMessage<string, unknown> {
  if (typeof events !== 'object' || Array.isArray(events)) return message;
  const decoder = (events as Readonly<Record<string, EventDecoder>>)[message.type];
  if (!decoder || decoder === true) return message;
  const { type, data, lastEventId } = message;
  try {
    let value: unknown = noop;
    if (standardOf(decoder)) value = validate(decoder as StandardSchema, type, data);
    else if (typeof decoder === 'function') value = decoder(data);
    checkValue(value, type, data);
    return { type, data: value, lastEventId };
  } catch (cause) {
    if (cause instanceof SseError) throw cause;
    throw new SseError(
      'decode',
      `The decoder of event "${type}" threw: ${messageOf(cause)}. Make it accept what the server sends, or use \`true\` ` +
        'as the decoder to get its text.',
      { body: data, cause },
    );
  }
}
