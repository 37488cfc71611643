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
 * For answers with an address of their own, which the response names in `Location` or `Content-Location`. A GET of that
 * address resumes after the message in `Last-Event-ID`, or from the beginning without it; a DELETE ends the answer. A
 * server of another origin must expose the header (`Access-Control-Expose-Headers`).
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
