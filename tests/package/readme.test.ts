import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readme = read('README.md');

/** The members of an interface, with all that it inherits. */
function membersOf(files: Readonly<Record<string, string>>): Record<string, string[]> {
  const paths = Object.values(files).map((file) => new URL(file, root).pathname);
  const program = ts.createProgram([...new Set(paths)], {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.ReactJSX,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  return Object.fromEntries(
    Object.entries(files).map(([name, file]) => {
      const source = program.getSourceFile(new URL(file, root).pathname);
      const symbols = source ? checker.getExportsOfModule(checker.getSymbolAtLocation(source)!) : [];
      const type = checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === name)!);
      return [name, checker.getPropertiesOfType(type).map((property) => property.name)];
    }),
  );
}

/** The names in the first column of the table after a marker. */
function rowsOf(marker: string): string[] {
  const table = readme.split(`<!-- options: ${marker} -->`)[1]?.trimStart().split('\n\n')[0] ?? '';
  const names = table.split('\n').flatMap((row) => row.split('|')[1]?.match(/`(\w+)`/g) ?? []);
  return names.map((name) => name.slice(1, -1));
}

describe('README', () => {
  const blocks = [...readme.matchAll(/```tsx\n([\s\S]*?)```/g)].map((match) => match[1]);

  test('every example is a file of the playground, which type-checks and runs it', () => {
    const files = readdirSync(new URL('stories/examples/', root)).map((name) =>
      read(`stories/examples/${name}`),
    );
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    expect(new Set(blocks)).toEqual(new Set(files));
  });

  test('the first example is on the first screen and short', () => {
    const [first = ''] = blocks;
    expect(first.split('\n').filter(Boolean).length).toBeLessThanOrEqual(12);
    expect(readme.slice(0, readme.indexOf(first)).split('\n').length).toBeLessThan(12);
  });

  // a whole type check: slow on a busy machine
  test('the tables of options name options that there are', () => {
    const types = membersOf({
      UseEventSourceOptions: 'src/react/useEventSource.ts',
      UseSseStreamOptions: 'src/react/useSseStream.ts',
    });
    for (const hook of ['useEventSource', 'useSseStream']) {
      const known = types[`U${hook.slice(1)}Options`] ?? [];
      expect(rowsOf(hook).length).toBeGreaterThanOrEqual(6);
      expect(rowsOf(hook).filter((name) => !known.includes(name))).toEqual([]);
    }
  });

  test('every script that it names exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, name = ''] of readme.matchAll(/npm run ([\w:-]+)/g)) expect(scripts).toHaveProperty([name]);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test']));
  });
});
