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
  a2a: '1.19 kB',
  agUi: '1.38 kB',
  aiSdkDataStream: '0.74 kB',
  anthropic: '1.68 kB',
  cohere: '0.95 kB',
  coze: '0.92 kB',
  dashscope: '0.9 kB',
  dify: '1.16 kB',
  gemini: '1.68 kB',
  geminiInteractions: '1.2 kB',
  jsonText: '0.53 kB',
  langGraph: '1.61 kB',
  langServe: '0.97 kB',
  mastra: '1.19 kB',
  mistralConversations: '1.25 kB',
  ollama: '0.8 kB',
  openaiAssistants: '1.16 kB',
  openaiChat: '2.7 kB',
  openaiResponses: '1.98 kB',
  openaiTranscription: '0.75 kB',
  plainText: '0.37 kB',
  replicate: '0.26 kB',
  tgi: '0.66 kB',
  uiMessageStream: '1.44 kB',
  watsonx: '0.73 kB',
};
const formats = readdirSync('src/formats')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));
/** A new format may cost 1.2 kB alone, and 0.7 kB beside others, until it gets a limit of its own. */
const newFormats = formats.filter((name) => !(name in FORMAT_LIMITS)).length;

export default [
  imported('{ useSseStream, plainText }', '18.53 kB'),
  imported('{ useEventSource }', '10.94 kB'),
  imported(
    '{ useEventSource }',
    '14.12 kB',
    '{ useEventSource }, with what share: "browser" loads later',
    [],
  ),
  imported('{ useEventSource, fetchEventSource }', '18.26 kB'),
  imported('{ useSseStream, openaiChat }', '20.74 kB'),
  imported('*', `${(47.52 + 0.7 * newFormats).toFixed(2)} kB`, 'everything'),
  ...formats.map((name) => imported(`{ ${name} }`, FORMAT_LIMITS[name] ?? '1.2 kB')),
  ...protocols.map((name) => imported(`{ ${name} }`, '2.52 kB')),
  imported('{ splitThink }', '1.03 kB'),
  imported('{ parsePartialJson }', '1.47 kB'),
  {
    name: '{ useSseStream, plainText } with { workerTransport }',
    path: ['dist/index.js', 'dist/worker-transport.js'],
    import: {
      'dist/index.js': '{ useSseStream, plainText }',
      'dist/worker-transport.js': '{ workerTransport }',
    },
    ignore: ['react', ...ON_USE],
    gzip: true,
    limit: '20.64 kB',
  },
  { name: 'worker', path: 'dist/worker.js', gzip: true, limit: '9.33 kB' },
  { name: 'testing', path: 'dist/testing.js', gzip: true, limit: '3.92 kB' },
  { name: 'devtools', path: 'dist/devtools.js', ignore: ['react'], gzip: true, limit: '4.08 kB' },
];
