import { useState } from 'react';
import { eventSource, fetchEventSource, json, useEventSource } from 'react-event-source';
import { useKey } from '../components/useKey.ts';
import { FeedBar } from '../feed/FeedBar.tsx';
import { feedUrl } from '../feed/feedUrl.ts';
import { playgroundClient } from '../server/client.ts';
import { FAULTS } from './faultActions.ts';
import { Timeline } from './Timeline.tsx';
import { useTimeline } from './useTimeline.ts';
import './faults.css';

interface FaultsPageProps {
  readonly every: number;
  readonly transport: 'native' | 'fetch';
  /** Ms without any byte until a connection is given up. */
  readonly idle: number;
}

interface Price {
  readonly symbol: string;
  readonly price: number;
}

const transports = { native: eventSource({ lastEventIdParam: 'lastEventId' }), fetch: fetchEventSource() };
const client = playgroundClient();

/** How many of the two types the log has up to an id: numbers 1, 3, 5, 7 and 10 of each ten. */
const expectedUpTo = (id: number): number =>
  5 * Math.floor(id / 10) + [1, 3, 5, 7].filter((place) => place <= id % 10).length;

const clock = (time: number): string => new Date(time).toTimeString().slice(0, 8);

/** Everything that can happen to a stream, at the press of a button, and what becomes of it. */
export function FaultsPage({ every, transport, idle }: FaultsPageProps) {
  const key = useKey();
  const [isBusy, setIsBusy] = useState(false);
  const feed = useEventSource(feedUrl({ every, key }), {
    events: { message: String, price: json<Price>() },
    initialState: { count: 0, missing: 0 },
    reducer: ({ count }, { lastEventId }) => {
      const id = Number(lastEventId);
      return { count: count + 1, missing: expectedUpTo(id) - count - 1 };
    },
    transport: transports[transport],
    timeout: { idle },
    retry: { delay: 500, maxDelay: 4000 },
    onOpen: () => note('open', 'open'),
    onMessage: ({ lastEventId }) => note('message', `message ${lastEventId}`),
    onError: ({ kind, message }, willRetry) =>
      note('error', `${kind}: ${message}${willRetry ? ' Trying again.' : ''}`),
  });
  const { stretches, moments, now, note } = useTimeline(feed);
  const isOver = feed.status === 'failed' || feed.status === 'closed';

  const act = async ({ label, run }: (typeof FAULTS)[number]): Promise<void> => {
    note('action', label);
    setIsBusy(true);
    await run((action) => client.control(key, action));
    setIsBusy(false);
  };

  return (
    <main className="page stack faults-page">
      <FeedBar title="Faults" feed={feed} />
      <div className="faults" role="group" aria-label="Faults">
        {FAULTS.map((fault) => (
          <button
            key={fault.label}
            type="button"
            className="button fault"
            disabled={isBusy || isOver}
            onClick={() => void act(fault)}
          >
            {fault.label}
            <small>{fault.hint}</small>
          </button>
        ))}
      </div>
      <Timeline stretches={stretches} moments={moments} now={now} />
      <p className="muted">
        <output aria-label="Messages">{feed.state.count} message(s)</output>, {feed.state.missing} missing.
      </p>
      <ol className="history mono" aria-label="What happened" tabIndex={0}>
        {moments
          .filter(({ kind }) => kind !== 'message')
          .toReversed()
          .map(({ id, kind, at, text }) => (
            <li key={id} data-kind={kind}>
              <span className="muted">{clock(at)}</span> <b>{kind}</b> {text}
            </li>
          ))}
      </ol>
    </main>
  );
}
