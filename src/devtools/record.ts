import type { SseError } from '../protocol/error';
import type { SseMessage } from '../protocol/message';
import type { ConnectionStatus, RunStatus } from '../protocol/readyState';
import type { SseDebugEvent } from '../react/debug';

/** A message, and when it came. */
export interface DevtoolsMessage {
  readonly time: number;
  readonly message: SseMessage;
}

/** From then on, until the next one, the connection had this status. */
export interface DevtoolsPhase {
  readonly time: number;
  readonly status: ConnectionStatus | RunStatus;
}

/** How many messages came in one second. */
export interface DevtoolsSecond {
  readonly second: number;
  readonly count: number;
}

/** All that is known of one call of a hook. */
export interface DevtoolsConnection {
  readonly id: number;
  readonly hook: SseDebugEvent['hook'];
  /** Of the last request; `''` before the first. */
  readonly url: string;
  readonly method: string;
  readonly status: ConnectionStatus | RunStatus;
  readonly isMounted: boolean;
  readonly error: SseError | null;
  /** Retries since the last message. */
  readonly attempt: number;
  readonly nextRetryAt: number | null;
  readonly requestCount: number;
  readonly messageCount: number;
  /** The oldest first. */
  readonly messages: readonly DevtoolsMessage[];
  readonly phases: readonly DevtoolsPhase[];
  readonly seconds: readonly DevtoolsSecond[];
}

/** How many seconds the time line shows. */
export const TIMELINE = 60;

/** How many phases are kept: a connection that flickers must not fill the memory. */
const PHASES = 200;

export const newConnection = ({ id, hook }: Pick<SseDebugEvent, 'id' | 'hook'>): DevtoolsConnection => ({
  id,
  hook,
  url: '',
  method: 'GET',
  status: 'idle',
  isMounted: false,
  error: null,
  attempt: 0,
  nextRetryAt: null,
  requestCount: 0,
  messageCount: 0,
  messages: [],
  phases: [],
  seconds: [],
});

function count(seconds: readonly DevtoolsSecond[], time: number): readonly DevtoolsSecond[] {
  const second = Math.floor(time / 1000);
  const last = seconds.at(-1);
  if (last?.second === second) return [...seconds.slice(0, -1), { second, count: last.count + 1 }];
  return [...seconds.filter((one) => one.second > second - TIMELINE), { second, count: 1 }];
}

/** The connection after an event. */
export function addEvent(
  connection: DevtoolsConnection,
  event: SseDebugEvent,
  keep: number,
): DevtoolsConnection {
  const { time } = event;
  switch (event.type) {
    case 'mount':
      return { ...connection, isMounted: true };
    case 'unmount':
      return { ...connection, isMounted: false };
    case 'status': {
      const { to: status, error, attempt, nextRetryAt } = event;
      const phases = [...connection.phases.slice(1 - PHASES), { time, status }];
      return { ...connection, status, error, attempt, nextRetryAt, phases };
    }
    case 'request':
      return {
        ...connection,
        url: event.url,
        method: event.method,
        requestCount: connection.requestCount + 1,
      };
    case 'message': {
      const messages = [...connection.messages.slice(1 - keep), { time, message: event.message }];
      const seconds = count(connection.seconds, time);
      return { ...connection, attempt: 0, messages, seconds, messageCount: connection.messageCount + 1 };
    }
    default:
      return connection;
  }
}

/** Messages in a second, over the last five. */
export function rateOf({ seconds }: DevtoolsConnection, now: number): number {
  const from = Math.floor(now / 1000) - 5;
  const recent = seconds.filter(({ second }) => second >= from && second < from + 5);
  return recent.reduce((sum, one) => sum + one.count, 0) / 5;
}
