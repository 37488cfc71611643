import type { RunSnapshot } from 'react-event-source';
import { ErrorNote } from '../components/ConnectionState.tsx';
import { CopyButton } from '../components/CopyButton.tsx';
import { Approval, FileView, Sources, ToolCard } from './AnswerParts.tsx';
import type { Speed, Step } from './conversation.ts';
import { Markdown } from './Markdown.tsx';
import { segmentsOf } from './segments.ts';

const Reasoning = ({ text, isOpen }: { text: string; isOpen: boolean }) => (
  <details className="reasoning" open={isOpen}>
    <summary>{isOpen ? 'Thinking…' : 'Thoughts'}</summary>
    <p>{text}</p>
  </details>
);

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
  /** Sends the reader's yes or no; only for the last answer. */
  readonly onDecide?: ((id: string, isAllowed: boolean) => void) | undefined;
}

/** One answer of the model, finished or not. */
export function AnswerView({ step, isLive, onRetry, onDecide }: AnswerViewProps) {
  const { answer, results, decisions } = step;
  const { text, reasoning, parts, error } = answer;
  const segments = segmentsOf(parts);
  const isWaiting = isLive && !reasoning && segments.length === 0;
  return (
    <article className="answer" aria-label="Answer" aria-busy={isLive}>
      {reasoning && <Reasoning text={reasoning} isOpen={isLive && segments.length === 0} />}
      {isWaiting && (
        <div className="dots" aria-hidden>
          <i />
          <i />
          <i />
        </div>
      )}
      {segments.map((segment, index) =>
        segment.type === 'text' ? (
          <Markdown key={index} text={segment.text} />
        ) : segment.type === 'file' ? (
          <FileView key={index} file={segment.file} />
        ) : (
          <ToolCard
            key={segment.call.id || index}
            call={segment.call}
            isLive={isLive}
            result={segment.result ?? results.find(({ id }) => id === segment.call.id)?.content}
          />
        ),
      )}
      {/* only below a finished answer: below a growing one they would move with each line */}
      {!isLive && <Sources sources={answer.sources} />}
      {!isLive &&
        answer.approvals.map((each) => (
          <Approval
            key={each.id}
            approval={each}
            isAllowed={decisions.find(({ id }) => id === each.id)?.isAllowed}
            onDecide={onDecide}
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
