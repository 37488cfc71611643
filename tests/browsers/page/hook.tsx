import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { type Clock, holdClock } from './clock.ts';
import { until } from './server.ts';

/** A hook in a component of its own, under StrictMode. */
async function renderHook<Props extends object, State>(useHook: (props: Props) => State, first: Props) {
  const result = { current: undefined as State | undefined };
  const root = createRoot(document.createElement('div'));
  let isMounted = true;
  let committed = 0;
  function Probe({ props }: { props: Props }) {
    const state = useHook(props);
    useEffect(() => {
      result.current = state;
      committed++;
    });
    return null;
  }
  const render = async (props: Props): Promise<void> => {
    const before = committed;
    root.render(
      <StrictMode>
        <Probe props={props} />
      </StrictMode>,
    );
    await until('a commit', () => committed > before);
  };
  await render(first);
  return {
    /** What it returned last. */
    get current() {
      return result.current as State;
    },
    render,
    unmount: (): void => {
      if (isMounted) root.unmount();
      isMounted = false;
    },
  };
}

/** What a check rendered is gone when the check is over, and the clock runs. */
export function createScope() {
  const unmounts: (() => void)[] = [];
  const clocks: Clock[] = [];
  const renderWith = async <Props extends object, State>(useHook: (props: Props) => State, props: Props) => {
    const rendered = await renderHook(useHook, props);
    unmounts.push(rendered.unmount);
    return rendered;
  };
  return {
    renderWith,
    renderHook: <State,>(useHook: () => State) => renderWith<object, State>(useHook, {}),
    holdClock: (): Clock => {
      const clock = holdClock();
      clocks.push(clock);
      return clock;
    },
    end: (): void => {
      for (const clock of clocks) clock.release();
      for (const unmount of unmounts) unmount();
    },
  };
}

export type Scope = ReturnType<typeof createScope>;
