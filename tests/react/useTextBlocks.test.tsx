import { render, renderHook } from '@testing-library/react';
import { memo } from 'react';
import { expect, test, vi } from 'vitest';
import { answerTo } from '../../stories/server/chat/answer.ts';
import { openaiChat, useSseStream, useTextBlocks } from 'react-event-source';
import { serverForFile } from '../server/support.ts';
import { path } from '../support/messages.ts';

const server = serverForFile();
const question = 'Why is the sky blue?';
const whole = answerTo(question);

test('blocks and tail are the text at every length, and blocks keep their identity', () => {
  const { result, rerender } = renderHook(({ text }) => useTextBlocks(text), { initialProps: { text: '' } });
  let before: readonly string[] = [];
  for (let length = 0; length <= whole.length; length += 7) {
    const text = whole.slice(0, length);
    rerender({ text });
    const { blocks, tail } = result.current;
    expect(blocks.join('') + tail).toBe(text);
    expect(blocks.slice(0, before.length)).toEqual(before);
    const isNew = blocks.length > before.length || length === 0;
    expect(blocks === before).toBe(!isNew);
    before = blocks;
  }
  expect(before.length).toBeGreaterThan(5);
});

test('another text starts afresh, and markdown: false cuts inside a fence', () => {
  const { result, rerender } = renderHook(({ text, markdown }) => useTextBlocks(text, { markdown }), {
    initialProps: { text: '```\na\n\nb\n```\n\nend', markdown: true },
  });
  expect(result.current).toMatchObject({ blocks: ['```\na\n\nb\n```\n\n'], tail: 'end' });
  rerender({ text: '```\na\n\nb\n```\n\nend', markdown: false });
  expect(result.current).toMatchObject({ blocks: ['```\na\n\n', 'b\n```\n\n'], tail: 'end' });
  rerender({ text: 'new', markdown: true });
  expect(result.current).toMatchObject({ blocks: [], tail: 'new' });
});

test('code between backticks in one line opens no fence', () => {
  const { result } = renderHook(() => useTextBlocks('```a``` is code\n\nnext\n\nend'));
  expect(result.current).toMatchObject({ blocks: ['```a``` is code\n\n', 'next\n\n'], tail: 'end' });
});

test('a memoised block of a streaming answer is rendered once', async () => {
  const rendered = vi.fn<(text: string) => void>();
  const Block = memo(function Block({ text }: { text: string }) {
    rendered(text);
    return <p>{text}</p>;
  });
  const url = server().url + path('v1/chat/completions', { delay: 0, rate: 2000 });
  function Answer() {
    const stream = useSseStream(url, {
      autoStart: true,
      format: openaiChat(),
      body: { model: 'm', stream: true, messages: [{ role: 'user', content: question }] },
    });
    const { blocks, tail } = useTextBlocks(stream.text);
    return (
      <>
        {blocks.map((text, index) => (
          <Block key={index} text={text} />
        ))}
        <p>{tail}</p>
      </>
    );
  }
  const { container } = render(<Answer />);
  await expect.poll(() => container.textContent).toBe(whole);
  const texts = rendered.mock.calls.map(([text]) => text);
  // StrictMode renders a new component twice
  for (const text of new Set(texts)) expect(texts.filter((each) => each === text)).toHaveLength(2);
});
