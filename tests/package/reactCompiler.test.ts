import { readdirSync, readFileSync } from 'node:fs';
import { type PluginItem, transformSync } from '@babel/core';
import reactCompiler from 'babel-plugin-react-compiler';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);

/** Compiles a file; a bail-out is thrown. Returns the names of what was compiled. */
function compile(path: string): string[] {
  const compiled: string[] = [];
  const options = {
    panicThreshold: 'all_errors',
    logger: {
      logEvent: (_: unknown, event: { kind: string; fnName?: string | null }) => {
        if (event.kind === 'CompileSuccess' && event.fnName) compiled.push(event.fnName);
      },
    },
  };
  const plugin: PluginItem = [reactCompiler, options];
  transformSync(readFileSync(new URL(path, root), 'utf8'), {
    filename: path,
    babelrc: false,
    configFile: false,
    plugins: [plugin],
    parserOpts: { plugins: ['typescript', 'jsx'] },
  });
  return compiled;
}

const filesIn = (folder: string): string[] =>
  readdirSync(new URL(folder, root))
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => folder + name);

test('React Compiler compiles every hook and component of the library', () => {
  const compiled = ['src/react/', 'src/devtools/'].flatMap(filesIn).flatMap(compile);
  expect(new Set(compiled)).toEqual(
    new Set([
      'useEventSource',
      'useSseStream',
      'useTextBlocks',
      'useSmoothText',
      'useAnnouncements',
      'useSnapshot',
      'useStore',
      'useDefaults',
      'SseProvider',
      'SseDevtools',
      'useNow',
      'Timeline',
      'Row',
      'Messages',
      'Waiting',
    ]),
  );
});

test('React Compiler compiles components that use the hooks', () => {
  expect(compile('scripts/consumers/apps/shared/Demo.tsx')).toEqual(['Feed', 'Chat', 'Demo']);
});
