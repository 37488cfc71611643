import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

test('every test that docs/testing.md shows is one that runs', () => {
  const suites = readdirSync(new URL('tests/testing/', root)).map((file) => read(`tests/testing/${file}`));
  const blocks = [...read('docs/testing.md').matchAll(/```tsx\n([\s\S]*?)```/g)].map(
    (match) => match[1] ?? '',
  );
  const shown = blocks.filter((block) => /^it\(/m.test(block));
  expect(shown.length).toBeGreaterThanOrEqual(2);
  for (const block of shown) expect(suites.some((suite) => suite.includes(block))).toBe(true);
});
