// The cases of parsing: what is sent, and which events it must give.
import type { Case } from './case.ts';
import type { Driver } from './driver.ts';

interface Expected {
  readonly data: string;
  readonly type?: string;
  readonly id?: string;
}

/** What is sent, piece by piece, and the size in which each piece is cut. */
interface Parsing {
  readonly pieces: readonly (string | Uint8Array)[];
  readonly size?: number;
  readonly events: readonly Expected[];
}

/** Sends it, and gives the events that came. */
async function sendParsing(driver: Driver, { pieces, size, events }: Parsing): Promise<unknown[]> {
  const { stream, client } = await driver.start();
  if (driver.can('event-type-listeners')) {
    const types = new Set(events.flatMap(({ type }) => type ?? []));
    for (const type of types) await client.listen(type);
  }
  for (const piece of pieces) await stream.send(piece, size);
  const got = [];
  for (const _ of events) got.push(await client.event());
  return got;
}

const parsingCase = (group: string, name: string, parsing: Parsing, needs?: string): Case => ({
  group,
  name,
  needs,
  run: (driver) => sendParsing(driver, parsing),
  wants: parsing.events.map(({ data, type = 'message', id = '' }) => ({ type, data, id })),
});

const parsing =
  (group: string, needs?: string) =>
  (name: string, pieces: Parsing['pieces'], ...events: readonly (string | Expected)[]): Case =>
    parsingCase(
      group,
      name,
      { pieces, events: events.map((each) => (typeof each === 'string' ? { data: each } : each)) },
      needs,
    );

const basic = parsing('basic parsing');
const many = Array.from({ length: 100 }, (_, index) => `message ${index}`);

const basics: readonly Case[] = [
  basic('one-line message in one chunk', ['data: Hello\n\n'], 'Hello'),
  basic('one-line message in two chunks', ['data: Hel', 'lo\n\n'], 'Hello'),
  basic('two one-line messages in one chunk', ['data: Hello\n\ndata: World\n\n'], 'Hello', 'World'),
  basic('two messages in three chunks', ['data: Hel', 'lo\n\ndata: Wo', 'rld\n\n'], 'Hello', 'World'),
  basic('one two-line message in one chunk', ['data: Hello\ndata:World\n\n'], 'Hello\nWorld'),
  basic('empty data', ['data:\n\n'], ''),
  basic('event with specific type', ['event: greeting\ndata: Hello\n\n'], {
    type: 'greeting',
    data: 'Hello',
  }),
  basic('default event type', ['data: Hello\n\n'], { type: 'message', data: 'Hello' }),
  basic('event with ID', ['id: abc\ndata: Hello\n\n'], { id: 'abc', data: 'Hello' }),
  basic('event with type and ID', ['event: greeting\nid: abc\ndata: Hello\n\n'], {
    type: 'greeting',
    id: 'abc',
    data: 'Hello',
  }),
  basic('ID field is ignored if it contains a null', ['id: a\0bc\ndata: Hello\n\n'], 'Hello'),
  basic(
    'last ID persists if not overridden by later event',
    ['id: abc\ndata: first\n\n', 'data: second\n\n'],
    { id: 'abc', data: 'first' },
    { id: 'abc', data: 'second' },
  ),
  basic(
    'last ID can be overridden by an empty value',
    ['id: abc\ndata: first\n\n', 'id: \ndata: second\n\n'],
    { id: 'abc', data: 'first' },
    'second',
  ),
  basic('fields in reverse order', ['data: Hello\nid: abc\nevent: greeting\n\n'], {
    type: 'greeting',
    id: 'abc',
    data: 'Hello',
  }),
  basic('unknown field is ignored', ['event: greeting\ncolor: blue\ndata: Hello\n\n'], {
    type: 'greeting',
    data: 'Hello',
  }),
  basic('fields without leading space', ['event:greeting\ndata:Hello\n\n'], {
    type: 'greeting',
    data: 'Hello',
  }),
  basic('fields with extra leading space', ['event:  greeting\ndata:  Hello\n\n'], {
    type: ' greeting',
    data: ' Hello',
  }),
  basic('field with no colon', ['data\n\ndata\ndata\n\n'], '', '\n'),
  basic('multi-byte characters', ['data: €豆腐\n\n'], '€豆腐'),
  basic('many messages in rapid succession', [many.map((data) => `data: ${data}\n\n`).join('')], ...many),
  parsingCase('basic parsing', 'multi-byte characters sent in single-byte pieces', {
    pieces: ['data: €豆腐\n\n'],
    size: 1,
    events: [{ data: '€豆腐' }],
  }),
];

