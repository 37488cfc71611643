import { readObject, withQuery } from './address';
import type { Resume, ResumePoint } from './contract';
import { createResume } from './createResume';

interface Control {
  readonly streamNextOffset: string;
  readonly streamCursor: string;
}

interface Point extends ResumePoint {
  readonly offset?: string | undefined;
  readonly cursor?: string | undefined;
}

/**
 * Answers in a stream of the Durable Streams protocol, read with `live=sse`: of the address that was requested, or
 * that the response names in `Location`. Goes on by `GET …?live=sse&offset=…`, after the last `control` event;
 * `stop()` deletes the stream. Its events are `data` and `control`: give `events: ['data']`.
 */
export const durableStreamsResume = (): Resume =>
  createResume<Point>({
    inBatches: true,
    fromResponse: ({ headers }, url) => ({ url: new URL(headers.get('location') ?? url, url).href }),
    fromMessage({ type, data }, point) {
      if (type !== 'control' || !point) return undefined;
      const { streamNextOffset: offset, streamCursor: cursor } = readObject<Control>(data);
      return offset ? { ...point, offset, cursor } : undefined;
    },
    goOn: ({ url, offset = '-1', cursor }, isWhole) => ({
      url: withQuery(url, {
        live: 'sse',
        offset: isWhole ? '-1' : offset,
        ...(!isWhole && cursor && { cursor }),
      }),
    }),
    stop({ url }) {
      const address = new URL(url);
      for (const name of ['live', 'offset', 'cursor']) address.searchParams.delete(name);
      return { url: address.href, method: 'DELETE' };
    },
  });
