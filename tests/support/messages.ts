import { encodeEvent, type WireEvent } from '../../stories/server/encode.ts';
import type { Step } from '../../stories/server/index.ts';

/** A step of a script that sends these messages in one write. */
export const send = (...messages: readonly (string | WireEvent)[]): Step => ({
  text: messages.map((each) => encodeEvent(typeof each === 'string' ? { data: each } : each)).join(''),
});

export const hold: Step = { hold: true };

/** A path of the playground with its query. */
export const path = (name: string, query: Readonly<Record<string, string | number>> = {}): string =>
  `/${name}?${new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))}`;
