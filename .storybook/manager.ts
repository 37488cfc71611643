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

/** Storybook signs every page's title with its own name. */
function sign(): void {
  const signed = document.title.replace(/Storybook$/, 'react-event-source');
  if (signed !== document.title) document.title = signed;
}
new MutationObserver(sign).observe(document.head, { childList: true, subtree: true, characterData: true });
