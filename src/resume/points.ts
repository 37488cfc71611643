import type { ResumeOptions, ResumePoint, ResumeStorage } from './contract';

/** Uses the storage of the options. It may be missing, forbidden or full: then nothing is kept, and nothing fails. */
function withStorage<T>(
  { resumeKey: key, resumeStorage }: ResumeOptions,
  act: (storage: ResumeStorage, key: string) => T,
): T | undefined {
  try {
    return key === undefined ? undefined : act(resumeStorage ?? globalThis.sessionStorage, key);
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

/** The point that is kept. What is kept there but is no point is removed. */
export const readPoint = (options: ResumeOptions): ResumePoint | undefined =>
  withStorage(options, (storage, key) => {
    const text = storage.getItem(key);
    const point = parsePoint(text ?? '');
    if (text !== null && !point) storage.removeItem(key);
    return point;
  });

/** Keeps the address; what was received is asked for again by whoever joins. */
export const keepPoint = (options: ResumeOptions, point: ResumePoint): void =>
  withStorage(options, (storage, key) => storage.setItem(key, JSON.stringify(point)));

/** Removes what is kept: only that answer, where it is named. Another tab may have begun the next. */
export const forgetPoint = (options: ResumeOptions, only?: ResumePoint): void =>
  withStorage(options, (storage, key) => {
    if (!only || parsePoint(storage.getItem(key) ?? '')?.url === only.url) storage.removeItem(key);
  });
