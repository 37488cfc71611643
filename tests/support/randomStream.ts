import { fc } from './property.ts';
import { bytesOf } from './vectors/index.ts';

/** Bytes that are likely to mean something to a parser of event streams. */
const token = fc.constantFrom<readonly (string | number)[]>(
  ['data'],
  ['event'],
  ['id'],
  ['retry'],
  ['datas'],
  [':'],
  [': '],
  [' '],
  ['\t'],
  ['\n'],
  ['\r'],
  ['\r\n'],
  ['\n\n'],
  ['data: x\n\n'],
  ['id: 7\n'],
  ['id\n'],
  ['retry: 12\n'],
  ['event: e\n'],
  ['\0'],
  ['0'],
  ['12'],
  ['é'],
  ['€'],
  ['😀'],
  [0xef, 0xbb, 0xbf],
  [0xef],
  [0xbb],
  [0xc3],
  [0xff],
  [0xe2, 0x82],
  ['x'],
  ['data:'],
  ['\ufeff'],
);
/** A stream of them. */
export const randomStream = fc
  .array(token, { maxLength: 60 })
  .map((tokens) =>
    Uint8Array.from(
      tokens.flat().flatMap((part) => (typeof part === 'string' ? [...bytesOf(part)] : [part])),
    ),
  );
