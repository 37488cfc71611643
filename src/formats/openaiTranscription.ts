import type { Change, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

interface Event {
  type?: string;
  id?: string;
  segment_id?: string;
  delta?: string;
  text?: string;
  usage?: object;
}

/**
 * OpenAI's transcriptions of audio (`stream: true`). With diarization, who said what and when is in `parts`: `data` with
 * the name `segment`, as OpenAI sent it (`speaker`, `start`, `end` in seconds, `text`).
 */
export const openaiTranscription = (): Format =>
  jsonFormat<Event>({
    formatName: 'openaiTranscription',
    types: /^transcript\./,
    knows: ({ type }) => /^transcript\./.test(type!),
    read(event, _, { text, parts }): Change {
      const { type, id, segment_id: key, text: value = '' } = event;
      if (type === 'transcript.text.delta') return { type: 'text', key, delta: event.delta };
      if (type === 'transcript.text.segment')
        return [
          !parts.some((part) => part.type === 'text' && part.key === id) && {
            type: 'text',
            key: id,
            delta: value,
          },
          { type: 'data', key: id, name: 'segment', value: event },
        ];
      return (
        (type === 'transcript.text.done' && [
          text !== value && { type: 'replace', channel: 'text', value },
          { type: 'meta', usage: event.usage },
          { type: 'done' },
        ]) ||
        undefined
      );
    },
  });
