import { memo } from 'react';
import type { ApprovalPart, FilePart, SourcePart, ToolCallPart, ToolResultPart } from 'react-event-source';
import { webAddress } from './segments.ts';

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

interface ToolCardProps {
  readonly call: ToolCallPart;
  /** What the provider's own tool gave back, or the page's. */
  readonly result: ToolResultPart | string | undefined;
  readonly isLive: boolean;
}

function stateOf({ call, result, isLive }: ToolCardProps): readonly [tone: string, text: string] {
  if (typeof result === 'object' && result.isError) return ['bad', 'failed'];
  if (result) return ['good', 'answered'];
  if (call.server) return ['quiet', 'run by the provider'];
  return isLive && !call.done ? ['busy', 'writing arguments'] : ['quiet', 'called'];
}

/** A tool call; its arguments are shown as they come, whole or not. */
export const ToolCard = memo((props: ToolCardProps) => {
  const { call, result } = props;
  const [tone, text] = stateOf(props);
  const output = typeof result === 'object' ? shown(result.value) : result;
  return (
    <section className="tool-card" aria-label={`Tool call ${call.name}`}>
      <header>
        <span className="mono">{call.name || '…'}</span>
        <span className="pill" data-tone={tone}>
          {text}
        </span>
      </header>
      {call.arguments && (
        <pre tabIndex={0} aria-label="Arguments">
          {call.arguments}
        </pre>
      )}
      {output && <p className="tool-result">{output}</p>}
    </section>
  );
});

/** An image in a box whose size is known before it has loaded, or the name of another file. */
export const FileView = memo(({ file: { mediaType, url, data } }: { file: FilePart }) => {
  const src = data ? `data:${mediaType};base64,${data}` : url;
  return mediaType.startsWith('image/') && src ? (
    <img className="answer-image" src={src} alt="From the answer" width={240} height={160} />
  ) : (
    <p className="muted">{mediaType}</p>
  );
});

/** What the answer rests on, under the numbers by which its text cites them. */
export function Sources({ sources }: { sources: readonly SourcePart[] }) {
  if (!sources[0]) return null;
  return (
    <ol className="sources" aria-label="Sources">
      {sources.map((source, index) => {
        const { url, title, document, quote } = source;
        return (
          <li key={index} title={quote ?? undefined}>
            {webAddress(source) ? (
              <a href={url} target="_blank" rel="noreferrer">
                {title || url}
              </a>
            ) : (
              title || document || 'A document'
            )}
          </li>
        );
      })}
    </ol>
  );
}

interface ApprovalProps {
  readonly approval: ApprovalPart;
  /** What the reader has decided. */
  readonly isAllowed: boolean | undefined;
  /** Sends the decision; without it there is nobody to send it to. */
  readonly onDecide?: ((id: string, isAllowed: boolean) => void) | undefined;
}

/** A call that waits for the reader's yes or no. */
export function Approval({ approval: { id, name, arguments: args }, isAllowed, onDecide }: ApprovalProps) {
  const isOpen = isAllowed === undefined;
  return (
    <section className="tool-card" aria-label={`Approval of ${name}`}>
      <header>
        <span className="mono">{name}</span>
        <span className="pill" data-tone={isOpen ? 'busy' : 'quiet'}>
          {isOpen ? 'waits for a yes or no' : isAllowed ? 'allowed' : 'denied'}
        </span>
      </header>
      <pre tabIndex={0} aria-label="Arguments">
        {args}
      </pre>
      {isOpen && onDecide && (
        <p className="row">
          <button type="button" className="button primary" onClick={() => onDecide(id, true)}>
            Allow
          </button>
          <button type="button" className="button" onClick={() => onDecide(id, false)}>
            Deny
          </button>
        </p>
      )}
    </section>
  );
}
