import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from 'redis';
import type { AnswerEngine } from './answers.ts';
import { type Engine, publishBy } from './engine.ts';
import { end, openWorkplace, type Served } from './processes.ts';

const HISTORY = 12;

export interface RedisEngine extends Engine, AnswerEngine {
  /** A client of Redis itself. */
  readonly connect: () => ReturnType<typeof connectTo>;
}

async function connectTo(path: string) {
  const client = createClient({ socket: { path, reconnectStrategy: 20 } });
  client.on('error', () => {});
  return client.connect();
}

/** Debian's redis-server, at a socket of its own, with two server processes of the recipe. */
export async function createRedis(env: Readonly<Record<string, string>> = {}): Promise<RedisEngine> {
  const workplace = await openWorkplace();
  const socket = join(workplace.folder, 'redis.sock');
  const url = `unix://${socket}`;

  const startRedis = async () => {
    const persistence = ['--appendonly', 'yes', '--save', ''];
    const child = workplace.start('redis-server', [
      ...['--port', '0', '--unixsocket', socket, '--dir', workplace.folder, '--loglevel', 'warning'],
      ...persistence,
    ]);
    const failed = once(child, 'exit').then(() => Promise.reject(new Error('redis-server did not start')));
    failed.catch(() => {});
    const client = await Promise.race([connectTo(socket), failed]);
    // Until its file is read, it answers with an error.
    for (let isReady = false; !isReady;)
      isReady = await client.ping().then(
        () => true,
        () => false,
      );
    client.destroy();
    return child;
  };
  let redis = await startRedis();
  const serve = () => workplace.serve('redis', { ...env, REDIS_URL: url, FEED_LENGTH: String(HISTORY) });
  const servers: [Served, Served] = [await serve(), await serve()];
  let turn = 0;
  const target = () => servers[(turn += 1) % 2]!.target;

  const restart = async (): Promise<void> => {
    await end(redis);
    redis = await startRedis();
  };
  const replace = async (index: 0 | 1): Promise<void> => {
    await end(servers[index].child);
    servers[index] = await serve();
  };
  return {
    name: 'Redis Streams',
    history: HISTORY,
    gapBy: 'type',
    target,
    publish: (data) => publishBy(target, data),
    servers: () => servers,
    restart,
    connect: () => connectTo(socket),
    faults: {
      'a killed server process': { keeps: true, act: () => replace(turn % 2 ? 0 : 1) },
      'Redis killed and started again': { keeps: true, act: restart },
      'Redis started again without its data': {
        keeps: false,
        async act() {
          await end(redis);
          await rm(join(workplace.folder, 'appendonlydir'), { recursive: true, force: true });
          redis = await startRedis();
        },
      },
    },
    close: workplace.close,
  };
}
