import 'reflect-metadata';
import { Body, Controller, Headers, type MessageEvent, Module, Post, Res, Sse } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { ServerResponse } from 'node:http';
import { Observable } from 'rxjs';
import { chat, prices } from './app.ts';
import { send } from './node.ts';

@Controller()
class AppController {
  // An answer: `@Res()` takes the response out of Nest's hands, since `@Sse` can only GET.
  @Post('chat')
  async chat(
    @Body() body: { question?: string } | undefined,
    @Res() response: ServerResponse,
  ): Promise<void> {
    const question = body?.question;
    if (question) await send(response, (signal) => chat(question, signal));
    else response.writeHead(400).end('No question');
  }

  // A feed: Nest unsubscribes when the reader leaves.
  @Sse('feed')
  feed(@Headers('last-event-id') lastEventId = ''): Observable<MessageEvent> {
    return new Observable((reader) => {
      const left = new AbortController();
      const read = async (): Promise<void> => {
        for await (const { id, ...data } of prices(lastEventId, left.signal)) {
          reader.next({ id: String(id), type: 'price', data });
        }
      };
      read().catch((error: unknown) => reader.error(error));
      return () => left.abort();
    });
  }
}

@Module({ controllers: [AppController] })
class AppModule {}

export const app = await NestFactory.create(AppModule, { logger: false });
await app.init();
// await app.listen(3000);
