import { below, readObject, withQuery } from './address';
import type { Resume, ResumePoint } from './contract';
import { createResume } from './createResume';

interface Event {
  readonly event_id: string;
  readonly interaction: { readonly id?: string };
}

interface Point extends ResumePoint {
  readonly event?: string | undefined;
}

/**
 * For Gemini's Interactions, which the provider stores unless the request says `store: false`. Resumes with
 * `GET …/interactions/{id}?stream=true&last_event_id=…`; `stop()` cancels an interaction that runs in the background
 * (`background: true`).
 */
export const geminiInteractionsResume = (): Resume =>
  createResume<Point>({
    fromMessage({ data }, point, url) {
      const { interaction, event_id: event } = readObject<Event>(data);
      if (point) return event ? { ...point, event } : undefined;
      return interaction?.id ? { url: below(url, interaction.id), event } : undefined;
    },
    goOn: ({ url, event }, isWhole) => ({
      url: withQuery(url, { stream: 'true', ...(!isWhole && event && { last_event_id: event }) }),
    }),
    stop: ({ url }) => ({ url: below(url, 'cancel'), method: 'POST' }),
  });
