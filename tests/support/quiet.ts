// Nothing of the library may speak to the console or leave a rejection unhandled: a test in which that happens fails.
import { afterAll, afterEach, expect } from 'vitest';

const noise: string[] = [];

for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
  console[method] = (...said: unknown[]) =>
    void noise.push(`console.${method}: ${said.map(String).join(' ')}`);
}

const unhandled = (reason: unknown): void => void noise.push(`unhandled rejection: ${String(reason)}`);
if (typeof process === 'object' && typeof process.on === 'function') {
  process.on('unhandledRejection', unhandled);
  afterAll(() => void process.off('unhandledRejection', unhandled));
} else {
  const listener = ({ reason }: PromiseRejectionEvent): void => unhandled(reason);
  addEventListener('unhandledrejection', listener);
  afterAll(() => removeEventListener('unhandledrejection', listener));
}

const expectSilence = (): void =>
  expect(noise.splice(0), 'console output and unhandled rejections').toEqual([]);

afterEach(expectSilence);
// What was said while the file was loaded, or after its last test.
afterAll(expectSilence);
