import type { ConnectionStatus, SseError } from 'react-event-source';
import { ConnectionState, ErrorNote } from '../components/ConnectionState.tsx';

interface FeedBarProps {
  readonly title: string;
  readonly feed: {
    readonly status: ConnectionStatus;
    readonly readyState: number;
    readonly attempt: number;
    readonly nextRetryAt: number | null;
    readonly error: SseError | null;
    readonly lastEventId: string;
    readonly open: () => void;
    readonly close: () => void;
  };
  readonly children?: React.ReactNode;
}

/** The head of each feed: its name, its connection, and the buttons that pause and go on. */
export function FeedBar({ title, feed, children }: FeedBarProps) {
  const { status, error, lastEventId, open, close } = feed;
  const isOver = status === 'closed' || status === 'failed' || status === 'idle';
  return (
    <header className="stack feed-bar">
      <div className="row">
        <h1>{title}</h1>
        <ConnectionState of={feed}>
          <span className="mono">
            last event id <span data-testid="last-event-id">{lastEventId || '–'}</span>
          </span>
        </ConnectionState>
        <span className="row push">
          {children}
          {status === 'reconnecting' && (
            <button type="button" className="button" onClick={open}>
              Try now
            </button>
          )}
          <button type="button" className="button" onClick={isOver ? open : close}>
            {isOver ? 'Go on' : 'Pause'}
          </button>
        </span>
      </div>
      {error && <ErrorNote error={error} />}
    </header>
  );
}
