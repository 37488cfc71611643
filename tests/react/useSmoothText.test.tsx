import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useSmoothText, useTextBlocks } from 'react-event-source';

const FRAME = 16;
const text =
  'The first paragraph has some words in it, enough of them for several frames.\n\nThe second one has more 😀.';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const frames = (count = 1): void => {
  for (let i = 0; i < count; i++) act(() => void vi.advanceTimersByTime(FRAME));
};

/** The hook, and all that it has shown. */
function renderSmooth(initial = '', isRunning = true) {
  const shown: string[] = [];
  const hook = renderHook(
    (props: { text: string; isRunning: boolean }) => {
      const smooth = useSmoothText(props.text, { isRunning: props.isRunning, language: 'en' });
      if (shown.at(-1) !== smooth) shown.push(smooth);
      return smooth;
    },
    { initialProps: { text: initial, isRunning } },
  );
  return {
    shown,
    current: () => hook.result.current,
    render: (next: string, running = true) => hook.rerender({ text: next, isRunning: running }),
    unmount: hook.unmount,
  };
}

const setHidden = (hidden: boolean): void => {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
};

test('a lump of text is shown in steps, each a beginning of the text, in at most 250 ms', () => {
  const smooth = renderSmooth();
  smooth.render(text);
  expect(smooth.current()).toBe('');
  frames(Math.ceil(250 / FRAME));
  expect(smooth.current()).toBe(text.replace(/ \S+$/, ' 😀.'));
  expect(smooth.shown.length).toBeGreaterThan(8);
  for (const [i, step] of smooth.shown.entries()) {
    expect(text.startsWith(step)).toBe(true);
    expect(step.length).toBeGreaterThanOrEqual(smooth.shown[i - 1]?.length ?? 0);
    expect(/\w$/.test(step) && /^\w/.test(text.slice(step.length))).toBe(false);
  }
});

test('the end shows all at once', () => {
  const smooth = renderSmooth();
  smooth.render(text);
  frames(2);
  expect(smooth.current().length).toBeLessThan(text.length);
  smooth.render(text, false);
  expect(smooth.current()).toBe(text);
  frames(20);
  expect(smooth.current()).toBe(text);
});

test('what is there at the beginning is shown, and the next answer begins with nothing', () => {
  const smooth = renderSmooth(text, false);
  expect(smooth.current()).toBe(text);
  smooth.render('');
  expect(smooth.current()).toBe('');
  smooth.render('Another answer, word by word.');
  expect(smooth.current()).toBe('');
  frames(6);
  expect(smooth.current()).not.toBe('');
  expect(smooth.current().length).toBeLessThan(29);
});

test('in a hidden tab all is shown at once, and nothing goes back when it is seen again', () => {
  const smooth = renderSmooth();
  smooth.render(text.slice(0, 60));
  frames(2);
  setHidden(true);
  expect(smooth.current()).toBe(text.slice(0, 60));
  smooth.render(text.slice(0, 90));
  expect(smooth.current()).toBe(text.slice(0, 90));
  setHidden(false);
  expect(smooth.current()).toBe(text.slice(0, 90));
  smooth.render(text);
  expect(smooth.current()).toBe(text.slice(0, 90));
  frames(20);
  expect(smooth.current()).toBe(text);
  expect(smooth.shown.map(({ length }) => length)).toEqual(
    smooth.shown.map(({ length }) => length).toSorted((a, b) => a - b),
  );
});

test('for those who prefer reduced motion all is shown at once', () => {
  vi.stubGlobal('matchMedia', (query: string) =>
    Object.assign(new EventTarget(), { matches: query === '(prefers-reduced-motion: reduce)' }),
  );
  const smooth = renderSmooth();
  smooth.render(text.slice(0, 50));
  expect(smooth.current()).toBe(text.slice(0, 50));
});

test('a text that becomes another is shown at once', () => {
  const smooth = renderSmooth();
  smooth.render('One text that is being shown');
  frames(3);
  smooth.render('It was corrected to another');
  frames();
  expect(smooth.current()).toBe('It was corrected to another');
});

test('nothing is left behind after unmounting', () => {
  const smooth = renderSmooth();
  smooth.render(text);
  smooth.unmount();
  frames(20);
  expect(vi.getTimerCount()).toBe(0);
});

test('it goes into useTextBlocks', () => {
  const { result, rerender } = renderHook(
    (props) => useTextBlocks(useSmoothText(props.text, { isRunning: props.isRunning })),
    { initialProps: { text: '', isRunning: true } },
  );
  rerender({ text, isRunning: true });
  frames(14);
  const { blocks } = result.current;
  expect(blocks).toHaveLength(1);
  rerender({ text, isRunning: false });
  expect(result.current.blocks).toBe(blocks);
  expect(blocks.join('') + result.current.tail).toBe(text);
});
