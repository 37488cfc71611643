import { fileURLToPath } from 'node:url';
import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig, type UserConfig } from 'vite';
import { sourceAliases } from '../scripts/source-aliases.mjs';
import { playgroundServer } from '../stories/server/vite.ts';

const at = (path: string): string => fileURLToPath(new URL(`../stories/inPage/${path}`, import.meta.url));

/** Served as plain files, the page runs the playground's server itself: these stand in for what Node has. */
const withoutNode: UserConfig = {
  resolve: {
    alias: [
      { find: 'node:events', replacement: at('shims/events.ts') },
      { find: 'node:timers/promises', replacement: at('shims/timers.ts') },
      { find: 'node:zlib', replacement: at('shims/zlib.ts') },
    ],
  },
  build: { rolldownOptions: { transform: { inject: { Buffer: [at('shims/buffer.ts'), 'Buffer'] } } } },
};

const config: StorybookConfig = {
  stories: ['../stories/**/*.@(mdx|stories.tsx)'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  framework: '@storybook/react-vite',
  features: { sidebarOnboardingChecklist: false, menuOnboardingChecklist: false, changeDetection: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite, { configType }) =>
    mergeConfig(configType === 'PRODUCTION' ? mergeConfig(vite, withoutNode) : vite, {
      plugins: [playgroundServer()],
      resolve: { alias: sourceAliases },
      build: {
        chunkSizeWarningLimit: 1500,
        rolldownOptions: {
          onLog(level, log, handler) {
            if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
          },
        },
      },
    } satisfies UserConfig),
};
export default config;
