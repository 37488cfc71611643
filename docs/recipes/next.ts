import { chat, feed } from './app.ts';
import { respond } from './web.ts';

// app/chat/route.ts
export async function POST(request: Request): Promise<Response> {
  const body = (await request.json().catch(() => null)) as { question?: string } | null;
  if (!body?.question) return new Response('No question', { status: 400 });
  return respond((signal) => chat(body.question!, signal));
}

// app/feed/route.ts
export async function GET(request: Request): Promise<Response> {
  return respond((signal) => feed(request.headers.get('last-event-id') ?? '', signal));
}
