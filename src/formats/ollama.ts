import type { Delta, Format } from '../answer/format';
import { jsonFormat } from './shared/jsonFormat';

interface Line {
  message?: {
    content?: string;
    thinking?: string;
    tool_calls?: { id?: string; function?: { name?: string; arguments?: object | string } }[];
  };
  response?: string;
  thinking?: string;
  done?: boolean;
  done_reason?: string;
}

/** Ollama's own `/api/chat` and `/api/generate`: a JSON object on each line. `usage` has the counts and durations. */
export const ollama = (): Format =>
  jsonFormat<Line>({
    formatName: 'ollama',
    framing: 'lines',
    knows: ({ done }) => done !== undefined,
    read(line): Delta[] {
      const { message } = line;
      const deltas: Delta[] = [
        { type: 'reasoning', delta: message?.thinking ?? line.thinking },
        { type: 'text', delta: message?.content ?? line.response },
      ];
      for (const { id, function: called } of message?.tool_calls ?? []) {
        const args = called?.arguments ?? {};
        const value = typeof args === 'string' ? args : JSON.stringify(args);
        deltas.push({ type: 'toolCall', id, name: called?.name, value, done: true });
      }
      if (line.done) {
        const usage = Object.fromEntries(
          Object.entries(line).filter(([, value]) => typeof value === 'number'),
        );
        deltas.push({ type: 'meta', finishReason: line.done_reason, usage }, { type: 'done' });
      }
      return deltas;
    },
  });
