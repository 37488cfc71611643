import { createServer } from 'node:http';
import { createChannel, createSession } from 'better-sse';

/** All open feeds, and those of each user. */
const everyone = createChannel();
const users = new Map<string, ReturnType<typeof createChannel>>();

/** Push from anywhere in the server: to all open feeds, or to one user's. Says how many get it. */
export function push(event: string, data: unknown, user?: string): number {
  const channel = user === undefined ? everyone : users.get(user);
  channel?.broadcast(data, event);
  return channel?.sessionCount ?? 0;
}

export const server = createServer(async (request, response) => {
  if (request.url !== '/feed') return response.writeHead(404).end();
  // Take the user from the session of your application, never from the address.
  const user = request.headers.cookie?.match(/user=(\w+)/)?.[1] ?? 'guest';
  const session = await createSession(request, response, { keepAlive: 15_000 });
  const own = users.get(user) ?? createChannel();
  users.set(user, own);
  everyone.register(session);
  own.register(session);
  session.once('disconnected', () => {
    if (!own.sessionCount) users.delete(user);
  });
  return session;
});
// server.listen(3000);
