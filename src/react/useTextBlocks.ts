import { useState } from 'react';
import { createTextBlocks, type TextBlocks, type TextBlocksOptions } from '../text/textBlocks';

/**
 * The finished paragraphs of a growing text, each a string that keeps its identity, and the part still growing.
 * Rendered as memoised elements, they keep the cost of a frame proportional to the tail. `blocks.join('') + tail` is
 * the text, to the character. Rendered in one list, a block keeps its element when it is finished.
 *
 * @example
 * const { blocks, tail } = useTextBlocks(text);
 * return [...blocks, tail].map((block, i) => <Block key={i} text={block} />);
 */
export function useTextBlocks(text: string, options: TextBlocksOptions = {}): TextBlocks {
  const [split] = useState(createTextBlocks);
  return split(text, options);
}
