import { Hono } from 'hono';
import { createAnswers } from './answers.ts';
import { chat } from './app.ts';
import { respond } from './web.ts';

const answers = createAnswers();

/** Stands for your session: whoever has the address of an answer must also be its owner. */
const ownerOf = (request: Request): string => request.headers.get('authorization') ?? '';

export const app = new Hono();

app.post('/chat', async (c) => {
  const { question } = await c.req.json<{ question?: string }>().catch(() => ({ question: undefined }));
  if (!question) return c.text('No question', 400);
  const owner = ownerOf(c.req.raw);
  const id = answers.begin(owner, (signal) => chat(question, signal));
  const response = respond(answers.read(id, owner)!);
  response.headers.set('location', `/answers/${id}`);
  return response;
});

app.get('/answers/:id', (c) => {
  const open = answers.read(c.req.param('id'), ownerOf(c.req.raw), c.req.header('last-event-id'));
  // The same answer for "unknown", "stopped" and "not yours".
  return open ? respond(open) : c.body(null, 204);
});

app.delete('/answers/:id', (c) => {
  answers.stop(c.req.param('id'), ownerOf(c.req.raw));
  return c.body(null, 204);
});
// export default app;
