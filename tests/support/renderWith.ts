import { renderHook } from 'vitest-browser-react/pure';

/** As renderHook, for a hook whose arguments change from render to render. */
export async function renderWith<Props, Result>(use: (props: Props) => Result, initialProps: Props) {
  const { result, rerender } = await renderHook<Props, Result>((props) => use(props as Props), {
    initialProps,
  });
  return { result, rerender: (props: Props): Promise<void> => rerender(props) };
}
