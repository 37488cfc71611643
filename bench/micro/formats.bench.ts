import { bench, describe } from 'vitest';
import { createAnswerFold } from '../../src/answer/foldAnswer';
import { anthropic, openaiChat, plainText, splitThink, uiMessageStream } from '../../src/entries/common';
import type { Format } from '../../src/answer/format';

const MESSAGES = 1000;
const message = (data: unknown) => ({
  type: 'message',
  data: typeof data === 'string' ? data : JSON.stringify(data),
  lastEventId: '',
});

const chat = message({
  id: 'c',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta: { content: ' token' }, finish_reason: null }],
});
const cases: [name: string, format: Format, message: ReturnType<typeof message>][] = [
  ['plainText', plainText(), message(' token')],
  ['openaiChat', openaiChat(), chat],
  ['openaiChat with splitThink', splitThink(openaiChat()), chat],
  [
    'anthropic',
    anthropic(),
    message({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: ' token' } }),
  ],
  ['uiMessageStream', uiMessageStream(), message({ type: 'text-delta', id: '0', delta: ' token' })],
];

describe(`${MESSAGES} messages read and folded`, () => {
  for (const [name, format, each] of cases) {
    bench(name, () => {
      const fold = createAnswerFold();
      for (let i = 0; i < MESSAGES; i++) fold.apply(format(each, fold.current));
      fold.snapshot();
    });
  }
  bench('JSON.parse alone', () => {
    for (let i = 0; i < MESSAGES; i++) JSON.parse(chat.data);
  });
});
