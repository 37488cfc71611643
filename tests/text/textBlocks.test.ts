import { describe, expect, test } from 'vitest';
import { createTextBlocks, type TextBlocksOptions } from 'react-event-source/core';

/** The pieces of a text that is there as a whole, the one that still grows last. */
const split = (text: string, options?: TextBlocksOptions): string[] => {
  const { blocks, tail } = createTextBlocks()(text, options);
  return [...blocks, tail];
};

describe('a text is cut', () => {
  test.each<[string, string[]]>([
    ['behind the blank line that ends a paragraph', ['one\ntwo\n\n', 'three']],
    ['behind all of several blank lines', ['one\n\n \n\n', 'two']],
    ['behind a paragraph that blank lines come before', ['\n\none\n\n', 'two']],
    ['behind each paragraph', ['one\n\n', 'two\n\n', 'three']],
    ['behind a fenced block that is closed', ['```js\na\n\nb\n```\n\n', 'text']],
    ['behind a fence of tildes', ['~~~\na\n\nb\n~~~\n\n', 'text']],
    ['behind a fence that is closed by a longer one', ['```\na\n\n`````\n\n', 'text']],
    ['behind a list', ['- one\n\n- two\n\n', 'text']],
    ['behind a numbered list', ['1. one\n\n2) two\n\n', 'text']],
    ['before a list', ['text\n\n', '- one']],
    ['before a fence', ['text\n\n', '```\n\na']],
    ['behind a list and again behind the paragraph after it', ['* one\n\n', 'two\n\n', 'three']],
    ['behind a fence in a list, with the list', ['- one\n\n  ```\n  a\n\n  b\n  ```\n\n- two\n\n', 'text']],
  ])('%s', (_, pieces) => expect(split(pieces.join(''))).toEqual(pieces));
});

describe('a text is not cut', () => {
  test.each([
    ['where there is no blank line', 'one\ntwo\n'],
    ['behind the last blank line: nothing has begun after it', 'one\n\n'],
    ['by blank lines at its beginning', '\n\none'],
    ['by a line of spaces that has not ended', 'one\n  '],
    ['in a fenced block', '```\na\n\nb'],
    ['in a fenced block that a fence of another kind does not close', '```\na\n~~~\n\nb'],
    ['in a fenced block that a shorter fence does not close', '````\na\n```\n\nb'],
    ['in a fenced block that a fence with a name does not close', '```\na\n```js\n\nb'],
    ['between the items of a list', '- one\n\n- two'],
    ['between numbered items', '1. one\n\n2. two'],
    ['before what is indented under an item', '+ one\n\n  two'],
    ['before what is indented with a tab', '* one\n\n\ttwo'],
    ['before an item that is indented by one', '- one\n\n - two'],
    ['before an item without text', '- one\n\n-\ntwo'],
    ['where the list may go on: the line is only a sign yet', '- one\n\n-'],
    ['where the list may go on: the line is only a number yet', '1. one\n\n12'],
    ['where the list may go on: the line is only a space yet', '- one\n\n t'],
  ])('%s', (_, text) => expect(split(text)).toEqual([text]));
});

describe('no item of a list is', () => {
  test.each([
    ['a sign without a space', '-one'],
    ['a number of ten digits', '1234567890. one'],
    ['a number without a dot', '12 one'],
    ['a sign in the middle', 'one - two'],
    ['a number in the middle', 'in 12. two'],
  ])('%s', (_, line) => expect(split(`- item\n\n${line}\n`)).toEqual(['- item\n\n', `${line}\n`]));
});

describe('Markdown is not cut', () => {
  test.each([
    ['in HTML that may hold blank lines', '<pre>\na\n\nb\n</pre>\n'],
    ['in a script', '<script>\na\n\nb\n</script>\n'],
    ['in a comment', '<!-- a\n\nb -->\n'],
    ['in an instruction', '<?php\n\necho 1;\n?>\n'],
    ['in CDATA', '<![CDATA[\n\na\n]]>\n'],
    ['by a fence that is indented by four spaces: it is code', '```\ncode\n\n    ```\n\nmore\n```\n'],
    ["in a fence that begins on an item's own line", '1. ```sh\n   a\n\n   b\n   ```\n'],
    ['behind a line of other white space', 'one\n\u00a0\ntwo\n\u3000\nthree'],
    ['in a footnote of two paragraphs', '[^1]: one\n\n    two\n'],
    ['in indented code with a blank line', '    one\n\n    two\n'],
  ])('%s', (_, text) => expect(split(text)).toEqual([text]));
});

describe('Markdown is cut', () => {
  test.each<[string, string[]]>([
    ["behind a fence on an item's own line that the item ends", ['1. ```sh\n   a\n\n', 'text\n']],
    ['behind four spaces and marks, which open no fence', ['one\n\n', '    ```\n\n', 'two\n']],
    ['behind HTML that has ended', ['<pre>\n\na\n</pre>\n\n', 'text']],
    ['behind HTML that a blank line ends', ['<div>\n\n', '*a*\n\n', '</div>\n']],
    ['behind a footnote', ['[^1]: one\n\n    two\n\n', 'three']],
    ['behind lines that end as on Windows', ['one\r\n\r\n', '```\r\na\r\n\r\nb\r\n```\r\n\r\n', 'two']],
    ['in math and details', ['$$\na\n\n', 'b\n$$\n\n', '<details>\n\n', 'a\n\n', '</details>']],
  ])('%s', (_, pieces) => expect(split(pieces.join(''))).toEqual(pieces));
});

