/**
 * A string of its own. Engines make a slice a view of the string it came from, so that a few characters kept would
 * keep the whole of it: the text as it was in that frame, or a chunk of the network.
 */
export const detach = (slice: string): string => ` ${slice}`.slice(1);
