import { segmenter } from './segments';

/** Reveals a text at the pace at which it arrives. Times are ms of one clock. */
export interface Smoother {
  /** How many characters of the text are shown. */
  readonly shown: number;
  /** The text as it stands. One that does not continue the one before is shown at once. */
  add(text: string, now: number): void;
  /** Shows all. */
  finish(): void;
  /** Shows what is due. Called once a frame while not all is shown. */
  advance(now: number): void;
}

/** No character waits longer, in ms. */
const LONGEST_WAIT = 250;
/** Short of it by a little, since a frame may come late. */
const SHORTEST_WAIT = 60;
/** A longer word, such as an address, is shown by its characters. */
const LONG_WORD = 16;
/** How far past the place that is due a word may end. */
const AHEAD = 64;
/** Half of a character, or what joins the next one to it. */
const UNFINISHED = /[\ud800-\udbff\u200d]$/;
const IS_ENDED = /[\s.,;:!?)\]}"'、。，！？]$/;
/** Half of a flag. */
const HALF_FLAG = /^[\u{1f1e6}-\u{1f1ff}]$/u;

/** Of more than this, only the end is looked at. */
const LONG_STEP = 400;
/** In ms: so long it takes until half of a pause in the stream is forgotten. */
const HALF_LIFE = 2_000;

/**
 * Words arrive in lumps, and are shown at an even pace: as fast as it takes for each to be shown in time. In time is
 * within twice the gap between two lumps, and never later than 250 ms. The text at the beginning is shown already.
 */
export function createSmoother(beginning: string, language?: string): Smoother {
  const words = segmenter('word', language);
  const graphemes = segmenter('grapheme', language);
  let text = beginning;
  let shown = beginning.length;
  /** Where the pace has got to: it may stand within a word. */
  let head = shown;
  /** The longest pause of late. */
  let gap: number | undefined;
  let lastArrival: number | undefined;
  let lastFrame: number | undefined;
  let arrivals: { readonly end: number; readonly at: number }[] = [];

  const finish = (): void => {
    shown = head = text.length;
    arrivals = [];
    lastFrame = undefined;
  };

  /** The end of the text without a character that is not whole. */
  const wholeEnd = (): number => {
    const last = graphemes(text.slice(-AHEAD)).at(-1) ?? '';
    return UNFINISHED.test(last) || HALF_FLAG.test(last) ? text.length - last.length : text.length;
  };

  /** The places behind what is shown where no word is torn: those up to `place`, and the next one. */
  const boundaries = (place: number): number[] => {
    const from = place - shown > LONG_STEP ? place - LONG_STEP / 2 : shown;
    const pieces = words(text.slice(from, place + AHEAD)).flatMap((word) =>
      word.length > LONG_WORD ? graphemes(word) : word,
    );
    // The last word may go on, and the first one may have begun before.
    const isEnd = place + AHEAD >= text.length && IS_ENDED.test(text);
    const found: number[] = [];
    let end = from;
    pieces.forEach((piece, i) => {
      end += piece.length;
      if ((i > 0 || from === shown) && (i < pieces.length - 1 || isEnd)) found.push(end);
    });
    return found;
  };

  /** How far to show at least, since it would be late in the next frame, and how fast to go on. */
  const plan = (now: number, elapsed: number): { due: number; pace: number } => {
    const wait = Math.min(LONGEST_WAIT, Math.max(SHORTEST_WAIT, 2 * (gap ?? LONGEST_WAIT)));
    let due = shown;
    let pace = 0;
    for (const { end, at } of arrivals) {
      const left = at + wait - now;
      if (left < elapsed) due = end;
      else pace = Math.max(pace, (end - head) / (left + elapsed));
    }
    return { due, pace };
  };

  return {
    get shown() {
      return shown;
    },
    add(next, now) {
      if (next === text) return;
      const continues = next.length > text.length && next.slice(0, text.length) === text;
      text = next;
      if (!continues) {
        finish();
        lastArrival = undefined;
        gap = undefined;
        return;
      }
      if (lastArrival !== undefined) {
        const since = now - lastArrival;
        gap = Math.max(since, (gap ?? 0) * 2 ** (-since / HALF_LIFE));
      }
      lastArrival = now;
      lastFrame ??= now;
      arrivals.push({ end: text.length, at: now });
    },
    finish,
    advance(now) {
      const elapsed = Math.max(0, now - (lastFrame ?? now));
      lastFrame = now;
      const { due, pace } = plan(now, elapsed);
      head = Math.max(head + pace * elapsed, due);
      const places = boundaries(Math.floor(head));
      const paced = places.findLast((place) => place <= head) ?? shown;
      const inTime = paced >= due ? paced : (places.find((place) => place >= due) ?? wholeEnd());
      shown = Math.max(shown, inTime);
      head = Math.max(head, shown);
      arrivals = arrivals.filter(({ end }) => end > shown);
      if (shown === text.length) lastFrame = undefined;
    },
  };
}
