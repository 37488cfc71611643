import type { RunSnapshot } from 'react-event-source';

function sentence({ status, text, error }: RunSnapshot): string {
  const words = text.split(/\s+/).filter(Boolean).length;
  switch (status) {
    case 'idle':
      return '';
    case 'connecting':
      return 'Waiting for the answer.';
    case 'streaming':
      return text ? 'The answer is being written.' : 'Waiting for the answer.';
    case 'reconnecting':
      return 'The connection broke. Trying again.';
    case 'done':
      return `The answer is complete: ${words} words.`;
    case 'stopped':
      return `Stopped after ${words} words.`;
    default:
      return `The answer broke off after ${words} words. ${error.message}`;
  }
}

/** Tells a screen reader how the answer stands: when it begins and when it is over, not each token. */
export const Announcer = ({ run }: { run: RunSnapshot }) => (
  <p className="visually-hidden" role="status" aria-label="Answer status">
    {sentence(run)}
  </p>
);
