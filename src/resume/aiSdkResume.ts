import type { Resume } from './contract';
import { createResume } from './createResume';

/** The options of {@link aiSdkResume}. */
export interface AiSdkResumeOptions {
  /** Where the chat's stream can be read again, for example `/api/chat/7/stream`. */
  url: string | URL;
}

/**
 * For the AI SDK's resumable streams: a GET of the chat's own address replays the whole answer under way, or says 204
 * if there is none. `stop()` sends a DELETE there. The AI SDK leaves it to you how a stream is stopped: write that route,
 * or set `resumeStop: false` and call your own.
 */
export const aiSdkResume = ({ url }: AiSdkResumeOptions): Resume =>
  createResume({
    // The address is the caller's own.
    anyOrigin: true,
    fromResponse: (_, requested) => ({ url: new URL(url, requested).href }),
    // The server always sends the whole answer.
    fromMessage: () => undefined,
    goOn: (point) => ({ url: point.url }),
  });
