/** `EventSource.CONNECTING`. */
export const CONNECTING = 0;
/** `EventSource.OPEN`. */
export const OPEN = 1;
/** `EventSource.CLOSED`; also the `readyState` of something that was never started. */
export const CLOSED = 2;

/** The platform's three numbers: {@link CONNECTING}, {@link OPEN}, {@link CLOSED}. */
export type ReadyState = typeof CONNECTING | typeof OPEN | typeof CLOSED;

/** What a lasting connection is doing. */
export type ConnectionStatus = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'closed' | 'failed';

/** What a finite run is doing, or how it ended. */
export type RunStatus =
  'idle' | 'connecting' | 'streaming' | 'reconnecting' | 'done' | 'incomplete' | 'stopped' | 'failed';

/** One member of a union for each status: so that excluding a status narrows `error` as naming it does. */
export type InStatus<Status extends string, Failure> = Status extends string
  ? {
      /** What is being done, or how it ended. */
      readonly status: Status;
      /** `EventSource`'s number for the status: 0 connecting, 1 open, 2 closed. */
      readonly readyState: ReadyState;
      /** What went wrong, as long as the status lasts. */
      readonly error: Failure;
    }
  : never;

/** Whatever else is a status is closed. */
const table: Partial<Record<ConnectionStatus | RunStatus, ReadyState>> = {
  connecting: CONNECTING,
  reconnecting: CONNECTING,
  open: OPEN,
  streaming: OPEN,
};

/** The one table from a status to the platform's `readyState`. */
export const readyStateOf = (status: ConnectionStatus | RunStatus): ReadyState => table[status] ?? CLOSED;
