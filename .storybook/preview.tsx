import { useLayoutEffect } from 'react';
import type { Decorator, Preview } from '@storybook/react-vite';
import '../stories/styles/base.css';
import '../stories/styles/state.css';

/** Light, dark, or what the system says. */
const withTheme: Decorator = (Story, { globals }) => {
  const theme = String(globals['theme']);
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <div className="playground">
      <Story />
    </div>
  );
};

const preview: Preview = {
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
    layout: 'fullscreen',
    options: {
      storySort: { order: ['Docs', 'Chat', 'Feed', 'Faults', 'Formats', 'Performance', 'Examples'] },
    },
  },
};
export default preview;
