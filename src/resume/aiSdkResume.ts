import type { Resume } from './contract';
import { createResume } from './createResume';

/** The options of {@link aiSdkResume}. */
export interface AiSdkResumeOptions {
  /** Where the chat's stream is had again, for example `/api/chat/7/stream`. */
  url: string | URL;
}

/**
 * The AI SDK's resumable streams: a GET of the chat's own address replays the whole answer under way, and says 204
 * where none is. `stop()` sends a DELETE there. The AI SDK leaves it to you how a stream is stopped: write that route,
 * or set `resumeStop: false` and call your own.
 */
export const aiSdkResume = ({ url }: AiSdkResumeOptions): Resume =>
  createResume({
    // The caller says where it is.
    anyOrigin: true,
    fromResponse: (_, requested) => ({ url: new URL(url, requested).href }),
    // It is always the whole answer that comes.
    fromMessage: () => undefined,
    goOn: (point) => ({ url: point.url }),
  });
