import { useMemo, useState } from 'react';
import { fetchEventSource, json, useEventSource } from 'react-event-source';
import { FeedBar } from './FeedBar.tsx';
import { useRows } from './useRows.ts';
import './feed.css';

interface LogLine {
  readonly n: number;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly text: string;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
const ROW = 26;

/** The newest lines of a log, however fast they come; only those in view are in the page. */
export function LogTail({ url, lines: kept }: { url: string; lines: number }) {
  const feed = useEventSource(url, {
    events: { log: json<LogLine>() },
    history: kept,
    // far faster than the native source where messages come by the thousand
    transport: fetchEventSource(),
  });
  const { messages } = feed;
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const lines = useMemo(
    () => (hidden.length ? messages.filter(({ data }) => !hidden.includes(data.level)) : messages),
    [messages, hidden],
  );
  const { scroller, size, first, last, isFollowing, onScroll, follow } = useRows(lines.length, ROW);

  return (
    <main className="page stack">
      <FeedBar title="Log" feed={feed}>
        {!isFollowing && (
          <button type="button" className="button" onClick={follow}>
            Follow
          </button>
        )}
      </FeedBar>
      <div className="row filters" role="group" aria-label="Levels">
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            className="button small"
            aria-pressed={!hidden.includes(level)}
            onClick={() =>
              setHidden(hidden.includes(level) ? hidden.filter((each) => each !== level) : [...hidden, level])
            }
          >
            {level}
          </button>
        ))}
        <output className="mono muted push">{lines.length.toLocaleString('en')} lines</output>
      </div>
      <div
        className="log"
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label="Log lines"
      >
        <div className="log-all" style={{ height: size }}>
          {lines.slice(first, last).map(({ data: { n, level, text } }, index) => (
            <p key={n} className="log-line mono" style={{ top: (first + index) * ROW }}>
              <span className="muted">{n}</span> <span data-level={level}>{level}</span> {text}
            </p>
          ))}
        </div>
      </div>
    </main>
  );
}
