import { bench, describe } from 'vitest';
import { createStore } from '../../src/publish/store';

const CHANGES = 1000;

describe(`${CHANGES} changes of a store with fifty listeners`, () => {
  const run = (throttle: 'message' | 'auto', each: number): void => {
    let count = 0;
    const store = createStore(
      () => ({ count }),
      () => throttle,
    );
    for (let i = 0; i < 50; i++) store.subscribe(store.getSnapshot);
    for (let i = 0; i < CHANGES; i++) {
      count++;
      store.touch();
      if (i % each === 0) store.flush();
    }
    store.flush();
  };

  bench('published one by one', () => run('message', 1));
  bench('published in sixteens', () => run('auto', 16));
  bench('published once', () => run('auto', CHANGES));
});
