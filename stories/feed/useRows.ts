import { useLayoutEffect, useRef, useState } from 'react';

const SPARE = 10;

/**
 * The rows of a long list that are in view, for a scroller with rows of one height. It stays at the end while rows
 * are added, until the reader scrolls up; at the end it follows again.
 */
export function useRows(count: number, rowHeight: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [view, setView] = useState({ top: 0, height: 0 });
  const [isFollowing, setIsFollowing] = useState(true);
  const size = count * rowHeight;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setView({ top: element.scrollTop, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (isFollowing) scroller.current?.scrollTo({ top: size });
  }, [isFollowing, size]);

  const onScroll = (): void => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop: top, scrollHeight, clientHeight: height } = element;
    const left = scrollHeight - top - height;
    if (top < lastTop.current - 1 && left > 2 * rowHeight) setIsFollowing(false);
    else if (left < rowHeight) setIsFollowing(true);
    lastTop.current = top;
    setView({ top, height });
  };

  // what is about to be scrolled to, where the list follows: no frame shows an empty place
  const top = isFollowing ? Math.max(0, size - view.height) : view.top;
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const last = Math.min(count, Math.ceil((top + view.height) / rowHeight) + SPARE);
  return { scroller, size, first, last, isFollowing, onScroll, follow: (): void => setIsFollowing(true) };
}
