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

/** Formats with more to do than the rest. */
const FORMAT_LIMITS = { openaiChat: '2.5 kB' };
const formats = readdirSync('src/formats')
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replace('.ts', ''));

export default [
  imported('{ useSseStream, plainText }', '18.33 kB'),
  imported('{ useEventSource }', '10.9 kB'),
  imported(
    '{ useEventSource }',
    '14.03 kB',
    '{ useEventSource }, with what share: "browser" loads later',
    [],
  ),
  imported('{ useSseStream, openaiChat }', '20.4 kB'),
  imported('*', '46.3 kB', 'everything'),
  ...formats.map((name) => imported(`{ ${name} }`, FORMAT_LIMITS[name] ?? '2 kB')),
  ...protocols.map((name) => imported(`{ ${name} }`, '2.5 kB')),
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
    limit: '20.1 kB',
  },
  { name: 'worker', path: 'dist/worker.js', gzip: true, limit: '9.2 kB' },
  { name: 'testing', path: 'dist/testing.js', gzip: true, limit: '4 kB' },
  { name: 'devtools', path: 'dist/devtools.js', ignore: ['react'], gzip: true, limit: '5 kB' },
];
