/** Kept from caches, compression and nginx' buffer. */
export const headers = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/** A comment, now and then, so that nothing on the way takes the connection for dead. */
export const comment = ':\n\n';
export const COMMENT_EVERY = 15_000;

/** One message. Each line of the data is a `data:` line of its own. */
export function message(data: string, fields: { event?: string; id?: number | string } = {}): string {
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  for (const line of data.split(/\r\n|\r|\n/)) lines.push(`data: ${line}\n`);
  return `${lines.join('')}\n`;
}
