import { memo, useState } from 'react';
import type {
  ApprovalPart,
  FilePart,
  Part,
  SourcePart,
  ToolCallPart,
  ToolResultPart,
} from 'react-event-source';

/** What stands one below the other in an answer: only the last of them grows, so that nothing moves. */
export type Segment =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly call: ToolCallPart; readonly result: ToolResultPart | undefined }
  | { readonly type: 'file'; readonly file: FilePart };

/** Texts that only sources or data stand between are one: Markdown may begin in one and end in the other. */
export function segmentsOf(parts: readonly Part[]): Segment[] {
  const segments: Segment[] = [];
  for (const part of parts) {
    const last = segments.at(-1);
    if (part.type === 'text' && last?.type === 'text')
      segments[segments.length - 1] = { type: 'text', text: last.text + part.text };
    else if (part.type === 'text') segments.push({ type: 'text', text: part.text });
    else if (part.type === 'file') segments.push({ type: 'file', file: part });
    else if (part.type === 'toolCall') {
      const result = parts.find((each) => each.type === 'toolResult' && each.id === part.id && !!part.id);
      segments.push({ type: 'call', call: part, result: result as ToolResultPart | undefined });
    }
  }
  return segments;
}

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
      <pre tabIndex={0} aria-label="Arguments">
        {call.arguments || ' '}
      </pre>
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

/** What the answer rests on, numbered. Links lead to the web only. */
export function Sources({ sources }: { sources: readonly SourcePart[] }) {
  if (!sources[0]) return null;
  return (
    <ol className="sources" aria-label="Sources">
      {sources.map(({ url, title, document, quote }, index) => (
        <li key={index} title={quote ?? undefined}>
          {url && /^https?:/.test(url) ? (
            <a href={url} target="_blank" rel="noreferrer">
              {title || url}
            </a>
          ) : (
            title || document || 'A document'
          )}
        </li>
      ))}
    </ol>
  );
}

/** A call that waits for the reader's yes or no. */
export function Approval({ approval }: { approval: ApprovalPart }) {
  const [decision, setDecision] = useState<string>();
  return (
    <section className="tool-card" aria-label={`Approval of ${approval.name}`}>
      <header>
        <span className="mono">{approval.name}</span>
        <span className="pill" data-tone={decision ? 'quiet' : 'busy'}>
          {decision ?? 'waits for you'}
        </span>
      </header>
      <pre tabIndex={0} aria-label="Arguments">
        {approval.arguments}
      </pre>
      <p className="row">
        <button type="button" className="button" disabled={!!decision} onClick={() => setDecision('allowed')}>
          Allow
        </button>
        <button type="button" className="button" disabled={!!decision} onClick={() => setDecision('denied')}>
          Deny
        </button>
      </p>
    </section>
  );
}
