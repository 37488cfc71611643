import { useState } from 'react';
import { json, useEventSource } from 'react-event-source';
import { useKey } from '../components/useKey.ts';
import { playgroundClient } from '../server/client.ts';
import type { JobUpdate } from '../server/jobs.ts';
import { FeedBar } from './FeedBar.tsx';
import './feed.css';

const client = playgroundClient();
const STATES = { working: 'Working…', finished: 'Finished.', cancelled: 'Cancelled.' } as const;

interface JobProps {
  readonly id: string;
  readonly every: number;
  readonly onLeave: () => void;
}

function JobPage({ id, every, onLeave }: JobProps) {
  const feed = useEventSource(`/event/push?id=${id}&key=${id}`, { events: { update: json<JobUpdate>() } });
  const [problem, setProblem] = useState('');
  const { state, done = 0, total = 100 } = feed.lastMessage?.data ?? {};

  const send = async (method: 'POST' | 'DELETE'): Promise<void> => {
    const response = await fetch(`/event/progress?id=${id}&every=${every}`, { method });
    setProblem(response.ok ? '' : await response.text());
  };

  return (
    <>
      <FeedBar title="Job" feed={feed}>
        <button
          type="button"
          className="button"
          disabled={feed.status !== 'open'}
          onClick={() => void client.control(id, { do: 'drop' })}
        >
          Cut the connection
        </button>
        <button type="button" className="button" onClick={onLeave}>
          Leave the page
        </button>
      </FeedBar>
      <section className="card stack" aria-label="Export">
        <div className="row">
          <h2>Export</h2>
          <output className="mono push">
            {done} / {total}
          </output>
        </div>
        <progress aria-label="Progress" max={total} value={done} />
        <div className="row">
          <p className="muted">{problem || (state ? STATES[state] : 'Not started.')}</p>
          {state === 'working' ? (
            <button type="button" className="button push" onClick={() => void send('DELETE')}>
              Cancel
            </button>
          ) : (
            <button
              type="button"
              className="button primary push"
              disabled={feed.status !== 'open'}
              onClick={() => void send('POST')}
            >
              {state ? 'Start again' : 'Start'}
            </button>
          )}
        </div>
      </section>
    </>
  );
}

/**
 * The page subscribes, starts a job by POST, and the feed moves the bar. Cut the connection: the job goes on, and so
 * does the bar. Leave the page: the connection closes, and the server removes the client.
 */
export function Job({ every }: { every: number }) {
  const id = useKey();
  const [clients, setClients] = useState<number | null>(null);
  const [isHere, setIsHere] = useState(true);

  const leave = (): void => {
    setClients(null);
    setIsHere(false);
    client.waitFor(id, { open: 0 }).then(
      ({ open }) => setClients(open),
      () => {},
    );
  };

  return (
    <main className="page stack">
      {isHere ? (
        <JobPage id={id} every={every} onLeave={leave} />
      ) : (
        <section className="card stack">
          <h1>Another page</h1>
          <p role="status">
            {clients === null ? 'The connection is being closed.' : `The server has ${clients} clients.`}
          </p>
          <div className="row">
            <button type="button" className="button" onClick={() => setIsHere(true)}>
              Go back
            </button>
          </div>
        </section>
      )}
    </main>
  );
}
