import { isIgnoredPromise } from '../platform/callbacks';
import type { ResumeOptions, ResumePoint, ResumeStorage } from './contract';

/** Uses the storage of the options. If it is missing, forbidden or full, nothing is kept and nothing fails. */
function withStorage<T>(
  { resumeKey: key, resumeStorage }: ResumeOptions,
  act: (storage: ResumeStorage, key: string) => T,
): T | undefined {
  try {
    const storage = resumeStorage ?? globalThis.sessionStorage;
    // One that answers with promises, as React Native's does, keeps nothing either.
    const call =
      (name: keyof ResumeStorage) =>
      (...args: [string, string]) => {
        const result: unknown = storage[name](...args);
        return isIgnoredPromise(result) ? null : result;
      };
    const own = { getItem: call('getItem'), setItem: call('setItem'), removeItem: call('removeItem') };
    return key === undefined ? undefined : act(own as ResumeStorage, key);
  } catch {
    return undefined;
  }
}

function parsePoint(text: string): ResumePoint | undefined {
  try {
    const value = JSON.parse(text) as ResumePoint | null;
    return /^https?:/.test(`${value?.url}`) ? value! : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the stored point. Whatever else stands there is removed. */
export const readPoint = (options: ResumeOptions): ResumePoint | undefined =>
  withStorage(options, (storage, key) => {
    const text = storage.getItem(key);
    const point = parsePoint(text ?? '');
    if (text !== null && !point) storage.removeItem(key);
    return point;
  });

/** Stores the point. Whoever joins reads the answer from its beginning. */
export const keepPoint = (options: ResumeOptions, point: ResumePoint): void =>
  withStorage(options, (storage, key) => storage.setItem(key, JSON.stringify(point)));

/** Removes the stored point; if `only` is given, only that one: another tab may have begun the next answer. */
export const forgetPoint = (options: ResumeOptions, only?: ResumePoint): void =>
  withStorage(options, (storage, key) => {
    if (!only || parsePoint(storage.getItem(key) ?? '')?.url === only.url) storage.removeItem(key);
  });
