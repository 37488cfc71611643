import { type Engine, publishBy } from './engine.ts';
import { end, openWorkplace } from './processes.ts';

const HISTORY = 12;

/** The recipe's channel in a process that is killed and started again. */
export async function createMemory(): Promise<Engine> {
  const workplace = await openWorkplace();
  const start = () => workplace.serve('memory', { FEED_LENGTH: String(HISTORY) });
  let server = await start();
  const target = () => server.target;
  return {
    name: 'in memory',
    history: HISTORY,
    gapBy: 'type',
    target,
    publish: (data) => publishBy(target, data),
    faults: {
      'a killed process': {
        keeps: false,
        async act() {
          await end(server.child);
          server = await start();
        },
      },
    },
    close: workplace.close,
  };
}
