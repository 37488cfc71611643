import { test } from 'vitest';

test.fails('a test in which something speaks to the console fails', () => {
  console.warn('anything');
});
