import type { Resume } from './contract';
import { createResume } from './createResume';

/** The options of {@link aiSdkResume}. */
export interface AiSdkResumeOptions {
  /** Where the chat's stream is had again, for example `/api/chat/7/stream`. */
  url: string | URL;
}

/**
 * The AI SDK's resumable streams: a GET of the chat's own address replays the whole answer under way, and says 204
 * where none is. `stop()` sends a DELETE there: the AI SDK has no way of its own, so the route is yours to write.
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
