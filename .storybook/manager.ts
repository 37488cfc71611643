import { addons } from 'storybook/manager-api';
import { playgroundTheme } from './theme.ts';

addons.setConfig({
  theme: playgroundTheme(),
  layoutCustomisations: {
    // nothing to set on the first page, which is shown while no story is chosen yet
    showPanel: ({ storyId }: { storyId?: string }, byDefault) =>
      (storyId ?? 'welcome--').startsWith('welcome--') ? false : byDefault,
  },
});
