/** Responses, and whether a stream opens over them. */
export const responseVectors: readonly (readonly [
  name: string,
  status: number,
  headers: Readonly<Record<string, string>>,
  opens: boolean,
])[] = [
  ...(
    [
      ['text/event-stream', true],
      ['Text/Event-Stream', true],
      ['TEXT/EVENT-STREAM', true],
      ['text/event-stream;charset=utf-8', true],
      ['text/event-stream; charset=UTF-8', true],
      ['text/event-stream; charset="utf-8"', true],
      ['text/event-stream;', true],
      ['text/event-stream; a=b', true],
      ['text/event-stream, text/event-stream', true],
      ['application/json, text/event-stream; charset=utf-8', true],
      ['text/event-stream, text/html', false],
      ['text/event-stream; charset=utf-8; a=b', true],
      ['text/event-stream ;charset=utf-8', true],
      ['text/event-streams', false],
      ['text/event-stream+json', false],
      ['x-text/event-stream', false],
      ['text/plain', false],
      ['text/html', false],
      ['application/json', false],
      ['text', false],
    ] as const
  ).map(([type, opens]) => [`content type ${type}`, 200, { 'content-type': type }, opens] as const),
  [
    '[NON-SPEC] another encoding, as Chromium has it',
    200,
    { 'content-type': 'text/event-stream; charset=iso-8859-1' },
    false,
  ],
  [
    '[NON-SPEC] another encoding after a parameter',
    200,
    { 'content-type': 'text/event-stream; a=b; charset=utf-16' },
    false,
  ],
  ['no content type', 200, {}, false],
  ...[
    201, 202, 203, 205, 206, 226, 300, 304, 400, 401, 403, 404, 405, 408, 410, 418, 422, 425, 429, 500, 501,
    502, 503, 504, 599,
  ].map((status) => [`status ${status}`, status, { 'content-type': 'text/event-stream' }, false] as const),
];
