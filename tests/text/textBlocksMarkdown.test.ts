import spec from 'commonmark-spec';
import { fc } from '../support/property.ts';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { describe, expect, test } from 'vitest';
import { createTextBlocks, type TextBlocks } from 'react-event-source/core';

const examples = spec.tests.map(({ markdown, number }) => ({
  markdown: markdown.replaceAll('→', '\t'),
  number,
}));

/** What a page shows. White space between tags says nothing, and the judge leaves some out where definitions stand. */
const render = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }).replace(
    /\s+/g,
    '',
  );

/** The pieces, rendered one by one, with the definitions before each. */
const renderWithDefinitionsBefore = ({ blocks, tail, definitions }: TextBlocks): string =>
  [...blocks, tail].map((piece) => render(definitions + piece)).join('');

/** The same with the definitions behind each. The tail may be code that has not ended: there they go before it. */
const renderWithDefinitionsBehind = ({ blocks, tail, definitions }: TextBlocks): string =>
  [...blocks.map((block) => block + definitions), definitions + tail].map(render).join('');

/** Splits a text as it grows, and says what is wrong at any of its lengths. */
function growing(text: string): string[] {
  const read = createTextBlocks();
  const faults: string[] = [];
  let before: readonly string[] = [];
  for (let length = 0; length <= text.length; length++) {
    const start = text.slice(0, length);
    const { blocks, tail } = read(start);
    if (blocks.join('') + tail !== start) faults.push(`pieces of ${JSON.stringify(start)} do not join`);
    if (before.some((block, i) => block !== blocks[i]))
      faults.push(`a block changed at ${JSON.stringify(start)}`);
    before = blocks;
  }
  const atOnce = createTextBlocks()(text);
  if (atOnce.blocks.join('\0') !== before.join('\0'))
    faults.push(`${JSON.stringify(text)} is cut otherwise at once`);
  return faults;
}

/** A label that is defined twice means what comes first: behind a block, that is the block's own. */
const isDefinedTwice = (definitions: string): boolean => {
  const labels = Array.from(definitions.matchAll(/^\[((?:[^[\]\\]|\\.)+)\]:/gm), ([, label]) =>
    label!.toLowerCase().replace(/\s+/g, ' ').trim(),
  );
  return new Set(labels).size < labels.length;
};

describe("CommonMark's own examples", () => {
  test('give in pieces what they give as a whole', () => {
    const differing = (piecewise: (pieces: TextBlocks) => string) =>
      examples.filter(({ markdown }) => render(markdown) !== piecewise(createTextBlocks()(markdown)));
    expect(examples).toHaveLength(652);
    expect(differing(renderWithDefinitionsBefore)).toEqual([]);
    expect(differing(renderWithDefinitionsBehind)).toEqual([]);
  });

  test('are their pieces at every length, and finished blocks stay', () => {
    expect(examples.flatMap(({ markdown }) => growing(markdown))).toEqual([]);
  });

  test('do so one after another, in any order', () => {
    const sequence = fc.array(fc.constantFrom(...examples), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(sequence, fc.constantFrom('', '\n', '\n\n'), (list, between) => {
        const text = list.map(({ markdown }) => markdown).join(between);
        const pieces = createTextBlocks()(text);
        expect(growing(text)).toEqual([]);
        expect(renderWithDefinitionsBefore(pieces)).toBe(render(text));
        expect(
          isDefinedTwice(pieces.definitions) || renderWithDefinitionsBehind(pieces) === render(text),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

const LINES = [
  ...['', '', '', '', 'text', '# heading', '===', '---', '* * *', '    code', '\ttab', '      deep', 'a\\'],
  ...['- a', '  b', '   b', '-', '1.', '2. z', '  - x', '1. 2. 3. x', '-\t\tz', '- [ ] task', '+ `'],
  ...['```', '  ```', '   ```', '    ```', '1. ```sh', '- ~~~', '~~~', '`` ` ```', '> ```', '- > - ```'],
  ...[
    '> q',
    '>\tz',
    '> - x',
    '| a | b |',
    '|---|---|',
    '<pre>',
    '</pre>',
    '- <pre>',
    '  </pre>',
    '<div>',
    '<x-y>',
  ],
  ...['<!-- c', '-->', '<?php', '?>', '<script>', '</script>', '<![CDATA[', ']]>', '<!X', '\u00a0', '\u3000'],
];

test('any lines give in pieces what they give as a whole', () => {
  const lines = fc.array(fc.constantFrom(...LINES), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\n', '\r\n', '\r'), (list, lineEnd) => {
      const text = list.join(lineEnd);
      expect(growing(text)).toEqual([]);
      expect(renderWithDefinitionsBefore(createTextBlocks()(text))).toBe(render(text));
    }),
    { numRuns: 1_000 },
  );
});

test('a text goes on from any of its lengths as it does from its beginning', () => {
  const text =
    '- one\n\n  [a]: /b "c"\n\nsee [a] and [^1]\n\n[^1]: note\n\n    more\n\nlast [2]\n\n[2]: https://x.y';
  const read = createTextBlocks();
  for (let length = 1; length <= text.length; length++) {
    const start = text.slice(0, length);
    expect(read(start)).toEqual(createTextBlocks()(start));
  }
});
