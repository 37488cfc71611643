import type { IncomingMessage, ServerResponse } from 'node:http';

/** A feed of numbered messages that grows when a check says so, and goes on after the id that it is told. */
export function createLog() {
  const ids: string[] = [];
  const streams = new Set<ServerResponse>();
  let requests = 0;
  const write = (response: ServerResponse, id: string): void =>
    void response.write(`id: ${id}\ndata: ${id}\n\n`);
  return {
    /** All that has been sent, by which the page can be compared. */
    ids: ids as readonly string[],
    open: () => streams.size,
    requests: () => requests,
    handler: (request: IncomingMessage, response: ServerResponse): void => {
      requests++;
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const after = Number(request.headers['last-event-id'] ?? searchParams.get('lastEventId') ?? 0);
      response.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-cache',
        'access-control-allow-origin': '*',
      });
      response.write('retry: 200\n\n');
      for (const id of ids.slice(after)) write(response, id);
      streams.add(response);
      response.once('close', () => streams.delete(response));
    },
    grow(count = 1): void {
      for (let left = count; left > 0; left--) {
        const id = String(ids.length + 1);
        ids.push(id);
        for (const response of streams) write(response, id);
      }
    },
  };
}
