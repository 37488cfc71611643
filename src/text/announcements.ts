import type { RunStatus } from '../protocol/readyState';
import { createReader, type SpokenWords } from './spokenText';

/** What a live region shows. */
export interface Announcement {
  readonly message: string;
  /** `'assertive'` for a failure, for `aria-live`. */
  readonly politeness: 'polite' | 'assertive';
}

/** The words of announcements that are not the answer's own. An empty text says nothing. */
export interface AnnouncementWords extends SpokenWords {
  readonly done: string;
  readonly incomplete: string;
  readonly stopped: string;
  readonly failed: string;
}

const ENGLISH: AnnouncementWords = {
  code: (language) => (language ? `Code block, ${language}.` : 'Code block.'),
  table: (rows) => `Table, ${rows} ${rows === 1 ? 'row' : 'rows'}.`,
  done: 'End of the answer.',
  incomplete: 'The answer was cut off.',
  stopped: 'The answer was stopped.',
  failed: 'The answer failed.',
};

/** The least time between two announcements, in ms: a screen reader drops what comes while it speaks. */
const PAUSE = 2_000;

type Settled = keyof typeof ENGLISH & RunStatus;

const isSettled = (status: RunStatus): status is Settled => status in ENGLISH;

/** Announces a growing answer. */
export interface Announcer {
  update(text: string, status: RunStatus, words?: Partial<AnnouncementWords>): void;
  /** Announces nothing more, until the next update. */
  readonly stop: () => void;
}

export function createAnnouncer(
  announce: (announcement: Announcement) => void,
  markdown: boolean,
  language?: string,
): Announcer {
  const reader = createReader(markdown, language);
  let wasRunning = false;
  let seen = '';
  let ending: Settled | undefined;
  let words = ENGLISH;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = -Infinity;
  let lastMessage = '';

  const say = (): void => {
    timer = undefined;
    lastAt = performance.now();
    let message = [reader.take(), ending ? words[ending] : ''].filter(Boolean).join(' ');
    const politeness = ending === 'failed' ? 'assertive' : 'polite';
    ending = undefined;
    if (!message) return;
    // A live region whose text stays the same says nothing.
    if (message === lastMessage) message += '\u00a0';
    lastMessage = message;
    announce({ message, politeness });
  };

  return {
    update(text, status, translated) {
      words = { ...ENGLISH, ...translated };
      const isRunning = !isSettled(status) && status !== 'idle';
      if (isRunning || wasRunning) reader.read(text, !isRunning, words);
      // What was there before the first run, and what another part of the page put there.
      else if (text !== seen) reader.skip(text);
      seen = text;
      if (wasRunning && isSettled(status)) ending = status;
      wasRunning = isRunning;
      if (!reader.isReady && !ending) return;
      timer ??= setTimeout(say, Math.min(PAUSE, Math.max(0, lastAt + PAUSE - performance.now())));
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
