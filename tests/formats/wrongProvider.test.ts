import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { findRecordings } from '../../scripts/recordings/find.mjs';
import * as library from '../../src/entries/common';
import type { Format } from '../../src/answer/format';
import { play } from './support/play';

/** The first whole answer of each format: those of any text have none that would be foreign to them. */
const answers = new Map<string, { format: Format; file: string; wire: string }>();
for (const { file, family, name, bytes, expected } of findRecordings(
  fileURLToPath(new URL('../fixtures/recordings', import.meta.url)),
)) {
  const format = formatFor(library, family, name);
  const formatName = format?.formatName ?? '';
  if (!format || expected.error || /^(plainText|jsonText)?$/.test(formatName) || answers.has(formatName))
    continue;
  answers.set(formatName, { format, file, wire: bytes.toString() });
}

const foreign = [...answers].flatMap(([mine, { format }]) =>
  [...answers]
    // What comes in lines is no event stream.
    .filter(([other, { file }]) => other !== mine && file.endsWith('.sse'))
    .map(([, { file, wire }]) => ({ mine, file, format, wire })),
);

describe('the stream of another provider', () => {
  it.each(foreign)('given to $mine: $file', ({ mine, format, wire }) => {
    const { answer, error } = play(format, wire);
    expect(error?.kind).toBe('format');
    expect(error?.message).toContain(mine);
    expect(answer).toMatchObject({ text: '', done: false });
  });
});
