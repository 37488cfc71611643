import { useEffect, useState } from 'react';
import { nextFrame } from '../publish/frame';
import { createSmoother } from '../text/smooth';

export interface UseSmoothTextOptions {
  /** Whether the text still grows: `isRunning` of the run. When it becomes `false`, everything is shown at once. */
  isRunning: boolean;
  /**
   * The language of the text, as a BCP 47 tag. It decides where words end.
   * @default the runtime's
   */
  language?: string | undefined;
}

const motionQuery = (): MediaQueryList | undefined =>
  typeof matchMedia === 'function' ? matchMedia('(prefers-reduced-motion: reduce)') : undefined;

/** Whether to show the text at once: the user prefers reduced motion, or the page is hidden. */
const isStill = (): boolean => document.hidden || (motionQuery()?.matches ?? false);

/** Calls back now, and whenever it changes. */
function watchStill(onChange: (still: boolean) => void): () => void {
  const query = motionQuery();
  const update = (): void => onChange(isStill());
  update();
  query?.addEventListener('change', update);
  document.addEventListener('visibilitychange', update);
  return () => {
    query?.removeEventListener('change', update);
    document.removeEventListener('visibilitychange', update);
  };
}

/**
 * Reveals a growing text at the pace at which it arrives, instead of in lumps: whole words at a time, never more than
 * 250 ms behind, without splitting a character. Everything is shown at once where the user prefers reduced motion, in
 * hidden tabs, and at the end. The result is always a beginning of `text`; pass it to `useTextBlocks`.
 *
 * @example
 * const { text, isRunning } = useSseStream('/chat');
 * const { blocks, tail } = useTextBlocks(useSmoothText(text, { isRunning }));
 */
export function useSmoothText(text: string, { isRunning, language }: UseSmoothTextOptions): string {
  const [still, setStill] = useState(true);
  useEffect(() => watchStill(setStill), []);
  const isSmooth = isRunning && !still;
  const [smoother] = useState(() => createSmoother(text, language));
  const [held, setShown] = useState(text.length);
  const [wasSmooth, setWasSmooth] = useState(isSmooth);
  let shown = held;
  if (wasSmooth !== isSmooth) {
    setWasSmooth(isSmooth);
    setShown((shown = text.length));
  }

  useEffect(() => {
    smoother.add(text, performance.now());
    if (!isSmooth) {
      smoother.finish();
      return undefined;
    }
    let isOver = false;
    const showMore = (): void => {
      if (isOver) return;
      smoother.advance(performance.now());
      // It never shrinks, unless the text is another one.
      setShown((before) => (before > text.length ? smoother.shown : Math.max(before, smoother.shown)));
      if (smoother.shown < text.length) nextFrame(showMore);
    };
    nextFrame(showMore);
    return () => {
      isOver = true;
    };
  }, [smoother, text, isSmooth]);

  return isSmooth ? text.slice(0, shown) : text;
}
