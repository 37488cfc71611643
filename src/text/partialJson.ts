import { createJsonReader, type JsonReader } from './jsonReader';

/** `T` with all that may be missing while it grows. */
export type DeepPartial<T> = T extends readonly (infer Item)[]
  ? readonly DeepPartial<Item>[]
  : T extends object
    ? { readonly [Name in keyof T]?: DeepPartial<T[Name]> }
    : T;

interface Entry {
  readonly reader: JsonReader;
  json: string;
  value: unknown;
}

const REMEMBERED = 32;
/** What was read last, the newest first. */
const remembered: Entry[] = [];

/**
 * The value of JSON that is still being written, such as a tool call's `arguments`: what is there so far, with
 * strings, lists, objects and numbers that grow. A name without a value, and a literal or an escape that is not whole,
 * are left out until they are. `undefined` as long as there is nothing, or if it is no JSON list or object; where it
 * stops being JSON, what came before.
 *
 * A text that continues an earlier one costs what is new in it. What has not changed in the value is the same object as
 * before, so it must not be written to.
 */
export function parsePartialJson(json: string): unknown {
  return recall(json).value;
}

/**
 * {@link parsePartialJson} for an answer in JSON of a known shape. The text of the last strings and numbers may still
 * grow, and nothing is checked: validate the whole when the answer is done.
 *
 * @example
 * const recipe = partialObject<Recipe>(text);
 * return <h1>{recipe?.title}</h1>;
 */
export function partialObject<T>(text: string): DeepPartial<T> | undefined {
  return recall(text).value as DeepPartial<T> | undefined;
}

/** What is remembered of the text or, if it continues an earlier one, read on from there. */
function recall(json: string): Entry {
  const at = remembered.findIndex((entry) => entry.json === json);
  const entry = at < 0 ? readOn(json) : remembered.splice(at, 1)[0]!;
  remembered.unshift(entry);
  remembered.length = Math.min(remembered.length, REMEMBERED);
  return entry;
}

function readOn(json: string): Entry {
  let from = -1;
  remembered.forEach((entry, i) => {
    if (entry.json.length > (remembered[from]?.json.length ?? 0) && continues(json, entry.json)) from = i;
  });
  const entry = remembered.splice(from, from < 0 ? 0 : 1)[0] ?? {
    reader: createJsonReader(),
    json,
    value: undefined,
  };
  entry.json = json;
  entry.value = entry.reader.read(json);
  return entry;
}

/** Some forty times as fast as `startsWith` is on long texts. */
const continues = (text: string, start: string): boolean => text.slice(0, start.length) === start;
