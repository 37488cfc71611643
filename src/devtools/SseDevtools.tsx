import { type ReactNode, useEffect, useId, useState, useSyncExternalStore } from 'react';
import { Row } from './Row';
import type { DevtoolsConnection } from './record';
import type { DevtoolsLog } from './log';
import { styles } from './styles';

export interface SseDevtoolsProps {
  log: DevtoolsLog;
  /**
   * `'auto'` follows the system.
   * @default 'auto'
   */
  theme?: 'auto' | 'light' | 'dark' | undefined;
}

const nothing: readonly DevtoolsConnection[] = [];

/** The time, once a second: rates fall and waits run out while nothing happens. */
function useNow(): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    const update = (): void => setNow(Date.now());
    update();
    const timer = setInterval(update, 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/**
 * Lists the connections of all hooks below the providers that feed its log: status, attempts, message rate, the last
 * messages and a time line of the last minute.
 */
export function SseDevtools({ log, theme = 'auto' }: SseDevtoolsProps): ReactNode {
  const connections = useSyncExternalStore(log.subscribe, log.getSnapshot, () => nothing);
  const now = useNow();
  const title = useId();
  const isLive = ({ isMounted, status }: DevtoolsConnection): boolean =>
    isMounted && ['connecting', 'open', 'streaming', 'reconnecting'].includes(status);
  return (
    <section className="sse-devtools" data-theme={theme} aria-labelledby={title}>
      <style>{styles}</style>
      <header>
        <h2 id={title}>Server-sent events</h2>
        <span className="sse-muted">{connections.filter(isLive).length} live</span>
        <button onClick={log.clear}>Clear</button>
      </header>
      {connections.length === 0 ? (
        <p className="sse-muted">No connections yet</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">hook</th>
              <th scope="col">request</th>
              <th scope="col">status</th>
              <th scope="col" className="sse-number">
                requests
              </th>
              <th scope="col" className="sse-number">
                messages
              </th>
              <th scope="col" className="sse-number">
                per second
              </th>
            </tr>
          </thead>
          <tbody>
            {connections.map((connection) => (
              <Row key={connection.id} connection={connection} now={now} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
