import { describe, expect, test } from 'vitest';
import { createSmoother } from '../../src/text/smooth';

const FRAME = 1000 / 60;

interface Arrival {
  readonly at: number;
  readonly text: string;
}

interface Shown extends Arrival {
  /** How much has arrived. */
  readonly arrived: number;
}

/** What each frame shows of a text that arrives like this, until all is shown. */
function show(arrivals: readonly Arrival[], language?: string): Shown[] {
  const smoother = createSmoother('', language);
  const waiting = [...arrivals];
  const frames: Shown[] = [];
  let text = '';
  for (let now = 0; waiting.length > 0 || smoother.shown < text.length; now += FRAME) {
    while (waiting[0] && waiting[0].at <= now) {
      text += waiting.shift()!.text;
      smoother.add(text, now);
    }
    smoother.advance(now);
    frames.push({ at: now, text: text.slice(0, smoother.shown), arrived: text.length });
    if (frames.length > 10_000) throw new Error(`not shown: ${JSON.stringify(text.slice(smoother.shown))}`);
  }
  return frames;
}

const SENTENCES =
  'The quick brown fox jumps over the lazy dog, and nobody minds. Streaming text is easier to read when it moves evenly, ' +
  'because the eye need not search for the place where it left off. Numbers like 3.14 and words like interoperability count too. ';

/** A text of that length in lumps of `size` characters, one each `every` ms. */
const inLumps = (length: number, size: number, every: number): Arrival[] =>
  Array.from({ length: Math.ceil(length / size) }, (_, i) => ({
    at: i * every,
    text: SENTENCES.repeat(Math.ceil(length / SENTENCES.length))
      .slice(0, length)
      .slice(i * size, (i + 1) * size),
  }));

const stepsOf = (frames: readonly Shown[]): number[] =>
  frames.map(({ text }, i) => text.length - (frames[i - 1]?.text.length ?? 0)).filter((step) => step > 0);

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

/** For how long at most a character had arrived and was not shown. */
function longestWait(frames: readonly Shown[]): number {
  return Math.max(
    ...frames.map(({ at, text }) => {
      const since = frames.find(({ arrived }) => arrived > text.length);
      return since && since.at < at ? at - since.at : 0;
    }),
  );
}

describe('a smooth text', () => {
  test('of 150 characters every 550 ms moves by at most 12 at a time, and is never 250 ms behind', () => {
    const frames = show(inLumps(3_000, 150, 550));
    expect(median(stepsOf(frames))).toBeLessThanOrEqual(12);
    expect(longestWait(frames)).toBeLessThanOrEqual(250);
    expect(frames.at(-1)!.text).toHaveLength(3_000);
  });

  test.each([
    ['of a token each frame', 5, FRAME],
    ['of ten tokens a second', 6, 100],
    ['of lumps each 200 ms', 60, 200],
    ['of one large lump', 20_000, 1_000],
    ['of characters', 1, 40],
  ])('%s is in time', (_, size, every) => {
    const frames = show(inLumps(20_000 / Math.max(1, 200 / size), size, every));
    expect(longestWait(frames)).toBeLessThanOrEqual(250);
  });

  test('of a token each frame is hardly behind', () => {
    expect(longestWait(show(inLumps(2_000, 5, FRAME)).slice(60))).toBeLessThan(120);
  });

  test('shows whole words', () => {
    const frames = show(
      inLumps(1_000, 150, 550).map((lump) => ({ ...lump, text: lump.text.replace(/\S+$/, '') })),
    );
    const torn = frames.filter(({ text }) => /\w$/.test(text) && /^\w/.test(SENTENCES.slice(text.length)));
    expect(torn.slice(0, 3)).toEqual([]);
  });

  test.each([
    ['a family', ['Look: 👩‍', '👩‍👧‍', '👦 there'], ['👩‍👩‍👧‍👦']],
    ['a flag', ['In 🇩', '🇪 now'], ['🇩🇪']],
    ['half of a pair', ['Smile \ud83d', '\ude00 now'], ['😀']],
  ])('never tears %s, whatever comes late', (_, texts, wholes) => {
    const frames = show(texts.map((text, i) => ({ at: i * 400, text })));
    const shown = new Set(frames.map(({ text }) => text));
    const graphemes = new Set(
      Array.from(new Intl.Segmenter().segment(texts.join('')), ({ segment }) => segment),
    );
    const parts = [...shown].flatMap((text) =>
      Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment),
    );
    expect(parts.filter((part) => !graphemes.has(part))).toEqual([]);
    expect(parts).toEqual(expect.arrayContaining(wholes));
  });

  test('shows Chinese by words', () => {
    const text = '北京是中华人民共和国的首都，也是全国的政治中心。'.repeat(8);
    const frames = show([{ at: 0, text }], 'zh');
    const ends = new Set<number>([0]);
    for (const { index, segment } of new Intl.Segmenter('zh', { granularity: 'word' }).segment(text))
      ends.add(index + segment.length);
    expect(frames.filter((frame) => !ends.has(frame.text.length))).toEqual([]);
    expect(stepsOf(frames).length).toBeGreaterThan(8);
  });

  test('shows a long word by its characters', () => {
    expect(Math.max(...stepsOf(show([{ at: 0, text: `${'x'.repeat(300)} ` }])))).toBeLessThan(50);
  });

  test('that becomes another is shown at once, and what was there before is', () => {
    const smoother = createSmoother('There before');
    expect(smoother.shown).toBe(12);
    smoother.add('There before, and more', 0);
    expect(smoother.shown).toBe(12);
    smoother.add('Another text', 10);
    expect(smoother.shown).toBe(12);
    smoother.add('', 20);
    expect(smoother.shown).toBe(0);
    smoother.add('New', 30);
    expect(smoother.shown).toBe(0);
    smoother.finish();
    expect(smoother.shown).toBe(3);
  });
});
