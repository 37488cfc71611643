import type { ReactNode } from 'react';
import { type DevtoolsConnection, type DevtoolsPhase, TIMELINE } from './record';

/** What colour a status has. */
export function toneOf(status: DevtoolsPhase['status']): 'good' | 'busy' | 'bad' | 'calm' {
  switch (status) {
    case 'open':
    case 'streaming':
    case 'done':
      return 'good';
    case 'connecting':
    case 'reconnecting':
    case 'incomplete':
      return 'busy';
    case 'failed':
      return 'bad';
    default:
      return 'calm';
  }
}

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** The phases in words: what the picture shows, for those who do not see it. */
function describe(phases: readonly DevtoolsPhase[], now: number): string {
  const changes = phases.slice(-5).map(({ status, time }) => `${status} for ${seconds(now - time)}`);
  return changes.length ? `Last status changes: ${changes.join(', ')}` : 'No status changes yet';
}

/** The last minute: the status as a band, the messages of each second as bars above it. */
export function Timeline({ connection, now }: { connection: DevtoolsConnection; now: number }): ReactNode {
  const start = now - TIMELINE * 1000;
  const most = Math.max(1, ...connection.seconds.map(({ count }) => count));
  return (
    <svg
      viewBox={`0 0 ${TIMELINE} 28`}
      preserveAspectRatio="none"
      role="img"
      aria-label={describe(connection.phases, now)}
    >
      {connection.phases.map(({ time, status }, i, phases) => {
        const end = phases[i + 1]?.time ?? now;
        if (end < start) return null;
        const x = (Math.max(time, start) - start) / 1000;
        const width = Math.max(0.2, (end - start) / 1000 - x);
        return <rect key={`${time} ${i}`} x={x} y={22} width={width} height={6} data-tone={toneOf(status)} />;
      })}
      {connection.seconds.map(({ second, count }) => {
        const height = (20 * count) / most;
        return (
          <rect
            key={second}
            x={second - start / 1000}
            y={20 - height}
            width={0.9}
            height={height}
            data-tone="calm"
          />
        );
      })}
    </svg>
  );
}
