import { describe, expect, it } from 'vitest';
import { a2a } from '../../src/formats/a2a';
import { play, recording, sse } from './support/play';
import { describeFormat, foreign } from './support/suite';

describeFormat({
  name: 'a2a',
  format: a2a(),
  answer: 'a2a/answer.sse',
  has: ['text'],
  error: ['a2a/error.sse', 'the model failed'],
  unknown: sse({ kind: 'something-new' }, { statusUpdate: { status: { state: 'TASK_STATE_WORKING' } } }),
  foreign: foreign.chat,
});

const read = (...events: object[]) => play(a2a(), sse(...events));
const status = (state: string, text?: string) => ({
  statusUpdate: {
    taskId: 't',
    contextId: 'c',
    status: { state, message: text ? { messageId: `m ${text}`, parts: [{ text }] } : undefined },
  },
});

describe('a2a', () => {
  it('keeps what the agent says while it works out of the text', () => {
    const { answer } = play(a2a(), recording('a2a/answer.sse'));
    expect(answer).toMatchObject({ id: 't1', finishReason: 'TASK_STATE_COMPLETED' });
    expect(answer.parts).toMatchObject([
      { type: 'data', name: 'status', value: { parts: [{ text: 'Looking.' }] } },
      { type: 'text', metadata: { contextId: 'c1' } },
    ]);
  });

  it('is done when the agent asks for more, with its question as text', () => {
    expect(read(status('TASK_STATE_INPUT_REQUIRED', 'Which city?'))).toMatchObject({
      status: 'done',
      answer: { text: 'Which city?', finishReason: 'TASK_STATE_INPUT_REQUIRED' },
    });
  });

  it('does not repeat an artifact that the end says again', () => {
    const artifactUpdate = { taskId: 't', artifact: { artifactId: 'a', parts: [{ text: 'Hi' }] } };
    expect(read({ artifactUpdate }, status('completed', 'Hi')).answer.text).toBe('Hi');
    expect(read({ artifactUpdate }, status('completed', 'Bye')).answer.text).toBe('HiBye');
  });

  it('replaces an artifact that is not appended to', () => {
    const artifact = (text: string) => ({
      artifactUpdate: { artifact: { artifactId: 'a', parts: [{ text }] } },
    });
    expect(read(artifact('One'), artifact('Two')).answer.text).toBe('Two');
  });

  it('reads a message without a task, and data and files of both versions', () => {
    const parts = [
      { text: 'Hi' },
      { data: { a: 1 } },
      { url: 'https://a.test/a.png', mediaType: 'image/png' },
      { kind: 'file', file: { bytes: 'AA==', mimeType: 'image/gif' } },
    ];
    const { answer, status: end } = read({
      result: { kind: 'message', role: 'agent', messageId: 'm', parts },
    });
    expect(end).toBe('done');
    expect(answer).toMatchObject({
      text: 'Hi',
      files: [
        { mediaType: 'image/png', url: 'https://a.test/a.png' },
        { mediaType: 'image/gif', data: 'AA==' },
      ],
    });
    expect(answer.parts[1]).toMatchObject({ type: 'data', value: { a: 1 } });
  });

  it('is stopped when the task was canceled, and failed when it was rejected or JSON-RPC says so', () => {
    expect(read(status('canceled')).status).toBe('stopped');
    expect(read(status('rejected')).answer.error).toEqual({ message: 'rejected', code: 'rejected' });
    expect(
      read({ jsonrpc: '2.0', id: 1, error: { code: -32001, message: 'Task not found' } }).answer.error,
    ).toEqual({ message: 'Task not found', code: -32001 });
  });
});
