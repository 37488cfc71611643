// @ts-check
// What `toInput` makes of recorded answers, as a TypeScript file: its compiler compares it with the request types of the
// providers' SDKs.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answerOf } from '../recordings/answer.mjs';
import { formatFor, notOneAnswer } from '../recordings/families.mjs';
import { findRecordings } from '../recordings/find.mjs';

const own = fileURLToPath(new URL('../../tests/fixtures/recordings', import.meta.url));

/** What servers add to OpenAI's messages: its SDK has no types for that. */
const DIALECTS = [
  'reasoning',
  'reasoning_content',
  'reasoning_text',
  'reasoning_details',
  'reasoning_opaque',
  'thinking_blocks',
  'cot_summary',
];

/** The SDK's type of what each format gives back. @type {Record<string, string>} */
const TYPES = {
  openaiChat: 'OpenAI.ChatCompletionMessageParam',
  openaiResponses: 'OpenAI.Responses.ResponseInputItem[]',
  anthropic: 'Anthropic.Beta.BetaMessageParam',
  gemini: 'Content',
};

/** The SDK of Gemini has enums where the wire has strings. @param {string} json */
const withEnums = (json) =>
  json.replace(
    /"(language|outcome|toolType)":"(\w+)"/g,
    (_, field, value) => `"${field}":${field[0].toUpperCase()}${field.slice(1)}.${value}`,
  );

/**
 * Writes `inputs.ts` into a folder; resolves to how many answers of each format it holds.
 *
 * @param {string} folder
 * @param {string[]} recordings folders of recordings
 */
export async function writeInputs(
  folder,
  recordings = [own, process.env['RECORDINGS_DIR'] ?? ''].filter(Boolean),
) {
  /** @type {typeof import('../../src/entries/core.ts')} */
  const library = await import(new URL('../../dist/core.js', import.meta.url).href);
  const lines = [
    "import type Anthropic from '@anthropic-ai/sdk';",
    "import { type Content, Language, Outcome, ToolType } from '@google/genai';",
    "import type OpenAI from 'openai';",
    'export const enums = [Language, Outcome, ToolType];',
  ];
  /** @type {Record<string, number>} */
  const counts = {};
  for (const recording of recordings.flatMap(findRecordings)) {
    const format = formatFor(library, recording.family, recording.name);
    const name = format?.formatName ?? '';
    if (!format || !TYPES[name] || notOneAnswer[recording.file]) continue;
    const answer = await answerOf(library, recording, format);
    if (answer.status !== 'done') continue;
    const { toInput } = /** @type {{ toInput: (answer: object) => object }} */ (
      /** @type {unknown} */ (library[/** @type {'openaiChat'} */ (name)])
    );
    const input = Object.entries(toInput(answer)).filter(([field]) => !DIALECTS.includes(field));
    const json = JSON.stringify(name === 'openaiResponses' ? toInput(answer) : Object.fromEntries(input));
    const count = (counts[name] = (counts[name] ?? 0) + 1);
    lines.push(`// ${recording.file}`, `export const ${name}${count}: ${TYPES[name]} = ${withEnums(json)};`);
  }
  await writeFile(join(folder, 'inputs.ts'), `${lines.join('\n')}\n`);
  return counts;
}
