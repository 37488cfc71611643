/** One message to be sent, in the words of the platform's `MessageEvent`. An `SseMessage` is one. */
export interface EncodableMessage {
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

export const dataText = (data: unknown): string => (typeof data === 'string' ? data : JSON.stringify(data));

/**
 * A message as a server writes it under `text/event-stream`, the blank line at its end included.
 *
 * @throws TypeError where a type or id holds a line break, or an id NUL: it would end its line, and begin another
 */
export function encodeMessage(message: string | EncodableMessage): string {
  const {
    type,
    data,
    lastEventId,
    id = lastEventId,
    retry,
  }: EncodableMessage = typeof message === 'string' ? { data: message } : message;
  if (/[\r\n]/.test(`${type}`) || /[\r\n\0]/.test(`${id}`)) {
    throw new TypeError('The type or id of a message holds a line break or NUL.');
  }
  const lines: string[] = [];
  if (type !== undefined) lines.push(`event: ${type}`);
  if (id !== undefined) lines.push(`id: ${id}`);
  if (retry !== undefined) lines.push(`retry: ${retry}`);
  if (data !== undefined) for (const line of dataText(data).split(/\r\n|\r|\n/)) lines.push(`data: ${line}`);
  return `${lines.join('\n')}\n\n`;
}
