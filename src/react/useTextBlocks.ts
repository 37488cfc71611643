import { useState } from 'react';
import { createTextBlocks, type TextBlocks, type TextBlocksOptions } from '../text/textBlocks';

/**
 * Splits a growing text into its finished paragraphs, each a string that keeps its identity, and the part that still
 * grows. Rendered as memoised elements, they keep the cost of a frame proportional to the tail. `blocks.join('') + tail`
 * is exactly the text. If both are rendered in one list, a block keeps its element when it is finished.
 *
 * @example
 * const { blocks, tail } = useTextBlocks(text);
 * return [...blocks, tail].map((block, i) => <Block key={i} text={block} />);
 */
export function useTextBlocks(text: string, options: TextBlocksOptions = {}): TextBlocks {
  const [split] = useState(createTextBlocks);
  return split(text, options);
}
