import { describe, expect, it } from 'vitest';
import { ollama } from '../../src/formats/ollama';
import { play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'ollama',
  format: ollama(),
  answer: 'ollama-ndjson/generate.ndjson',
  has: ['text', 'reasoning'],
  error: [
    'ollama-ndjson/error-line.ndjson',
    'an error was encountered while running the model: unexpected EOF',
  ],
  unknown: '{"done":false,"future":1}\n\n',
  foreign: foreign.chat,
});

describe('ollama', () => {
  it('asks for lines instead of events', () => expect(ollama().framing).toBe('lines'));

  it('reads calls, whose arguments are objects', () => {
    const { answer } = play(ollama(), recording('ollama-ndjson/thinking-tool.ndjson'));
    expect(answer).toMatchObject({
      text: '好的',
      reasoning: '要查天气',
      toolCalls: [{ id: '', name: 'weather', arguments: '{"city":"北京"}' }],
    });
  });

  it('gives the counts and durations of the last line as usage', () => {
    const { answer } = play(
      ollama(),
      '{"done":true,"done_reason":"stop","context":[1],"eval_count":2,"total_duration":3}\n',
    );
    expect(answer).toMatchObject({
      finishReason: 'stop',
      usage: { eval_count: 2, total_duration: 3 },
      done: true,
    });
    expect(answer.usage).not.toHaveProperty('context');
  });
});
