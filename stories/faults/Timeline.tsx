import type { Moment, Stretch } from './useTimeline.ts';

interface TimelineProps {
  readonly stretches: readonly Stretch[];
  readonly moments: readonly Moment[];
  readonly now: number;
}

const SPAN = 20_000;
const SECONDS = [20, 15, 10, 5, 0];

/** The last twenty seconds of a connection: its states as a band, what happened as marks below. */
export function Timeline({ stretches, moments, now }: TimelineProps) {
  const start = now - SPAN;
  const at = (time: number): number => Math.min(100, Math.max(0, ((time - start) / SPAN) * 100));
  const shown = stretches
    .map((stretch, index) => ({ ...stretch, end: stretches[index + 1]?.at ?? now }))
    .filter(({ end }) => end >= start);
  const marks = moments.filter((moment) => moment.at >= start);

  return (
    <figure className="timeline card">
      <div className="lanes" role="img" aria-label="The last 20 seconds of the connection">
        <div className="lane band">
          {shown.map(({ status, attempt, at: begin, end }) => (
            <span
              key={begin}
              data-status={status}
              style={{ left: `${at(begin)}%`, width: `${at(end) - at(begin)}%` }}
            >
              {status}
              {attempt > 0 && ` ${attempt}`}
            </span>
          ))}
        </div>
        <div className="lane marks">
          {marks.map(({ id, kind, at: time }) => (
            <i key={id} data-kind={kind} style={{ left: `${at(time)}%` }} />
          ))}
        </div>
        <div className="lane scale mono">
          {SECONDS.map((seconds) => (
            <span key={seconds}>{seconds === 0 ? 'now' : `−${seconds} s`}</span>
          ))}
        </div>
      </div>
      <figcaption className="legend row">
        {(['message', 'action', 'open', 'error'] as const).map((kind) => (
          <span key={kind}>
            <i data-kind={kind} /> {kind}
          </span>
        ))}
      </figcaption>
    </figure>
  );
}
