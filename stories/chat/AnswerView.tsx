import { memo } from 'react';
import type { RunSnapshot, ToolCallPart } from 'react-event-source';
import { ErrorNote } from '../components/ConnectionState.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import type { Speed, Step } from './conversation.ts';
import { Markdown } from './Markdown.tsx';

const Reasoning = ({ text, isOpen }: { text: string; isOpen: boolean }) => (
  <details className="reasoning" open={isOpen}>
    <summary>{isOpen ? 'Thinking…' : 'Thoughts'}</summary>
    <p>{text}</p>
  </details>
);

interface ToolCardProps {
  readonly call: ToolCallPart;
  readonly result: string | undefined;
  readonly isLive: boolean;
}

function stateOf({ call, result, isLive }: ToolCardProps): readonly [tone: string, text: string] {
  if (result) return ['good', 'answered'];
  if (call.server) return ['quiet', 'run by the provider'];
  return isLive && !call.done ? ['busy', 'writing arguments'] : ['quiet', 'called'];
}

/** A tool call; its arguments are shown as they come, whole or not. */
const ToolCard = memo((props: ToolCardProps) => {
  const { call, result } = props;
  const [tone, text] = stateOf(props);
  return (
    <section className="tool-card" aria-label={`Tool call ${call.name}`}>
      <header>
        <span className="mono">{call.name || '…'}</span>
        <span className="pill" data-tone={tone}>
          {text}
        </span>
      </header>
      <pre tabIndex={0} aria-label="Arguments">
        {call.arguments || ' '}
      </pre>
      {result && <p className="tool-result">{result}</p>}
    </section>
  );
});

/** The provider's count where it gave one, else what was counted here. */
export function summary({ answer, speed }: { answer: RunSnapshot; speed: Speed }): string {
  const usage = answer.usage as { completion_tokens?: number; output_tokens?: number } | null;
  const tokens = usage?.completion_tokens ?? usage?.output_tokens ?? speed.tokens;
  const words = [`${tokens} tokens`];
  if (speed.perSecond > 0) words.push(`${speed.perSecond.toFixed(speed.perSecond < 10 ? 1 : 0)} / s`);
  if (answer.finishReason && answer.finishReason !== 'stop') words.push(answer.finishReason);
  if (answer.status === 'stopped') words.push('stopped');
  return words.join(' · ');
}

interface AnswerViewProps {
  readonly step: Step;
  readonly isLive: boolean;
  /** Asks the same again; only for the last answer. */
  readonly onRetry?: (() => void) | undefined;
}

/** One answer of the model, finished or not. */
export function AnswerView({ step, isLive, onRetry }: AnswerViewProps) {
  const { answer, results } = step;
  const { text, reasoning, parts, error } = answer;
  const calls = parts.filter((part) => part.type === 'toolCall');
  const isWaiting = isLive && !text && !reasoning && calls.length === 0;
  return (
    <article className="answer" aria-label="Answer" aria-busy={isLive}>
      {reasoning && <Reasoning text={reasoning} isOpen={isLive && !text} />}
      {isWaiting && (
        <div className="dots" aria-hidden>
          <i />
          <i />
          <i />
        </div>
      )}
      {text && <Markdown text={text} />}
      {calls.map((call, index) => (
        <ToolCard
          key={call.id || index}
          call={call}
          isLive={isLive}
          result={results.find(({ id }) => id === call.id)?.content}
        />
      ))}
      {error && (
        <ErrorNote error={error}>
          {onRetry && (
            <button type="button" className="button" onClick={onRetry}>
              Try again
            </button>
          )}
        </ErrorNote>
      )}
      {/* only below a finished answer: below a growing one it would move with each line */}
      {!isLive && (
        <footer className="row">
          <span className="mono muted">{summary(step)}</span>
          <span className="row push">
            {text && <CopyButton label="Copy answer" text={() => text} />}
            {onRetry && !error && (
              <button type="button" className="button plain small" onClick={onRetry}>
                Regenerate
              </button>
            )}
          </span>
        </footer>
      )}
    </article>
  );
}
