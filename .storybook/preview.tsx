import { useLayoutEffect } from 'react';
import type { Decorator, Preview } from '@storybook/react-vite';
import { configure } from 'storybook/test';
import { playgroundTheme } from './theme.ts';
import '../stories/styles/base.css';
import '../stories/styles/state.css';

// a stream on a busy machine takes its time: what is waited for comes, but not within a second
configure({ asyncUtilTimeout: 30_000 });

/** Light, dark, or what the system says. */
function Themed({ theme, children }: { theme: string; children: React.ReactNode }) {
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return <div className="playground">{children}</div>;
}

const withTheme: Decorator = (Story, { globals }) => (
  <Themed theme={String(globals['theme'])}>
    <Story />
  </Themed>
);

const preview: Preview = {
  async beforeAll() {
    // `npm start` and the tests have a real server; a static build brings its own.
    if (import.meta.env.PROD) (await import('../stories/inPage.ts')).installPageServer();
  },
  decorators: [withTheme],
  globalTypes: {
    theme: {
      description: 'Colours',
      toolbar: {
        title: 'Theme',
        icon: 'mirror',
        items: ['system', 'light', 'dark'],
        dynamicTitle: true,
      },
    },
  },
  initialGlobals: { theme: 'system' },
  parameters: {
    a11y: { test: 'error' },
    controls: { expanded: true },
    docs: { theme: playgroundTheme(), toc: { headingSelector: 'h2, h3' } },
    layout: 'fullscreen',
    options: {
      storySort: {
        order: [
          'Welcome',
          'Answers',
          ['Chat', 'For readers and listeners', 'Queue and timings'],
          'Feeds',
          ['Live feeds'],
          'When things go wrong',
          'Speed',
          'Examples',
          'Docs',
          [
            'Getting started',
            'Retry and resume',
            'Answers that survive',
            'Formats',
            'Other backends',
            'Writing a format',
            'Writing a transport',
            'Provider',
            'Testing',
            'Sharing',
            'Off the main thread',
            'Servers',
            'Engines',
            'Proxies',
            'Browsers',
            'Runtimes',
            'Performance',
            'Readers and listeners',
            'Other libraries and frameworks',
            'Benchmarks',
            'Conformance',
            'Polyfills',
            'Suites',
            'Alternatives',
            'Coming from',
            'Simulation',
            'Faults',
            'Migration',
            'Reference',
            ['useSseStream', 'useEventSource', 'useTextBlocks', 'SseProvider'],
          ],
        ],
      },
    },
  },
};
export default preview;