/** With `/` for the end of a line. */
const lines: readonly (readonly [name: string, text: string, ...data: readonly string[]])[] = [
  ['one-line event', 'data: event 1//', 'event 1'],
  [
    'one-line event + two-line event',
    'data: event 1//data: event 2 line 1/data: event 2 line 2//',
    'event 1',
    'event 2 line 1\nevent 2 line 2',
  ],
  ['3-line event with empty line at beginning', 'data:/data: line2/data: line3//', '\nline2\nline3'],
  ['3-line event with empty line in middle', 'data: line1/data:/data: line3//', 'line1\n\nline3'],
  ['ignores 1 extra empty line', 'data: event 1///data: event 2//', 'event 1', 'event 2'],
  ['ignores 2 extra empty lines', 'data: event 1////data: event 2//', 'event 1', 'event 2'],
];
const ends = { LF: '\n', CRLF: '\r\n', CR: '\r' };
const sizes = { 'one chunk': Infinity, '1-character chunks': 1, '2-character chunks': 2 };

const linefeeds: readonly Case[] = [
  ...Object.entries(ends).flatMap(([end, bytes]) =>
    lines.flatMap(([name, text, ...data]) =>
      Object.entries(sizes).map(([cut, size]) =>
        parsingCase(
          `linefeeds/${end} separator`,
          `${name}/${cut}`,
          { pieces: [text.replaceAll('/', bytes)], size, events: data.map((each) => ({ data: each })) },
          end === 'CR' ? 'cr-only' : undefined,
        ),
      ),
    ),
  ),
  parsing('linefeeds')(
    'CRLF where CR is end of 1 chunk',
    ['data: Hello\r', '\ndata: World\r', '\n\r\ndata: OK\r', '\n', '\r', '\n'],
    'Hello\nWorld',
    'OK',
  ),
];

const MARK = '\uFEFF';
const markBytes = new TextEncoder().encode(MARK);
const bom = parsing('BOM', 'bom');
const boms: readonly Case[] = [
  bom('BOM at start of stream is stripped', [`${MARK}data: Hello\n\n`], 'Hello'),
  bom(
    'BOM stripped before first event with type and ID',
    [`${MARK}event: greeting\nid: abc\ndata: Hello\n\n`],
    {
      type: 'greeting',
      id: 'abc',
      data: 'Hello',
    },
  ),
  bom('BOM stripped with multiple messages', [`${MARK}data: First\n\ndata: Second\n\n`], 'First', 'Second'),
  bom(
    'BOM only stripped at stream start, not from later data',
    ['data: First\n\n', `data: ${MARK}Second\n\n`],
    'First',
    `${MARK}Second`,
  ),
  bom(
    'BOM split across first two chunks',
    [markBytes.subarray(0, 2), markBytes.subarray(2), 'data: Hello\n\n'],
    'Hello',
  ),
  bom(
    'BOM split byte by byte across chunks',
    [markBytes.subarray(0, 1), markBytes.subarray(1, 2), markBytes.subarray(2), 'data: Hello\n\n'],
    'Hello',
  ),
  bom('only first BOM at start is stripped', [`${MARK}data: ${MARK}Hello\n\n`], `${MARK}Hello`),
  bom('no BOM - baseline test', ['data: Hello\n\n'], 'Hello'),
  bom('BOM with multi-line data', [`${MARK}data: Line1\ndata: Line2\n\n`], 'Line1\nLine2'),
  bom('BOM does not affect empty data field', [`${MARK}data:\n\n`], ''),
];

const payload = parsing('payload sizes', 'payload-size-stress-testable');
const payloads: readonly Case[] = [
  1, 128, 512, 1023, 1024, 1025, 2048, 3999, 4094, 4096, 4098, 6144, 8189, 8192, 8195, 12_288, 16_384, 32_768,
  65_536, 262_144, 1_048_576, 5_242_880,
].map((size) =>
  payload(
    `payload of ${size} bytes is delivered promptly`,
    [`data: ${'x'.repeat(size)}\n\n`],
    'x'.repeat(size),
  ),
);

export const parsingCases: readonly Case[] = [...basics, ...linefeeds, ...boms, ...payloads];
