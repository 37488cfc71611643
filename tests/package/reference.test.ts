import { expect, test } from 'vitest';
import { createReadme, createReference, readReadme, readReference } from '../../scripts/reference.mjs';

test('the reference is what the types and their comments say', async () => {
  expect(readReference(), 'docs/reference.md is out of date: npm run reference').toBe(
    await createReference(),
  );
});

test('the README names the formats of docs/formats.md', () => {
  expect(readReadme(), 'README.md is out of date: npm run reference').toBe(createReadme());
});
