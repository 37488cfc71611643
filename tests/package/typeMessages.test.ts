import { expect, test } from 'vitest';
import { typecheck } from '../support/typecheck.ts';

/** Each mistake with the first and the last line of what TypeScript says about it. */
const mistakes: Record<string, string[]> = {
  // an option that does not exist
  "useEventSource('/x', { event: ['a'] })": [
    "Object literal may only specify known properties, but 'event' does not exist in type \
'UseEventSourceOptions<readonly [\"message\"], undefined>'. Did you mean to write 'events'?",
  ],
  // a name alone
  "useEventSource('/x', { events: 'price' })": [
    "Type 'string' is not assignable to type 'EventsOption | undefined'.",
  ],
  // a decoder that is none
  "useEventSource('/x', { events: { price: 3 } })": [
    "Type '{ price: number; }' is not assignable to type 'EventsOption | undefined'.",
    "Type 'number' is not assignable to type 'Decoder<unknown> | undefined'.",
  ],
  // an event that was not asked for
  "useEventSource('/x', { events: ['a'], onMessage: (m) => m.type === 'b' })": [
    'This comparison appears to be unintentional because the types \'"a"\' and \'"b"\' have no overlap.',
  ],
  // a field that the data does not have
  "useEventSource('/x', { events: { price: json<{ amount: number }>() } }).lastMessage?.data.amnt": [
    "Property 'amnt' does not exist on type '{ amount: number; }'.",
  ],
  // a reducer and an initial state that do not fit
  "useEventSource('/x', { reducer: (n: string) => n, initialState: 0 })": [
    "Type 'number' is not assignable to type 'string'.",
  ],
  // the error of a result that may have gone well
  "useEventSource('/x').error.kind": ["Object is possibly 'null'."],
  // a format that was not called
  "useSseStream('/x', { format: anthropic })": [
    "Type '() => Format' is not assignable to type 'Format'.",
    "Type 'Format' is not assignable to type 'Change'.",
  ],
  // a header that is no text
  "useSseStream('/x', { headers: { a: 3 } })": [
    "Type '{ a: number; }' is not assignable to type 'Resolvable<HeadersOption | undefined>'.",
    "Type 'number' is not assignable to type 'string'.",
  ],
  "useSseStream('/x', { retry: 'yes' })": ["Type 'string' is not assignable to type 'Retry | undefined'."],
};

/** What TypeScript says about each statement. */
function diagnose(statements: readonly string[]): string[][] {
  const text = [
    "import { anthropic, json, useEventSource, useSseStream } from 'react-event-source';",
    ...statements.map((statement) => `void (${statement});`),
    'void [anthropic, json];',
  ].join('\n');
  const said: string[][] = statements.map(() => []);
  for (const [line, message] of typecheck({ 'mistakes.ts': text })['mistakes.ts'] ?? []) {
    const lines = message.split('\n');
    said[line - 1]?.push(...new Set([lines[0]!, lines.at(-1)!.trim()]));
  }
  return said;
}

test('TypeScript answers mistakes in the words of the user', () => {
  const statements = Object.keys(mistakes);
  const said = diagnose(statements);
  expect(Object.fromEntries(statements.map((statement, i) => [statement, said[i]]))).toEqual(mistakes);
});
