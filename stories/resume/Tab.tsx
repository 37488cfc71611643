import { useId } from 'react';
import { byLocation, openaiChat, useSseStream } from 'react-event-source';
import { Markdown } from '../chat/Markdown.tsx';
import { ConnectionState, ErrorNote } from '../components/ConnectionState.tsx';
import { GrowingPane } from '../components/GrowingPane.tsx';
import { answersUrl, BODY } from './answersUrl.ts';

interface TabProps {
  readonly title: string;
  /** Answers of this name are joined. */
  readonly conversation: string;
  readonly rate: number;
  readonly children?: React.ReactNode;
}

/** What a tab shows: an answer that is joined if one is under way. */
export function Tab({ title, conversation, rate, children }: TabProps) {
  const id = useId();
  const answer = useSseStream(answersUrl(conversation, rate), {
    method: 'POST',
    body: BODY,
    format: openaiChat(),
    resume: byLocation(),
    resumeKey: `answer of ${conversation}`,
    resumeStorage: localStorage,
  });
  const { text, error, isRunning, start, stop } = answer;
  return (
    <section className="card stack tab" aria-labelledby={id}>
      <header className="row">
        <h2 id={id}>{title}</h2>
        <ConnectionState of={answer}>
          <span className="mono">{text.length} letters</span>
        </ConnectionState>
      </header>
      <div className="row">
        <button type="button" className="button primary" disabled={isRunning} onClick={start}>
          Ask
        </button>
        <button type="button" className="button" disabled={!isRunning} onClick={stop}>
          Stop
        </button>
        {children}
      </div>
      <GrowingPane role="article" label={`Answer in the ${title.toLowerCase()}`}>
        {text ? <Markdown text={text} /> : <p className="muted">Press Ask.</p>}
      </GrowingPane>
      {error && <ErrorNote error={error} />}
    </section>
  );
}
