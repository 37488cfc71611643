import { expect, test } from 'vitest';
import { createReference, readReference } from '../../scripts/reference.mjs';

test('the reference is what the types and their comments say', async () => {
  expect(readReference(), 'docs/reference.md is out of date: npm run reference').toBe(
    await createReference(),
  );
});
