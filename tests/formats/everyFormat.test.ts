import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/entries/common';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const names = readdirSync(new URL('src/formats', root))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));
const docs = text('docs/formats.md');
const families = text('scripts/recordings/families.mjs');

/** What is still to be done for a format, in the order of CONTRIBUTING. */
const missing = (name: string): string[] =>
  [
    !(name in library) && `export ${name} in src/entries/common.ts`,
    !existsSync(new URL(`tests/formats/${name}.test.ts`, root)) && `write tests/formats/${name}.test.ts`,
    !families.includes(`${name}(`) && `name its family of recordings in scripts/recordings/families.mjs`,
    !docs.includes(`\`${name}(`) && !docs.includes(`\`${name}\``) && `give it a row in docs/formats.md`,
  ].filter((step) => step !== false);

describe('every format in src/formats', () => {
  it.each(names)('%s is exported, tested, documented and run against recordings', (name) => {
    expect(missing(name)).toEqual([]);
  });
});
