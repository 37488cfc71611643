import { SseError } from '../protocol/error';
import type { Ending } from './ending';

/** What ends when the user's signal is aborted. */
export interface SignalWatch {
  /** A signal that was aborted before says so here. */
  check(): void;
  /** Leaves no listener on the signal. */
  clear(): void;
}

/** A signal whose time has run out, as that of `AbortSignal.timeout()`, says so in its reason. */
function endOfSignal({ reason }: AbortSignal): Ending {
  const { name, message } = (reason ?? {}) as Partial<Error>;
  if (name !== 'TimeoutError') return { type: 'stopped' };
  return {
    type: 'failed',
    error: new SseError('timeout', message || 'The signal timed out', { cause: reason }),
  };
}

export function watchSignal(
  signal: AbortSignal | null | undefined,
  end: (ending: Ending) => void,
): SignalWatch {
  const check = (): void => {
    if (signal?.aborted) end(endOfSignal(signal));
  };
  signal?.addEventListener('abort', check);
  return { check, clear: () => signal?.removeEventListener('abort', check) };
}
