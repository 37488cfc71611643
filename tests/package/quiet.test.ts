import { expect, test } from 'vitest';

test.fails('a test in which something speaks to the console fails', () => {
  expect(() => console.warn('anything')).not.toThrow();
});
