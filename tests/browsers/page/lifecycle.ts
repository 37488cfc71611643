import { answerChecks } from './answerChecks.ts';
import type { Check, CheckResult } from './check.ts';
import { feedChecks } from './feedChecks.ts';
import { createScope } from './hook.tsx';

/** For a check that does not come to its end, in ms. */
const LIMIT = 240_000;

async function play({ name, play: run }: Check): Promise<CheckResult> {
  const scope = createScope();
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`did not end in ${LIMIT} ms`)), LIMIT);
    });
    const own = await Promise.race([run(scope), late]);
    return { name, own: own || undefined };
  } catch (error) {
    return { name, failure: String(error) };
  } finally {
    clearTimeout(timer);
    scope.end();
  }
}

/** What the hooks do from mount to unmount. */
export async function playLifecycle(): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of [...answerChecks, ...feedChecks]) results.push(await play(check));
  return results;
}
