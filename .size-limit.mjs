// What an application downloads for what it imports: minified and gzipped, with dependencies, without React.
import { readdirSync } from 'node:fs';

/** What is loaded when `share` is used. */
const ON_USE = ['./pageFeed.js', './tabFeed.js'];

/** A row for what is imported from an entry of the package. */
const imported = (names, limit, name = names, loadedLater = ON_USE) => ({
  name,
  path: 'dist/index.js',
  import: names,
  ignore: ['react', ...loadedLater],
  gzip: true,
  limit,
});

/** The protocols of resuming, each with the engine that comes with it. */
const protocols = readdirSync('src/resume')
  .map((file) => file.replace('.ts', ''))
  .filter((name) => /Resume$|^by/.test(name) && name !== 'createResume');

/** What each format costs alone; most of the first 0.5 kB is shared by all that read JSON. */
const FORMAT_LIMITS = {
  a2a: '1.2 kB',
  agUi: '1.4 kB',
  aiSdkDataStream: '0.75 kB',
  anthropic: '1.7 kB',
  cohere: '1 kB',
  coze: '0.95 kB',
  dashscope: '0.95 kB',
  dify: '1.2 kB',
  gemini: '1.7 kB',
  geminiInteractions: '1.25 kB',
  jsonText: '0.55 kB',
  langGraph: '1.65 kB',
  langServe: '1 kB',
  mastra: '1.2 kB',
  mistralConversations: '1.3 kB',
  ollama: '0.85 kB',
  openaiAssistants: '1.2 kB',
  openaiChat: '2.7 kB',
  openaiResponses: '2 kB',
  openaiTranscription: '0.8 kB',
  plainText: '0.4 kB',
  replicate: '0.3 kB',
  tgi: '0.7 kB',
  uiMessageStream: '1.45 kB',
  watsonx: '0.75 kB',
};
const formats = readdirSync('src/formats')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));

export default [
  imported('{ useSseStream, plainText }', '19.13 kB'),
  imported('{ useEventSource }', '11.5 kB'),
  imported(
    '{ useEventSource }',
    '14.62 kB',
    '{ useEventSource }, with what share: "browser" loads later',
    [],
  ),
  imported('{ useSseStream, openaiChat }', '21.33 kB'),
  imported('*', '47.53 kB', 'everything'),
  ...formats.map((name) => imported(`{ ${name} }`, FORMAT_LIMITS[name] ?? '0.75 kB')),
  ...protocols.map((name) => imported(`{ ${name} }`, '2.6 kB')),
  imported('{ splitThink }', '1.6 kB'),
  imported('{ parsePartialJson }', '1.9 kB'),
  {
    name: '{ useSseStream, plainText } with { workerTransport }',
    path: ['dist/index.js', 'dist/worker-transport.js'],
    import: {
      'dist/index.js': '{ useSseStream, plainText }',
      'dist/worker-transport.js': '{ workerTransport }',
    },
    ignore: ['react', ...ON_USE],
    gzip: true,
    limit: '20.9 kB',
  },
  { name: 'worker', path: 'dist/worker.js', gzip: true, limit: '9.4 kB' },
  { name: 'testing', path: 'dist/testing.js', gzip: true, limit: '4 kB' },
  { name: 'devtools', path: 'dist/devtools.js', ignore: ['react'], gzip: true, limit: '5 kB' },
];
