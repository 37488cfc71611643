import { useState } from 'react';

interface QuestionProps {
  readonly text: string;
  readonly onResend: (text: string) => void;
}

/** What the reader asked; it can be asked again in other words. */
export function Question({ text, onResend }: QuestionProps) {
  const [draft, setDraft] = useState<string | null>(null);
  if (draft === null) {
    return (
      <article className="question" aria-label="Question">
        <p>{text}</p>
        <button
          type="button"
          className="button plain small"
          aria-label="Edit question"
          onClick={() => setDraft(text)}
        >
          Edit
        </button>
      </article>
    );
  }
  const send = (): void => {
    setDraft(null);
    if (draft.trim()) onResend(draft.trim());
  };
  return (
    <form
      className="question editing"
      aria-label="Edit question"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label="Question"
        rows={3}
        value={draft}
        autoFocus
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(null);
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className="row">
        <button type="submit" className="button primary">
          Send again
        </button>
        <button type="button" className="button" onClick={() => setDraft(null)}>
          Cancel
        </button>
      </div>
    </form>
  );
}
