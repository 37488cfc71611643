const LABEL = String.raw`\[(?=[^\]]*[^\s\]])(?:[^[\]\\]|\\[\s\S]){1,999}\]:`;
const GAP = String.raw`[ \t]*(?:\n[ \t]*)?`;
const TARGET = String.raw`(?:<(?:[^<>\n\\]|\\.)*>|(?!<)\S+)`;
const TITLE = String.raw`(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\((?:[^()\\]|\\[\s\S])*\))`;

/** A definition to its end: a title may stand in the next line. */
const DEFINITION = new RegExp(
  `^${LABEL}${GAP}(${TARGET})(?:(?:[ \\t]+|[ \\t]*\\n[ \\t]*)${TITLE})?[ \\t]*(?:\\n|$)`,
);
/** What may become one with the next line. */
const BEGUN = new RegExp(
  String.raw`^\[(?:(?:[^[\]\\]|\\[\s\S])*$|(?:[^[\]\\]|\\[\s\S])+\]:${GAP}(?:$|${TARGET}(?:[ \t]+|[ \t]*\n[ \t]*)(?:"(?:[^"\\]|\\[\s\S])*|'(?:[^'\\]|\\[\s\S])*|\((?:[^()\\]|\\[\s\S])*)$))`,
);
/** No definition is longer: a text that goes on is none. */
const LONGEST = 2_000;

/** The beginning of a paragraph, where its link reference definitions are. */
export interface DefinitionText {
  /** The definitions that are whole, a blank line before each. */
  readonly whole: string;
  /** One that may still go on, or begins; `null` once the paragraph has text of its own. */
  readonly rest: string | null;
}

export const noText: DefinitionText = { whole: '', rest: '' };

/** The definition that a text begins with. */
function find(text: string): string | undefined {
  const [definition, target = ''] = DEFINITION.exec(text) ?? [];
  return target.startsWith('<') || isBalanced(target) ? definition : undefined;
}

/** Whether each parenthesis of an address has its other half. */
function isBalanced(target: string): boolean {
  let depth = 0;
  for (const [sign] of target.matchAll(/\\.|[()]/g)) {
    if (sign === '(') depth++;
    if (sign === ')' && depth-- === 0) return false;
  }
  return depth === 0;
}

/** Goes on with the next line of the paragraph. */
export function readDefinitions({ whole, rest }: DefinitionText, line: string): DefinitionText {
  if (rest === null) return { whole, rest };
  let found = whole;
  let text = rest + line.replace(/^[ \t]+/, '') + '\n';
  for (let definition = find(text); definition; definition = find(text)) {
    if (definition === text) return { whole: found, rest: text };
    found += written(definition);
    text = text.slice(definition.length);
  }
  return { whole: found, rest: text.length < LONGEST && BEGUN.test(text) ? text : null };
}

/** Lines after the first are indented: one that looks like a fence must not become one. */
const written = (definition: string): string => `\n\n${definition.trimEnd().replaceAll('\n', '\n    ')}`;

/** All definitions, if the paragraph ends here. */
export function allDefinitions({ whole, rest }: DefinitionText): string {
  const last = rest && find(rest);
  return last ? whole + written(last) : whole;
}

/** Whether the paragraph has nothing but definitions. */
export const isOnlyDefinitions = ({ rest }: DefinitionText): boolean => rest !== null && find(rest) === rest;
