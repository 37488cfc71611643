import { addons } from 'storybook/manager-api';
import { playgroundTheme } from './theme.ts';

addons.setConfig({
  theme: playgroundTheme(),
  layoutCustomisations: {
    // nothing to set on the first page
    showPanel: ({ storyId }, byDefault) => (storyId.startsWith('welcome--') ? false : byDefault),
  },
});
