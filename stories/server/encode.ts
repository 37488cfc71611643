/** What one event looks like before it is bytes. */
export interface WireEvent {
  readonly type?: string;
  readonly id?: string | number;
  readonly data: string;
}

/** One event in the wire format, each line of the data on its own `data:` line. */
export function encodeEvent({ type, id, data }: WireEvent): string {
  const head =
    (id === undefined ? '' : `id: ${id}\n`) + (type && type !== 'message' ? `event: ${type}\n` : '');
  return `${head}data: ${data.replaceAll('\n', '\ndata: ')}\n\n`;
}
