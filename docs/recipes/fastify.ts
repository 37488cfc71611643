import sse from '@fastify/sse';
import Fastify from 'fastify';
import { chat, prices } from './app.ts';
import { send } from './node.ts';
import { comment } from './sse.ts';

export const app = Fastify();
await app.register(sse, { heartbeatInterval: 15_000 });

// An answer: `hijack()` hands the response over to `send()`, which cuts what it cannot finish.
app.post('/chat', async (request, reply) => {
  const { question } = (request.body ?? {}) as { question?: string };
  if (!question) return reply.code(400).send('No question');
  reply.hijack();
  await send(reply.raw, (signal) => chat(question, signal));
});

// A feed: the plugin reads `Last-Event-ID` and writes the messages.
app.get('/feed', { sse: 'only' }, async ({ headers }, { sse, raw }) => {
  const left = new AbortController();
  sse.onClose(() => left.abort());
  const after = String(headers['last-event-id'] ?? '');
  // Firefox tells of a response with the first byte of its body.
  sse.sendHeaders();
  raw.write(comment);
  for await (const { id, ...price } of prices(after, left.signal)) {
    await sse.send({ id: String(id), event: 'price', data: price });
  }
});
// await app.listen({ port: 3000 });
