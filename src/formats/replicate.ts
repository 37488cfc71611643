import { type Delta, ForeignMessage, type Format } from '../answer/format';
import type { SseMessage } from '../protocol/message';

/** Replicate's streams of language models: plain text in named events. */
export const replicate = (): Format =>
  Object.assign(
    ({ type, data }: SseMessage): Delta | Delta[] | undefined => {
      if (type === 'output') return { type: 'text', delta: data };
      if (type === 'error') return { type, error: { message: read(data).detail ?? data } };
      if (type === 'done') return [{ type: 'meta', finishReason: read(data).reason ?? type }, { type }];
      // Its events have names, and what is not known of them is plain text.
      if (type === 'message' || data.startsWith('{')) throw new ForeignMessage(`unknown event ${type}`);
      return undefined;
    },
    { formatName: 'replicate', endsOnClose: false },
  );

const read = (data: string): { detail?: string; reason?: string } =>
  data.startsWith('{') ? (JSON.parse(data) as object) : {};