describe('kept whole on demand', () => {
  test('is math between lines of two dollars', () => {
    const pieces = ['$$\na\n\nb\n$$\n\n', '$$x$$ in a line\n\n', 'text'];
    expect(split(pieces.join(''), { math: true })).toEqual(pieces);
  });

  test('are details, one in another', () => {
    const inner = '<details><summary>b</summary>\n\nc\n\n</details>';
    const pieces = [
      `<details>\n<summary>a</summary>\n\n${inner}\n\nd\n\n</details>\n\n`,
      'e `<details>`\n\n',
      'f',
    ];
    expect(split(pieces.join(''), { details: true })).toEqual(pieces);
  });
});

describe('definitions', () => {
  const definitionsOf = (text: string): string => createTextBlocks()(text).definitions;

  test.each([
    ['none', 'see [1]\n\n[x] is no definition: [y]\n', ''],
    ['one at the end, without a line end', 'see [1]\n\n[1]: https://x.y', '[1]: https://x.y'],
    ['with a title in the next line', '[1]: /a\n  "title"\n[2]: /b\n', '[1]: /a\n    "title"\n\n[2]: /b'],
    ['in quotes and lists', '> [q]: /q\n\n- [l]: /l\n', '[q]: /q\n\n[l]: /l'],
    ['none in code', '```\n[1]: /a\n```\n\n    [2]: /b\n', ''],
    ['none in the middle of a paragraph', 'text\n[1]: /a\n', ''],
    ['a footnote, whole', '[^1]: one\n\n    two\n\nthree', '[^1]: one\n\n    two'],
  ])('%s', (_, text, definitions) => expect(definitionsOf(text).trim()).toBe(definitions));

  test('stand alone before and behind a block', () => {
    expect(definitionsOf('[1]: /a\n\n[2]: /b\n\ntext')).toBe('\n\n[1]: /a\n\n[2]: /b\n\n');
  });
});

test('a line of 40,000 marks is read', () => {
  const marks = '`'.repeat(40_000);
  const read = createTextBlocks();
  for (let length = 1_000; length <= marks.length; length += 1_000)
    expect(read(marks.slice(0, length)).tail).toHaveLength(length);
  expect(read(`${marks} \`\n\n* * * text\n`).blocks).toEqual([`${marks} \`\n\n`]);
});

describe('as plain text', () => {
  test('it is cut behind every paragraph', () => {
    const pieces = ['```\na\n\n', 'b\n```\n\n', '- one\n\n', '- two'];
    expect(split(pieces.join(''), { markdown: false })).toEqual(pieces);
  });
});

describe('a text that grows', () => {
  const whole = 'one\n\n- two\n\n- three\n\nfour\n\n```\nfive\n\nsix\n```\n\nseven';

  test.each([true, false])('is its blocks and its tail at every length, markdown %s', (markdown) => {
    const read = createTextBlocks();
    let before: readonly string[] = [];
    for (let length = 0; length <= whole.length; length++) {
      const text = whole.slice(0, length);
      const { blocks, tail } = read(text, { markdown });
      expect(blocks.join('') + tail).toBe(text);
      expect(blocks.slice(0, before.length)).toEqual(before);
      expect(blocks === before || blocks.length > before.length || !length).toBe(true);
      before = blocks;
    }
    expect(before).toEqual(split(whole, { markdown }).slice(0, -1));
  });

  test('gives the very same for the very same', () => {
    const read = createTextBlocks();
    const first = read('one\n\ntwo');
    expect(read('one\n\ntwo')).toBe(first);
    expect(read('one\n\ntwo', { markdown: true })).toBe(first);
    expect(read('one\n\ntwo', { markdown: false })).not.toBe(first);
  });

  test('and becomes another is split afresh', () => {
    const read = createTextBlocks();
    read('one\n\ntwo\n\nthree');
    expect(read('one\n\nTWO')).toMatchObject({ blocks: ['one\n\n'], tail: 'TWO' });
    expect(read('')).toMatchObject({ blocks: [], tail: '' });
    expect(read('2\n\n3')).toMatchObject({ blocks: ['2\n\n'], tail: '3' });
  });

  test('and is read in another way is split afresh', () => {
    const read = createTextBlocks();
    const text = '- one\n\n- two\n\nthree';
    expect(read(text).blocks).toEqual(['- one\n\n- two\n\n']);
    expect(read(text, { markdown: false }).blocks).toEqual(['- one\n\n', '- two\n\n']);
    expect(read(`${text}!`).blocks).toEqual(['- one\n\n- two\n\n']);
  });
});
