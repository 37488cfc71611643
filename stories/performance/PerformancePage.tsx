import { useCallback, useEffect, useRef, useState } from 'react';
import type { Throttle, Transport } from 'react-event-source';
import { inWorker } from './inWorker.ts';
import { createMeter, type Measurement, type Meter } from './meter.ts';
import { ResultTable } from './ResultTable.tsx';
import { HookStage, NaiveStage } from './stages.tsx';
import './performance.css';

interface PerformancePageProps {
  readonly tokens: number;
  /** Tokens a second; 0: as fast as it goes. */
  readonly rate: number;
}

const MODES: readonly (readonly [name: string, throttle: Throttle | null, transport?: Transport])[] = [
  ["throttle: 'auto'", 'auto'],
  // Where the playground is plain files its server is in the page, which no Worker can reach.
  ...(import.meta.env.PROD ? [] : [["throttle: 'auto', in a Worker", 'auto', inWorker] as const]),
  ["throttle: 'frame'", 'frame'],
  ['throttle: 100', 100],
  ["throttle: 'message'", 'message'],
  ['naive useState loop', null],
];

const PAUSE = 250;

/** The same stream through each mode, one after the other, and what it did to the page. */
export function PerformancePage({ tokens, rate }: PerformancePageProps) {
  const [results, setResults] = useState<readonly Measurement[]>([]);
  const [isStarted, setIsStarted] = useState(false);
  const current = isStarted && results.length < MODES.length ? results.length : -1;
  const meter = useRef<Meter | null>(null);
  const stage = useRef<HTMLDivElement>(null);
  const isRunning = current >= 0;
  const url = `/tokens?${new URLSearchParams({ n: String(tokens), rate: String(rate), mode: String(current) })}`;

  const onRender = useCallback(() => {
    meter.current ??= createMeter();
    meter.current.rendered();
    stage.current?.scrollTo({ top: stage.current.scrollHeight });
  }, []);
  const onDone = useCallback(() => {
    // the last render and its frame are still to come
    setTimeout(() => {
      const measured = meter.current?.stop();
      meter.current = null;
      if (measured) setResults((before) => [...before, measured]);
    }, PAUSE);
  }, []);

  useEffect(
    () => () => {
      meter.current?.stop();
      meter.current = null;
    },
    [],
  );

  const run = (): void => {
    setResults([]);
    setIsStarted(true);
  };
  const [, throttle, transport] = MODES[current] ?? [];
  return (
    <main className="page stack">
      <header className="row">
        <h1>Performance</h1>
        <span className="muted">
          {tokens.toLocaleString('en')} tokens,{' '}
          {rate ? `${rate.toLocaleString('en')} a second` : 'as fast as they come'}
        </span>
        <button type="button" className="button primary push" disabled={isRunning} onClick={run}>
          {isRunning ? `Running ${current + 1} of ${MODES.length}` : 'Run all'}
        </button>
      </header>
      <ResultTable
        rows={MODES.map(([name], index) => ({ name, isCurrent: index === current, result: results[index] }))}
        tokens={tokens}
        pause={PAUSE}
      />
      <div className="stage card" ref={stage} tabIndex={0} role="region" aria-label="Stream">
        {throttle && <HookStage key={current} {...{ url, throttle, transport, onRender, onDone }} />}
        {throttle === null && <NaiveStage key={current} url={url} onRender={onRender} onDone={onDone} />}
        {!isRunning && <p className="muted">Each mode gets the same stream, one after the other.</p>}
      </div>
      <p className="muted small-print">
        Input delay is the longest wait of a task that is posted every 20 ms: what a key press would have
        waited. Long tasks are those over 50 ms, where the browser counts them. Try it with the CPU slowed
        down in the developer tools.
      </p>
    </main>
  );
}
