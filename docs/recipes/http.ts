import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { chat, feed } from './app.ts';
import { send } from './node.ts';

export const server = createServer(async (request, response) => {
  const route = `${request.method} ${request.url}`;
  if (route === 'POST /chat') {
    const body = (await json(request).catch(() => null)) as { question?: string } | null;
    if (!body?.question) response.writeHead(400).end('No question');
    else await send(response, (signal) => chat(body.question!, signal));
  } else if (route === 'GET /feed') {
    const { 'last-event-id': lastEventId } = request.headers;
    await send(response, (signal) => feed(String(lastEventId ?? ''), signal));
  } else {
    response.writeHead(404).end();
  }
});
// server.listen(3000);
