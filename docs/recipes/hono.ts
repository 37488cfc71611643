import { Hono } from 'hono';
import { chat, feed } from './app.ts';
import { respond } from './web.ts';

export const app = new Hono();

app.post('/chat', async (c) => {
  const { question } = await c.req.json<{ question?: string }>().catch(() => ({ question: undefined }));
  return question ? respond((signal) => chat(question, signal)) : c.text('No question', 400);
});

app.get('/feed', (c) => respond((signal) => feed(c.req.header('last-event-id') ?? '', signal)));
// export default app;
