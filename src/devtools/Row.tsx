import { type ReactNode, useId, useState } from 'react';
import { type DevtoolsConnection, rateOf } from './record';
import { Timeline, toneOf } from './Timeline';

/** Longer data is cut: the panel is no viewer. */
const SHOWN = 300;
const COLUMNS = 6;

const clock = (time: number): string =>
  `${new Date(time).toTimeString().slice(0, 8)}.${String(time % 1000).padStart(3, '0')}`;

function Waiting({ nextRetryAt, now }: { nextRetryAt: number | null; now: number }): ReactNode {
  if (nextRetryAt === null || nextRetryAt < now) return null;
  return <span className="sse-muted"> (in {Math.ceil((nextRetryAt - now) / 1000)} s)</span>;
}

function Messages({ messages }: Pick<DevtoolsConnection, 'messages'>): ReactNode {
  if (!messages.length) return <p className="sse-muted">No messages yet</p>;
  return (
    // Reachable by keyboard, since it scrolls.
    <ol tabIndex={0} aria-label="Last messages, the newest first">
      {[...messages].reverse().map(({ time, message: { type, data, lastEventId } }, i) => (
        <li key={messages.length - i}>
          <time>{clock(time)}</time>
          <b>{type}</b>
          {lastEventId && <span className="sse-muted">#{lastEventId}</span>}
          <code>{data.slice(0, SHOWN)}</code>
        </li>
      ))}
    </ol>
  );
}

/** One connection: a row, and its details when opened. */
export function Row({ connection, now }: { connection: DevtoolsConnection; now: number }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const details = useId();
  const { hook, method, url, status, isMounted, error, attempt, requestCount, messageCount } = connection;
  return (
    <>
      <tr>
        <td>
          <button aria-expanded={isOpen} aria-controls={details} onClick={() => setOpen(!isOpen)}>
            {hook} {connection.id}
          </button>
        </td>
        <td className="sse-url" title={url}>
          {method} {url || 'no request yet'}
        </td>
        <td data-tone={toneOf(status)}>
          {isMounted ? status : 'unmounted'}
          <Waiting nextRetryAt={connection.nextRetryAt} now={now} />
        </td>
        <td className="sse-number">
          {requestCount}
          {attempt > 0 && ` (retry ${attempt})`}
        </td>
        <td className="sse-number">{messageCount}</td>
        <td className="sse-number">{rateOf(connection, now).toFixed(1)}</td>
      </tr>
      <tr id={details} hidden={!isOpen}>
        <td colSpan={COLUMNS}>
          {isOpen && (
            <>
              {error && <p data-tone="bad">{`${error.kind}: ${error.message}`}</p>}
              <Timeline connection={connection} now={now} />
              <Messages messages={connection.messages} />
            </>
          )}
        </td>
      </tr>
    </>
  );
}
