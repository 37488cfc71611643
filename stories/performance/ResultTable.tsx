import type { Measurement } from './meter.ts';

interface ResultTableProps {
  readonly rows: readonly {
    readonly name: string;
    readonly isCurrent: boolean;
    readonly result: Measurement | undefined;
  }[];
  readonly tokens: number;
  /** What a run waits at its end, which is no part of the stream. */
  readonly pause: number;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');
const ms = (value: number): string => `${whole(value)} ms`;

/** One row for each mode, with what was measured. */
export function ResultTable({ rows, tokens, pause }: ResultTableProps) {
  return (
    <div className="table-scroll" role="region" aria-label="Results" tabIndex={0}>
      <table className="results">
        <thead>
          <tr>
            {[
              'mode',
              'tokens / s',
              'frames / s',
              'slowest frame',
              'renders',
              'long tasks',
              'input delay',
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, isCurrent, result }) => (
            <tr key={name} aria-current={isCurrent}>
              <th scope="row" className="mono">
                {name}
              </th>
              <td>{result ? whole((tokens * 1000) / (result.duration - pause)) : isCurrent ? '…' : '–'}</td>
              <td>{result ? whole(result.framesPerSecond) : ''}</td>
              <td>{result ? ms(result.slowestFrame) : ''}</td>
              <td>{result ? whole(result.renders) : ''}</td>
              <td>{result ? result.longTasks : ''}</td>
              <td>{result ? ms(result.inputDelay) : ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
