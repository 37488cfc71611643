import { type Vector, vectors } from './vector.ts';

const ENDS = { LF: '\n', CR: '\r', CRLF: '\r\n' } as const;
const ends = Object.entries(ENDS);

/** A stream with each kind of line end in each of its places. */
const mixed: Vector[] = ends.flatMap(([first, a]) =>
  ends.flatMap(([second, b]) =>
    ends.flatMap(([third, c]): Vector[] => {
      // A CR and the LF after it are one line end: such a block has no blank line, and goes on.
      const joined = first === 'CR' && second === 'LF';
      return [
        {
          name: `line ends: ${first}, then ${second}, then ${third}`,
          stream: `data: a${a}data: b${b}${c}data: c\n\n`,
          messages: second === 'CR' && third === 'LF' ? [['a\nb\nc']] : [['a\nb'], ['c']],
        },
        {
          name: `blank lines: ${first}, ${second}, then ${third}`,
          stream: `data: a${a}${b}data: b${c}\n`,
          messages: joined ? (third === 'CR' ? [] : [['a\nb']]) : third === 'CR' ? [['a']] : [['a'], ['b']],
        },
      ];
    }),
  ),
);

export const lineVectors = [
  ...mixed,
  ...vectors('line ends', [
    ['CR CR LF is a line end and a blank line', 'data: a\r\r\ndata: b\n\n', 'a', 'b'],
    ['CR LF LF is a line end and a blank line', 'data: a\r\n\ndata: b\n\n', 'a', 'b'],
    ['LF CR is a line end and a blank line', 'data: a\n\rdata: b\n\n', 'a', 'b'],
    ['LF CR LF is a line end and a blank line', 'data: a\n\r\ndata: b\n\n', 'a', 'b'],
    ['CR LF CR LF is a line end and a blank line', 'data: a\r\n\r\ndata: b\n\n', 'a', 'b'],
    ['CR LF CR is a line end and a blank line', 'data: a\r\n\rdata: b\n\n', 'a', 'b'],
    ['CR CR is a line end and a blank line', 'data: a\r\rdata: b\r\r', 'a', 'b'],
    ['CR CR at the end of the stream', 'data: a\r\r', 'a'],
    ['CR LF CR LF at the end of the stream', 'data: a\r\n\r\n', 'a'],
    ['CR LF CR at the end of the stream', 'data: a\r\n\r', 'a'],
    ['a lone CR at the end of the stream ends no block', 'data: a\r'],
    ['a lone CR LF at the end of the stream ends no block', 'data: a\r\n'],
    ['CRs only', '\r\r\r\rdata: a\r\r', 'a'],
    ['a CR after a field name', 'data\rdata\r\r', '\n'],
    ['a CR after a colon', 'data:\rdata:\r\r', '\n'],
    ['a CR after a comment', ':\rdata: a\r\r', 'a'],
    ['a CR after an id', 'id: 1\rdata: a\r\r', ['a', 'message', '1']],
    ['a CR after a type', 'event: e\rdata: a\r\r', ['a', 'e']],
    ['a CR LF after an unknown field', 'foo\r\ndata: a\r\n\r\n', 'a'],
    ['a CR after a long unknown field', `${'x'.repeat(300)}\rdata: a\r\r`, 'a'],
    ['CR LF in a hundred messages', 'data: x\r\n\r\n'.repeat(100), ...Array.from({ length: 100 }, () => 'x')],
    ['CR in a hundred messages', 'data: x\r\r'.repeat(100), ...Array.from({ length: 100 }, () => 'x')],
    ['no CR is part of a value', 'data: a\rid: 1\r\n\n', ['a', 'message', '1']],
  ]),
];
