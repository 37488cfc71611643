import type { SseRequest, Transport } from 'react-event-source/core';
import { describe, expect, test } from 'vitest';
import type { PlaygroundServer, Script } from '../../stories/server/index.ts';
import { attemptOver } from './attempt.ts';
import { send } from './messages.ts';

/** What every transport over `fetch` reports of an attempt, wherever its request is made. */
export function describeAttemptReports(server: () => PlaygroundServer, transport: () => Transport): void {
  const over = async (steps: Script, request: Partial<SseRequest> = {}): Promise<string[]> => {
    const key = crypto.randomUUID();
    const reports = await attemptOver(transport(), { url: server().script(key, steps), ...request });
    await server().waitFor(key, { open: 0 });
    return reports.filter((each) => each !== 'activity');
  };

  describe('what an attempt reports', () => {
    test('open, messages, ids, delays and the end', async () => {
      expect(
        await over([{ text: 'id: 1\nevent: e\ndata: a\n\nretry: 5\n\nid: 2\n\ndata\n\n' }, { end: true }]),
      ).toEqual([
        'open 200',
        'id 1',
        'message e "a" 1 own',
        'retry 5',
        'id 2',
        'message message "" 2',
        'end',
      ]);
    });
    test('the end without content after a 204', async () => {
      expect(await over([{ status: 204 }, { end: true }])).toEqual(['end, no content']);
    });
    test('one failure, and nothing after it', async () => {
      expect(await over([send('a'), { destroy: true }])).toEqual([
        'open 200',
        'message message "a" ',
        'fail network',
      ]);
      expect(await over([{ status: 500 }, { end: true }])).toEqual(['fail http']);
    });
    test('the id that it resumes after, until the server sends another', async () => {
      expect(
        await over([{ text: 'data: a\n\nid: 9\ndata: b\n\n' }, { end: true }], { lastEventId: '8' }),
      ).toEqual(['open 200', 'message message "a" 8', 'id 9', 'message message "b" 9 own', 'end']);
    });
    test('every line as a message where the body is lines', async () => {
      const steps = [
        { status: 200, headers: { 'content-type': 'application/x-ndjson' } },
        { text: '{"a":1}\n\n{"a":2}\r\n{"a"' },
        { text: ':3}' },
        { end: true },
      ] as const;
      expect(await over(steps, { framing: 'lines' })).toEqual([
        'open 200',
        'message message "{\\"a\\":1}" ',
        'message message "{\\"a\\":2}" ',
        'message message "{\\"a\\":3}" ',
        'end',
      ]);
    });
    test('a last line that has no end as a message, too, where the body is lines', async () => {
      const steps = [
        { status: 200, headers: { 'content-type': 'application/x-ndjson' } },
        { text: '{"a":1}\n\n{"a"' },
        { end: true },
      ];
      expect(await over(steps, { framing: 'lines' })).toEqual([
        'open 200',
        'message message "{\\"a\\":1}" ',
        'message message "{\\"a\\"" ',
        'end',
      ]);
    });
  });
}
