import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AnswerEngine } from './answers.ts';
import { type Engine, publishBy } from './engine.ts';
import { end, openWorkplace, type Served } from './processes.ts';
import { openRelay } from './relay.ts';

const program = fileURLToPath(new URL('servers/durableStreams.mjs', import.meta.url));

/** npm's `@durable-streams/server` with its files, and two server processes of the recipe. */
export async function createDurable(): Promise<Engine & AnswerEngine> {
  const workplace = await openWorkplace();
  const files = join(workplace.folder, 'streams');
  const startStore = () => workplace.launch(program, { DATA_FOLDER: files });
  let store = await startStore();
  // Its address stays the same when it is started again.
  const address = await openRelay(() => store.target.port);
  const serve = () => workplace.serve('durable', { DURABLE_URL: address.url });
  const servers: [Served, Served] = [await serve(), await serve()];
  let turn = 0;
  const target = () => servers[(turn += 1) % 2]!.target;

  const restart = async (): Promise<void> => {
    await end(store.child);
    store = await startStore();
  };
  return {
    name: 'Durable Streams',
    history: Infinity,
    gapBy: 'type',
    target,
    publish: (data) => publishBy(target, data),
    servers: () => servers,
    restart,
    faults: {
      'a killed server process': {
        keeps: true,
        async act() {
          const index = turn % 2;
          await end(servers[index]!.child);
          servers[index] = await serve();
        },
      },
      'Durable Streams killed and started again': { keeps: true, act: restart },
      'Durable Streams started again without its files': {
        keeps: false,
        async act() {
          await end(store.child);
          await rm(files, { recursive: true, force: true });
          store = await startStore();
        },
      },
    },
    async close() {
      await workplace.close();
      await address.close();
    },
  };
}
