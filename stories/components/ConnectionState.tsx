import { CLOSED, CONNECTING, type ConnectionStatus, type RunStatus, type SseError } from 'react-event-source';
import { useCountdown } from './useCountdown.ts';

const TONES: Readonly<Record<ConnectionStatus | RunStatus, string>> = {
  idle: 'quiet',
  connecting: 'busy',
  open: 'good',
  streaming: 'busy',
  reconnecting: 'warn',
  done: 'good',
  stopped: 'quiet',
  closed: 'quiet',
  incomplete: 'warn',
  failed: 'bad',
};

interface ConnectionStateProps {
  readonly of: {
    readonly status: ConnectionStatus | RunStatus;
    readonly readyState: number;
    readonly attempt: number;
    readonly nextRetryAt: number | null;
  };
  readonly children?: React.ReactNode;
}

const nameOf = (readyState: number): string =>
  readyState === CONNECTING ? 'CONNECTING' : readyState === CLOSED ? 'CLOSED' : 'OPEN';

/** Status, readyState, attempt, and the countdown to the next attempt. */
export function ConnectionState({ of, children }: ConnectionStateProps) {
  const { status, readyState, attempt, nextRetryAt } = of;
  const seconds = useCountdown(nextRetryAt);
  return (
    <div className="state" role="status" aria-label="Connection">
      <span className="pill" data-tone={TONES[status]}>
        {status}
      </span>
      <span className="mono">
        readyState {readyState} {nameOf(readyState)}
      </span>
      {children}
      {attempt > 0 && <span className="mono">attempt {attempt}</span>}
      {seconds !== null && (
        <span className="mono" aria-hidden>
          next in {seconds.toFixed(1)} s
        </span>
      )}
    </div>
  );
}

/** What went wrong, in its own words, and the mend if there is one. */
export function ErrorNote({ error, children }: { error: SseError; children?: React.ReactNode }) {
  const tone = error.kind === 'incomplete' ? 'warn' : 'bad';
  const status = error.status && error.status !== 200 ? ` ${error.status}` : '';
  return (
    <div className="error" data-tone={tone} role="alert">
      <span>
        <strong>
          {error.kind}
          {status}
        </strong>{' '}
        {error.message}
      </span>
      {children}
    </div>
  );
}
