import { callSafely, noop } from '../platform/callbacks';
import type { ExecutionOwner } from './executionContract';
import type { RunOptions, RunSnapshot } from './options';

/** Tells the user what happens in an execution: by callbacks, and by the promise of its start. */
export interface Delivery {
  readonly promise: Promise<RunSnapshot>;
  /** Calls the latest callback of that name. */
  readonly notify: <Name extends 'onOpen' | 'onMessage' | 'onError' | 'onFinish'>(
    name: Name,
    ...args: Parameters<NonNullable<RunOptions[Name]>>
  ) => void;
  /** Hands over the result: the snapshot is published, then come `onError`, `onFinish` and the promise. */
  end(result: RunSnapshot): void;
  /** What `end()` still has to hand over is handed over now, before a run that `onError` starts. */
  flush(): void;
  /** Calls no callback any more. */
  readonly silence: () => void;
}

export function createDelivery(
  { store, isSilent }: Pick<ExecutionOwner, 'store' | 'isSilent'>,
  latest: () => RunOptions,
): Delivery {
  let isSilenced = false;
  let result: RunSnapshot | undefined;
  let settle: (result: RunSnapshot) => void = noop;
  const promise = new Promise<RunSnapshot>((resolve) => (settle = resolve));

  const notify: Delivery['notify'] = (name, ...args) => {
    if (!isSilenced && !isSilent())
      callSafely(latest()[name] as ((...args: unknown[]) => void) | undefined, ...args);
  };

  const flush = (): void => {
    const ended = result;
    if (!ended) return;
    result = undefined;
    if (ended.status !== 'idle') notify('onFinish', ended);
    settle(ended);
  };

  return {
    promise,
    notify,
    end(ended) {
      result = ended;
      store.publish();
      if (ended.error) notify('onError', ended.error, false);
      flush();
    },
    flush,
    silence() {
      isSilenced = true;
    },
  };
}
