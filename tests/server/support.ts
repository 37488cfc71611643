import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterAll, beforeAll } from 'vitest';
import { startServer, type PlaygroundServer, type ServerOptions } from '../../stories/server/index.ts';

/** One server for a test file; the getter is for use inside tests. */
export function serverForFile(options?: ServerOptions): () => PlaygroundServer {
  let server: PlaygroundServer | undefined;
  beforeAll(async () => {
    server = await startServer(options);
  });
  afterAll(() => server?.close());
  return () => server as PlaygroundServer;
}

/** The messages of a text of event-stream bytes. */
export function messagesIn(text: string): EventSourceMessage[] {
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => void messages.push(message) });
  parser.feed(text);
  return messages;
}

/** What came before the end or the break, and how it was over. */
export async function readAll(
  response: Response,
): Promise<{ text: string; bytes: Buffer; isBroken: boolean }> {
  const chunks: Uint8Array[] = [];
  let isBroken = false;
  try {
    for await (const chunk of response.body ?? []) chunks.push(chunk as Uint8Array);
  } catch {
    isBroken = true;
  }
  const bytes = Buffer.concat(chunks);
  return { text: bytes.toString(), bytes, isBroken };
}

/** Reads until the text so far holds `part`; the stream stays open, `leave()` closes it. */
export async function readUntil(response: Response, part: string) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes(part)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the stream ended before ${part}`);
    text += decoder.decode(value, { stream: true });
  }
  return { text, leave: () => reader.cancel() };
}

/** A chat request as the OpenAI clients send it. */
export const chatBody = (more: Record<string, unknown> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    model: 'test-model',
    messages: [{ role: 'user', content: 'Why is the sky blue?' }],
    stream: true,
    ...more,
  }),
});
