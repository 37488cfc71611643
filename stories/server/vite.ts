import type { Plugin } from 'vite';
import { createPlayground, type PlaygroundOptions } from './index.ts';

/**
 * The playground's server inside any vite server: Storybook, vitest's browser mode, `vite preview`.
 * Outside of tests the environment may name a real model server (`OPENAI_BASE_URL`).
 */
export function playgroundServer(options: PlaygroundOptions = {}): Plugin {
  const env = process.env['VITEST'] ? {} : process.env;
  const { handler } = createPlayground({ env, ...options });
  return {
    name: 'playground-server',
    configureServer(server) {
      server.middlewares.use(handler);
    },
    configurePreviewServer(server) {
      server.middlewares.use(handler);
    },
  };
}
