type Granularity = 'grapheme' | 'word' | 'sentence';

/** Where runtimes lack `Intl.Segmenter`: characters, words with the spaces behind them, sentences by their last sign. */
const PLAIN: Readonly<Record<Granularity, RegExp>> = {
  grapheme: /[\s\S]/gu,
  word: /\s+|[^\s]+/gu,
  sentence: /[\s\S]+?(?:[.!?]["'”’)]*\s+|[。！？]|\n|$)/gu,
};

/** A function that cuts a text of a language (a BCP 47 tag; by default the runtime's) into its segments. */
export function segmenter(granularity: Granularity, language?: string): (text: string) => string[] {
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl))
    return (text) => text.match(PLAIN[granularity]) ?? [];
  const segments = new Intl.Segmenter(language, { granularity });
  return (text) => Array.from(segments.segment(text), ({ segment }) => segment);
}
