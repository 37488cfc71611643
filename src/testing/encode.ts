/** One message for {@link TestStream.send}, in the words of the platform's `MessageEvent`. */
export interface TestMessage {
  /** The event's name; left out for `'message'`. */
  type?: string | undefined;
  /** A string goes out as it is, anything else as JSON. */
  data?: unknown;
  /** Goes out as an `id:` line of the message's own. */
  lastEventId?: string | undefined;
  /** The same under the name that it has on the wire. */
  id?: string | undefined;
  /** The `retry:` field: how long to wait before a reconnection, in ms. */
  retry?: number | undefined;
}

const dataText = (data: unknown): string => (typeof data === 'string' ? data : JSON.stringify(data));

/** A message as a server writes it. */
export function encodeEvent(message: string | TestMessage): string {
  const {
    type,
    data,
    lastEventId,
    id = lastEventId,
    retry,
  }: TestMessage = typeof message === 'string' ? { data: message } : message;
  const lines: string[] = [];
  if (type !== undefined) lines.push(`event: ${type}`);
  if (id !== undefined) lines.push(`id: ${id}`);
  if (retry !== undefined) lines.push(`retry: ${retry}`);
  if (data !== undefined) for (const line of dataText(data).split(/\r\n|\r|\n/)) lines.push(`data: ${line}`);
  return `${lines.join('\n')}\n\n`;
}

/** A message as one line, for a client that asked for `application/x-ndjson`. */
export const encodeLine = (message: string | TestMessage): string =>
  `${dataText(typeof message === 'string' ? message : message.data)}\n`;
