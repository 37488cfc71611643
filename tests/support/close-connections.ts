// Node's `fetch` keeps connections open for a while, and sets timers for them on whatever clock there is by then: a
// later test with a fake clock would count them. So each file closes its own.
import { afterAll } from 'vitest';

interface Dispatcher {
  destroy(): Promise<void>;
}
const DISPATCHER = Symbol.for('undici.globalDispatcher.1');
const platform = globalThis as { [DISPATCHER]?: Dispatcher };

afterAll(async () => {
  const used = platform[DISPATCHER];
  if (!used) return;
  platform[DISPATCHER] = new (used.constructor as new () => Dispatcher)();
  await used.destroy();
});
