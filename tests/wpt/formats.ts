// The cases of the format: what is sent, and the messages that it must give.
import { type Case, messages, stream } from './case.ts';

const data = (event: MessageEvent<string>): string => event.data;
const idAndData = (event: MessageEvent<string>): string[] => [event.lastEventId, event.data];

const format = (
  name: string,
  text: string,
  wants: readonly unknown[],
  read: typeof data | typeof idAndData = data,
): Case => ({
  name,
  serve: (exchange) => stream(exchange, text),
  run: ({ Source, url }) => messages<unknown>(new Source(url), wants.length, read),
  wants,
});

/** The data of each event, by the type that is listened for. */
const typed = (name: string, text: string, types: readonly string[], wants: readonly string[]): Case => ({
  name,
  serve: (exchange) => stream(exchange, text),
  run: ({ Source, url }) =>
    new Promise((resolve) => {
      const source = new Source(url);
      const got: string[] = [];
      for (const type of types) {
        source.addEventListener(type, (event) => {
          got.push(`${event.type}: ${(event as MessageEvent<string>).data}`);
          if (got.length < wants.length) return;
          source.close();
          resolve(got);
        });
      }
    }),
  wants,
});

export const formatCases: readonly Case[] = [
  format(
    'event-data',
    'data:msg\ndata:msg\n\n:\n\nfalsefield:msg\n\nfalsefield:msg\nData:data\n\ndata\n\ndata:end\n\n',
    ['msg\nmsg', '', 'end'],
  ),
  format('format-bom', '\uFEFFdata:1\n\n\uFEFFdata:2\n\ndata:3\n\n', ['1', '3']),
  format('format-bom-2', '\uFEFF\uFEFFdata:1\n\ndata:2\n\ndata:3\n\n', ['2', '3']),
  format(
    'format-comments',
    `data:1\r:\0\n:\r\ndata:2\n:${'x'.repeat(4096)}\rdata:3\n:data:fail\r:x\ndata:4\n\n`,
    ['1\n2\n3\n4'],
  ),
  format('format-data-before-final-empty-line', 'retry:1000\ndata:test1\n\nid:test\ndata:test2', ['test1']),
  format('format-field-data', 'data:\n\ndata\ndata\n\ndata:test\n\n', ['', '\n', 'test']),
  typed(
    'format-field-event',
    'event:test\ndata:x\n\ndata:x\n\n',
    ['test', 'message'],
    ['test: x', 'message: x'],
  ),
  typed('format-field-event-empty', 'event: \ndata:data\n\n', ['message'], ['message: data']),
  format(
    'format-field-id-3 persists',
    'id: 1\ndata: 1\n\ndata: 2\n\n',
    [
      ['1', '1'],
      ['1', '2'],
    ],
    idAndData,
  ),
  format(
    'format-field-id-3 changes and persists',
    'id: 1\ndata: 1\n\nid: 2\ndata: 2\n\ndata: 3\n\n',
    [
      ['1', '1'],
      ['2', '2'],
      ['2', '3'],
    ],
    idAndData,
  ),
  format(
    'format-field-id-3 resets',
    'id: 1\ndata: 1\n\nid:\ndata: 2\n\ndata: 3\n\n',
    [
      ['1', '1'],
      ['', '2'],
      ['', '3'],
    ],
    idAndData,
  ),
  format('format-field-id-null', 'id:a\0b\ndata:hello\n\n', [['', 'hello']], idAndData),
  format(
    'format-field-parsing',
    'data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n',
    ['\0\n 2\n1\n3\n\n4'],
  ),
  format('format-field-retry-empty', 'retry\ndata:test\n\n', ['test']),
  format(
    'format-field-unknown',
    'data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n',
    ['test\n\ntest'],
  ),
  format('format-leading-space', 'data:\ttest\rdata: \ndata:test\n\n', ['\ttest\n\ntest']),
  format('format-newlines', 'data:test\r\ndata\ndata:test\r\n\r\n', ['test\n\ntest']),
  format('format-null-character', 'data:\0\n\n\n\n', ['\0']),
  format('format-utf-8', 'data:ok…\n\n', ['ok…']),
  typed('submissions/MOSQUITO/field-name-event', 'event: msg\ndata: a\n\n', ['msg'], ['msg: a']),
];
