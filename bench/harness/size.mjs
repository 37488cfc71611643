// @ts-check
// What an import costs a user: minified, gzipped, with dependencies and without React.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { shared } from './build.mjs';

/** @type {readonly (readonly [label: string, source: string])[]} */
const IMPORTS = [
  ['react-event-source: useEventSource', "export { useEventSource } from 'react-event-source'"],
  ['react-event-source: useSseStream', "export { useSseStream, plainText } from 'react-event-source'"],
  [
    'react-event-source: useSseStream, openaiChat',
    "export { useSseStream, openaiChat } from 'react-event-source'",
  ],
  [
    'react-event-source: both hooks, useTextBlocks, openaiChat',
    "export { useEventSource, useSseStream, useTextBlocks, openaiChat } from 'react-event-source'",
  ],
  ['fetch-event-source alone, no hook', "export { fetchEventSource } from '@microsoft/fetch-event-source'"],
  ['eventsource-parser alone, no hook', "export { createParser } from 'eventsource-parser'"],
  ['AI SDK: useCompletion', "export { useCompletion } from '@ai-sdk/react'"],
  ['AI SDK: useChat', "export { useChat } from '@ai-sdk/react'"],
  ['react-use-websocket', "export { useEventSource } from 'react-use-websocket'"],
  ['remix-utils', "export { useEventSource } from 'remix-utils/sse/react'"],
  ['react-eventsource', "export { useSSE } from 'react-eventsource'"],
  ['react-hooks-sse', "export { SSEProvider, useSSE } from 'react-hooks-sse'"],
  ['swr/subscription', "export { default } from 'swr/subscription'"],
];

/** @returns {Promise<{ label: string, bytes: number }[]>} the smallest first */
export async function measureSizes() {
  const { alias, ...rest } = shared;
  const sizes = IMPORTS.map(async ([label, contents]) => {
    const { outputFiles } = await build({
      ...rest,
      alias: { 'react-event-source': alias?.['react-event-source'] ?? '' },
      external: ['react', 'react-dom', 'react/jsx-runtime'],
      format: 'esm',
      write: false,
      stdin: { contents, resolveDir: shared.absWorkingDir ?? '.' },
    });
    return { label, bytes: gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length };
  });
  return (await Promise.all(sizes)).sort((a, b) => a.bytes - b.bytes);
}
