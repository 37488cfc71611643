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
 * For answers in a stream of the Durable Streams protocol, read with `live=sse` at the address that was requested, or
 * that the response names in `Location`. Resumes after the last `control` event with `GET …?live=sse&offset=…`; `stop()`
 * deletes the stream. Its events are `data` and `control`: set `events: ['data']`.
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
