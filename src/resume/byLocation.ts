import type { Resume } from './contract';
import { createResume } from './createResume';

/** An address that a response names, made absolute. */
function addressOf({ headers }: Response, url: string): string | undefined {
  const given = headers.get('location') ?? headers.get('content-location');
  try {
    return given === null ? undefined : new URL(given, url).href;
  } catch {
    return undefined;
  }
}

/**
 * Answers that have an address of their own, which the response names in `Location` or `Content-Location`. A GET of
 * that address with `Last-Event-ID` goes on after that message, without it from the beginning; a DELETE ends the
 * answer. Where the answer comes from another origin, its server must expose the header
 * (`Access-Control-Expose-Headers`).
 *
 * @example
 * const { text, start } = useSseStream('/chat', { resume: byLocation(), resumeKey: 'chat-1' });
 */
export const byLocation = (): Resume =>
  createResume({
    fromResponse(response, url) {
      const address = addressOf(response, url);
      return address === undefined ? undefined : { url: address };
    },
  });
