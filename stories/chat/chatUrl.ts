import type { WireName } from './wires.ts';

/** What the first request of a chat meets: nothing, an error or a cut in the stream, a 429, a 503. */
type ChatFault = 'none' | 'overloaded' | 'drop' | 'busy' | 'down';

/** How the playground's model is to behave. */
export interface ChatKnobs {
  readonly rate: number;
  readonly delay: number;
  readonly fault: ChatFault;
  /** How long the answer is, in tokens; 0: as long as the model likes. */
  readonly tokens: number;
  /** What the model speaks. */
  readonly wire: WireName;
}

const error = (message: string): string => JSON.stringify({ error: { message, type: 'server_error' } });

const refusal = (query: Record<string, string>): string => `/fault/status?${new URLSearchParams(query)}`;

/** The address of request number `request` (from 0): only the first one meets the fault. */
export function chatUrl({ rate, delay, fault, tokens, wire }: ChatKnobs, request = 0): string {
  const query = new URLSearchParams({ rate: String(rate), delay: String(delay) });
  if (tokens > 0) query.set('tokens', String(tokens));
  if (request === 0) {
    if (fault === 'busy') return refusal({ code: '429', body: error('Too many requests. Slow down.') });
    if (fault === 'down') return refusal({ code: '503', body: error('The model is being loaded.') });
    if (fault === 'overloaded') query.set('failAfter', '60');
    if (fault === 'drop') query.set('dropAfter', '60');
  }
  return `/v1/${wire}?${query}`;
}
