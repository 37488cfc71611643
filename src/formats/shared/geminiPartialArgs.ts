type Node = Record<string, unknown>;

/** A piece of a function call's arguments, as Vertex streams it. */
export interface GeminiPartialArg {
  /** Such as `$.place.names[0]`. */
  readonly jsonPath: string;
  readonly stringValue?: string;
  readonly numberValue?: number;
  readonly boolValue?: boolean;
}

/**
 * Puts together arguments that come piece by piece, for `gemini({ partialArgs: geminiPartialArgs })`: what is needed
 * where the request says `streamFunctionCallArguments`.
 */
export function geminiPartialArgs(json: string, args: readonly GeminiPartialArg[]): string {
  const root = JSON.parse(json || '{}') as Node;
  for (const { jsonPath, stringValue, numberValue, boolValue } of args) {
    set(root, jsonPath.match(/[^$.[\]'"]+/g) ?? [], stringValue ?? numberValue ?? boolValue ?? null);
  }
  return JSON.stringify(root);
}

/** Sets the value at a path; a string goes on where it stopped. */
function set(node: Node, [name = '', ...rest]: string[], value: unknown): Node {
  // Own properties only: a path may say `__proto__`.
  const before = Object.hasOwn(node, name) ? node[name] : undefined;
  const after = rest[0] ? set((before ?? (/^\d/.test(rest[0]) ? [] : {})) as Node, rest, value) : value;
  node[name] = typeof before === 'string' ? before + String(after) : after;
  return node;
}
