import { useCallback, useRef, useState } from 'react';

const NEAR = 48;

/**
 * Keeps a scroller at its end while its content grows, until the reader scrolls up; at the end it sticks again.
 * Give `ref` to the scroller; its first child is the content.
 */
export function useStickToBottom() {
  const stick = useRef(() => {});
  const [isStuck, setIsStuck] = useState(true);

  const ref = useCallback((element: HTMLElement | null) => {
    const content = element?.firstElementChild;
    if (!element || !content) return;
    let stuck = true;
    let top = element.scrollTop;
    const toEnd = (): void => {
      element.scrollTop = element.scrollHeight;
      // now, not when its event comes: what the reader does before that starts from here
      top = element.scrollTop;
    };
    const follow = new ResizeObserver(() => {
      if (stuck) toEnd();
    });
    const scrolled = (): void => {
      const isNear = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
      // only upwards is the reader's own wish: downwards may be the content that grows
      if (element.scrollTop < top - 1 && !isNear) stuck = false;
      else if (isNear) stuck = true;
      top = element.scrollTop;
      setIsStuck(stuck);
    };
    stick.current = () => {
      stuck = true;
      setIsStuck(true);
      toEnd();
    };
    follow.observe(content);
    follow.observe(element);
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      follow.disconnect();
      element.removeEventListener('scroll', scrolled);
    };
  }, []);

  const toBottom = useCallback(() => stick.current(), []);

  return { ref, isStuck, toBottom };
}
