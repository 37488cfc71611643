import { below, readObject, withQuery } from './address';
import type { Resume, ResumePoint } from './contract';
import { createResume } from './createResume';

interface Event {
  readonly type: string;
  readonly sequence_number: number;
  readonly response: { readonly id: string; readonly background?: boolean | null };
}

interface Point extends ResumePoint {
  readonly sequence?: number | undefined;
}

/**
 * For OpenAI's Responses that run in the background (`background: true` in the request's body); others end with their
 * connection. Resumes with `GET …/responses/{id}?stream=true&starting_after=N`; `stop()` cancels the response.
 *
 * @example
 * const answer = useSseStream('/v1/responses', { format: openaiResponses(), resume: openaiResponsesResume() });
 * await answer.start({ body: { model: 'gpt-5', input: 'Why?', stream: true, background: true } });
 */
export const openaiResponsesResume = (): Resume =>
  createResume<Point>({
    fromMessage({ data }, point, url) {
      const { response, sequence_number: sequence } = readObject<Event>(data);
      if (point) return sequence === undefined ? undefined : { ...point, sequence };
      return response?.background ? { url: below(url, response.id), sequence } : undefined;
    },
    goOn: ({ url, sequence }, isWhole) => ({
      url: withQuery(url, {
        stream: 'true',
        ...(!isWhole && sequence !== undefined && { starting_after: `${sequence}` }),
      }),
    }),
    stop: ({ url }) => ({ url: below(url, 'cancel'), method: 'POST' }),
  });
