import { useEffect, useRef, useState } from 'react';

interface QuestionProps {
  readonly text: string;
  readonly onResend: (text: string) => void;
}

/** What the reader asked; it can be asked again in other words. */
export function Question({ text, onResend }: QuestionProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const editor = useRef<HTMLTextAreaElement>(null);
  const isEditing = draft !== null;
  useEffect(() => {
    if (!isEditing) return;
    const frame = requestAnimationFrame(() => editor.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, [isEditing]);
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
  const close = (): void => {
    // a field that goes away with the focus on it would take the focus with it in the middle of a render
    editor.current?.blur();
    setDraft(null);
  };
  const send = (): void => {
    close();
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
        ref={editor}
        aria-label="Question"
        rows={3}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
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
        <button type="button" className="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
