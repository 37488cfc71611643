import { jsonrepair } from 'jsonrepair';

const TOKENS = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/gs;
const REMEMBERED = 16;
const remembered = new Map<string, unknown>();

/**
 * The value of JSON that is still being written, such as a tool call's `arguments`: what is there so far, with
 * strings, lists and objects that grow. A name without a value, and a literal that is not whole, are left out until
 * they are. `undefined` as long as there is nothing, or if it is no JSON object or list.
 *
 * The value of a string is remembered, and is the same object each time: it must not be changed.
 */
export function parsePartialJson(json: string): unknown {
  if (remembered.has(json)) return remembered.get(json);
  const value = parse(json);
  if (remembered.size >= REMEMBERED) remembered.delete(remembered.keys().next().value!);
  remembered.set(json, value);
  return value;
}

function parse(json: string): unknown {
  if (!/^\s*[{[]/.test(json)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    try {
      return JSON.parse(jsonrepair(wholePart(json)));
    } catch {
      return undefined;
    }
  }
}

/** Without a name or a literal that is not whole at its end: a repair would invent a value for them. */
function wholePart(json: string): string {
  const open: string[] = [];
  const tokens: { text: string; at: number; isName: boolean }[] = [];
  for (const { 0: text, index: at } of json.matchAll(TOKENS)) {
    const isName = text.startsWith('"') && open.at(-1) === '{' && /[{,]/.test(tokens.at(-1)!.text);
    tokens.push({ text, at, isName });
    if (text === '{' || text === '[') open.push(text);
    if (text === '}' || text === ']') open.pop();
  }
  let end = json.length;
  for (let last = tokens.at(-1); last && isUnfinished(last); last = tokens.at(-1)) {
    end = last.at;
    tokens.pop();
  }
  return json.slice(0, end);
}

const isUnfinished = ({ text, isName }: { text: string; isName: boolean }): boolean =>
  isName || text === ':' || !/^(["{}[\],]|(true|false|null)$|-?\d)/.test(text);
