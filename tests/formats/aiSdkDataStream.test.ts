import { describe, expect, it } from 'vitest';
import { aiSdkDataStream } from '../../src/formats/aiSdkDataStream';
import { play, recording } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'aiSdkDataStream',
  format: aiSdkDataStream(),
  answer: 'ai-sdk-data-stream/answer.ndjson',
  has: ['text', 'reasoning', 'toolCalls'],
  error: ['ai-sdk-data-stream/error.ndjson', 'the model failed'],
  unknown: 'z:{"new":true}\n1:"legacy"\n',
  foreign: foreign.chat,
});

describe('aiSdkDataStream', () => {
  it('asks for lines instead of events', () => expect(aiSdkDataStream().framing).toBe('lines'));

  it('reads sources, files, data, annotations and signatures', () => {
    const { answer } = play(aiSdkDataStream(), recording('ai-sdk-data-stream/answer.ndjson'));
    expect(answer.id).toBe('m1');
    expect(answer.sources).toMatchObject([{ url: 'https://a.test', title: 'A' }]);
    expect(answer.files).toMatchObject([{ mediaType: 'image/png', data: 'iVBORw0KGgo=' }]);
    expect(answer.parts).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'reasoning', metadata: { signature: 'sig' } }),
        expect.objectContaining({ type: 'data', name: 'data', value: { progress: 1 } }),
        expect.objectContaining({ type: 'data', name: 'annotation', value: { mood: 'good' } }),
      ]),
    );
  });

  it('takes a call that the server has run out of the calls to make, and goes on in another step', () => {
    const wire = [
      'f:{"messageId":"a"}',
      '9:{"toolCallId":"t","toolName":"roll","args":{}}',
      'a:{"toolCallId":"t","result":4}',
      'e:{"finishReason":"tool-calls","isContinued":false}',
      'f:{"messageId":"b"}',
      '0:"Four"',
    ].join('\n');
    const { answer, status } = play(aiSdkDataStream(), wire + '\n');
    expect(status).toBe('incomplete');
    expect(answer).toMatchObject({ text: 'Four', toolCalls: [] });
    expect(answer.parts[1]).toMatchObject({ type: 'toolResult', id: 't', value: 4 });
  });
});
