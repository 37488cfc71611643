import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as library from '../../src/entries/common';
import { pathsOf } from '../support/contributing.ts';

const root = new URL('../../', import.meta.url);
const text = (path: string): string => {
  const file = new URL(path, root);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
const names = readdirSync(new URL('src/transports', root))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));

/** It is the browser that parses: tests/browser/conformance.test.tsx has the same streams for it. */
const parsesNothing = ['eventSource'];

/** What is still to be done for a transport, in the order of CONTRIBUTING. */
const missing = (name: string): string[] => {
  const file = `tests/transports/${name}.test.ts`;
  const create = (library as Record<string, unknown>)[name] as (() => { key?: unknown }) | undefined;
  return [
    create && typeof create().key !== 'string' && `give it a key in src/transports/${name}.ts`,
    !text(file) && `write ${file}`,
    !parsesNothing.includes(name) &&
      !text(file).includes('describeConformance(') &&
      `call describeConformance of tests/transports/support/suite.ts in ${file}`,
    !create && `export ${name} in src/entries/common.ts`,
  ].filter((step) => typeof step === 'string');
};

describe('every transport in src/transports', () => {
  test.each(names)(
    '%s is exported, tells its options apart, and is tested with the streams of all',
    (name) => {
      expect(missing(name)).toEqual([]);
    },
  );
});

describe('CONTRIBUTING', () => {
  test('names every step that a transport without any of them lacks', () => {
    const { paths, unnamed } = pathsOf(missing('yours'), 'Adding a transport');
    expect(paths.length).toBeGreaterThan(3);
    expect(unnamed).toEqual([]);
  });
});
