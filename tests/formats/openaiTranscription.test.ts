import { describe, expect, it } from 'vitest';
import { openaiTranscription } from '../../src/formats/openaiTranscription';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'openaiTranscription',
  format: openaiTranscription(),
  answer: 'openai-transcription/answer.sse',
  has: ['text'],
  error: ['openai-transcription/error.sse', 'the model failed'],
  unknown: sse({ type: 'transcript.something.new' }),
  foreign: foreign.chat,
});

describe('openaiTranscription', () => {
  it('says who spoke when, and has the whole text', () => {
    const { answer, snapshots } = play(openaiTranscription(), recording('openai-transcription/diarized.sse'));
    expect(snapshots[0]!.text).toBe(' Hallo.');
    expect(answer.text).toBe('Hallo. Grüße.');
    expect(answer.parts.filter(({ type }) => type === 'data')).toMatchObject([
      { name: 'segment', value: { speaker: 'A', start: 0, end: 1 } },
      { name: 'segment', value: { speaker: 'B', start: 1, end: 2 } },
    ]);
  });

  it('does not write a segment twice whose text has grown already', () => {
    const wire = sse(
      { type: 'transcript.text.delta', segment_id: 's', delta: 'Hal' },
      { type: 'transcript.text.delta', segment_id: 's', delta: 'lo' },
      { type: 'transcript.text.segment', id: 's', speaker: 'A', text: 'Hallo' },
    );
    expect(play(openaiTranscription(), wire).answer.text).toBe('Hallo');
  });
});
