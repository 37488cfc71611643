/** A message as the specification has it. */
export interface ReferenceMessage {
  readonly type: string;
  readonly data: string;
  readonly lastEventId: string;
}

/**
 * The specification's own words, step by step, over the whole stream at once: slow, and easy to compare with
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export function referenceParse(bytes: Uint8Array) {
  const messages: ReferenceMessage[] = [];
  let data = '';
  let eventType = '';
  let lastEventIdBuffer = '';
  let lastEventId = '';
  let reconnectionTime: number | undefined;

  const dispatch = (): void => {
    lastEventId = lastEventIdBuffer;
    if (data !== '') {
      if (data.endsWith('\n')) data = data.slice(0, -1);
      messages.push({ type: eventType === '' ? 'message' : eventType, data, lastEventId });
    }
    data = '';
    eventType = '';
  };

  const processField = (name: string, value: string): void => {
    if (name === 'event') eventType = value;
    else if (name === 'data') data += `${value}\n`;
    else if (name === 'id') {
      if (!value.includes('\0')) lastEventIdBuffer = value;
    } else if (name === 'retry') {
      if (/^[0-9]+$/.test(value)) reconnectionTime = Number.parseInt(value, 10);
    }
  };

  const processLine = (line: string): void => {
    if (line === '') return dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return;
    if (colon === -1) return processField(line, '');
    const value = line.slice(colon + 1);
    processField(line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value);
  };

  const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
  // What comes after the last line end is no line, and a block that no blank line ended is discarded.
  lines.pop();
  for (const line of lines) processLine(line);
  return { messages, lastEventId, reconnectionTime };
}
