import { type RunSnapshot, useAnnouncements } from 'react-event-source';

/** Reads the answer to a screen reader, sentence by sentence, and says how it ended. */
export function Announcer({ run: { text, status } }: { run: RunSnapshot }) {
  const { message, politeness } = useAnnouncements(text, status);
  return (
    <p className="visually-hidden" role="status" aria-label="Answer status" aria-live={politeness}>
      {message}
    </p>
  );
}
