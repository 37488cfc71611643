import type { StorybookConfig } from '@storybook/react-vite';
import { mergeConfig, type UserConfig } from 'vite';
import { sourceAliases } from '../scripts/source-aliases.mjs';
import { playgroundServer } from '../stories/server/vite.ts';

const config: StorybookConfig = {
  stories: ['../stories/**/*.@(mdx|stories.tsx)'],
  addons: ['@storybook/addon-docs', '@storybook/addon-a11y', '@storybook/addon-vitest'],
  staticDirs: ['./public'],
  framework: '@storybook/react-vite',
  // the controls say what they are for themselves
  typescript: { reactDocgen: false },
  features: { sidebarOnboardingChecklist: false, menuOnboardingChecklist: false, changeDetection: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  viteFinal: (vite) =>
    mergeConfig(vite, {
      plugins: [playgroundServer()],
      resolve: { alias: sourceAliases },
      // ready before somebody asks for the first story
      server: { warmup: { clientFiles: ['.storybook/preview.tsx', 'stories/*.stories.tsx'] } },
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
