// The page of `npm run test:browsers`: what the harness asks for is played here, and its result told to the harness.
import { playFault } from './faults.ts';
import { playLifecycle } from './lifecycle.ts';
import { tell } from './server.ts';
import { playVectors } from './vectors.ts';

const parts = { playVectors, playLifecycle, playFault };

declare global {
  interface Window {
    /** Begins a part of the suite; its result goes to the harness under that number. */
    begin: (call: number, part: keyof typeof parts, ...args: unknown[]) => void;
  }
}

window.begin = (call, part, ...args) => {
  const play = parts[part] as (...args: unknown[]) => Promise<unknown>;
  void play(...args).then(
    (value) => tell('result', { call, value }),
    (error: unknown) => tell('result', { call, error: String((error as Error)?.stack ?? error) }),
  );
};
