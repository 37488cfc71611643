import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatFor } from '../../scripts/recordings/families.mjs';
import { findRecordings } from '../../scripts/recordings/find.mjs';
import * as library from '../../src/entries/common';
import { pathsOf } from '../support/contributing.ts';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => {
  const file = new URL(path, root);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const names = readdirSync(new URL('src/formats', root))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));
const docs = text('docs/formats.md');
const recorded = new Set(
  findRecordings(fileURLToPath(new URL('tests/fixtures/recordings', root))).map(
    ({ family, name }) => formatFor(library, family, name)?.formatName,
  ),
);
/** They read any text, so that no stream is foreign to them: the shared suite does not fit. */
const forAnyText = ['plainText', 'jsonText'];

/** What is still to be done for a format, in the order of CONTRIBUTING. */
const missing = (name: string): string[] => {
  const folder = `tests/fixtures/recordings/${name.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
  const test = `tests/formats/${name}.test.ts`;
  return [
    !recorded.has(name) &&
      `record an answer in ${folder}/answer.sse, with what it says in answer.expected.json`,
    !text(test) && `write ${test}`,
    !forAnyText.includes(name) && !text(test).includes('describeFormat(') && `call describeFormat in ${test}`,
    !(name in library) && `export ${name} in src/entries/common.ts`,
    !docs.includes(`\`${name}(`) && `give it a row in docs/formats.md`,
  ].filter((step) => step !== false);
};

describe('every format in src/formats', () => {
  it.each(names)('%s is exported, recorded, tested and documented', (name) => {
    expect(missing(name)).toEqual([]);
  });
});

describe('CONTRIBUTING', () => {
  it('names every step that a format without any of them lacks', () => {
    const { paths, unnamed } = pathsOf(missing('yours'), 'Adding a format');
    expect(paths.length).toBeGreaterThan(4);
    expect(unnamed).toEqual([]);
  });
});
