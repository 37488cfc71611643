import type { UseSseStreamResult } from 'react-event-source';
import { ConnectionState } from '../components/ConnectionState.tsx';

interface AskBarProps {
  readonly run: UseSseStreamResult;
  readonly onAsk: () => void;
}

/** Asks, stops, and shows how it stands. */
export function AskBar({ run, onAsk }: AskBarProps) {
  return (
    <div className="row">
      <button type="button" className="button primary" onClick={onAsk}>
        Ask
      </button>
      <button type="button" className="button" disabled={!run.isRunning} onClick={run.stop}>
        Stop
      </button>
      <span className="push">
        <ConnectionState of={run} />
      </span>
    </div>
  );
}
