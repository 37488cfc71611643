import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { encodeMessage, messages } from 'react-event-source/core';
import { send } from './node.ts';

/** Asks the provider by POST, and passes its messages on after an event of our own. */
async function* relay(question: string, signal: AbortSignal): AsyncGenerator<string> {
  const { PROVIDER_URL = 'https://api.openai.com/v1/chat/completions', PROVIDER_KEY } = process.env;
  yield encodeMessage({ type: 'step', data: 'Asking the model' });
  const answer = messages({
    url: PROVIDER_URL,
    headers: { authorization: `Bearer ${PROVIDER_KEY}` },
    body: { model: 'gpt-5-mini', stream: true, messages: [{ role: 'user', content: question }] },
    // The reader has left: the provider's request is aborted.
    signal,
  });
  try {
    for await (const message of answer) yield encodeMessage(message);
  } catch (error) {
    // Our own response has begun, so its status can no longer say it. All formats read this.
    yield encodeMessage({ type: 'error', data: { error: { message: (error as Error).message } } });
  }
}

export const server = createServer(async (request, response) => {
  if (request.method !== 'POST' || request.url !== '/chat') return response.writeHead(404).end();
  const body = (await json(request).catch(() => null)) as { question?: string } | null;
  if (!body?.question) return response.writeHead(400).end('No question');
  await send(response, (signal) => relay(body.question!, signal));
  return response;
});
// server.listen(3000);
