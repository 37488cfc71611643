import { useEffect, useState } from 'react';
import type { RunStatus } from '../protocol/readyState';
import { createAnnouncer, type Announcement, type AnnouncementWords } from '../text/announcements';

export interface UseAnnouncementsOptions {
  /**
   * The language of the text, as a BCP 47 tag. It decides where sentences end.
   * @default the runtime's
   */
  language?: string | undefined;
  /**
   * Names code blocks and tables instead of spelling them out, and leaves out the marks of Markdown.
   * @default true
   */
  markdown?: boolean | undefined;
  /** The hook's own words, translated. English by default. */
  words?: Partial<AnnouncementWords> | undefined;
}

/**
 * What a screen reader should say about a growing answer: whole sentences, each once, at most one announcement in two
 * seconds; code blocks and tables by name; and how the answer ended. An answer that was there at the first render is not
 * read.
 *
 * Put it into a live region of its own. The answer itself must not be a live region.
 *
 * @example
 * const { text, status } = useSseStream('/chat');
 * const { message, politeness } = useAnnouncements(text, status);
 * return <p role="status" aria-live={politeness} className="visually-hidden">{message}</p>;
 */
export function useAnnouncements(
  text: string,
  status: RunStatus,
  { language, markdown = true, words }: UseAnnouncementsOptions = {},
): Announcement {
  const [announcement, setAnnouncement] = useState<Announcement>({ message: '', politeness: 'polite' });
  const [announcer] = useState(() => createAnnouncer(setAnnouncement, markdown, language));
  useEffect(() => announcer.stop, [announcer]);
  useEffect(() => announcer.update(text, status, words));
  return announcement;
}
