import express from 'express';
import { chat, feed } from './app.ts';
import { send } from './node.ts';

export const app = express();
app.use(express.json());

app.post('/chat', async (request, response) => {
  const { question } = (request.body ?? {}) as { question?: string };
  if (!question) response.status(400).send('No question');
  else await send(response, (signal) => chat(question, signal));
});

app.get('/feed', (request, response) =>
  send(response, (signal) => feed(request.get('last-event-id') ?? '', signal)),
);
// app.listen(3000);
