// What is done to an engine in one run of the proof.
import { randomFrom } from '../../support/random.ts';
import type { Engine, Fault } from './engine.ts';
import type { Refusal } from './front.ts';

export const LONG = 'a cut longer than the history';

/** All of one run: drawn from its seed alone, whatever came before it, and however many attempts the readers make. */
export interface Plan {
  readonly kind: string;
  readonly fault: Fault | undefined;
  /** Whether something that was published while nobody could read is then no longer there. */
  readonly isTrimmed: boolean;
  /** In how many bytes the connection of each feed is cut. */
  readonly cuts: Readonly<Record<string, number>>;
  readonly refusal: Refusal;
  /** How many messages are published while the connections are being cut, while none is open, and behind the fault. */
  readonly before: number;
  readonly during: number;
  readonly after: number;
  /** How long the text of the next message is. */
  readonly textLength: () => number;
}

/** The next seed has the next kind, so that each has its turn. */
export function planOf(engine: Engine, feeds: readonly string[], seed: number): Plan {
  const random = randomFrom(seed);
  const kinds = [
    'a cut',
    ...(Number.isFinite(engine.history) ? [LONG] : []),
    ...Object.keys(engine.faults),
  ] as const;
  const kind = kinds[seed % kinds.length]!;
  const fault = engine.faults[kind];
  const isTrimmed = kind === LONG || fault?.keeps === false;
  // One message more is always published while nobody reads: it is missed where the engine has lost it.
  const least = kind === LONG ? engine.history : 0;
  return {
    kind,
    fault,
    isTrimmed,
    cuts: Object.fromEntries(feeds.map((feed) => [feed, random(400)])),
    refusal: random(2) ? 'reset' : 502,
    before: random(7),
    during: least + random(fault ? 3 : 5),
    after: fault ? random(3) : 0,
    textLength: () => random(60),
  };
}
