import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { childrenOf } from '../../../scripts/proxies/proxy.mjs';
import { ask, type Engine } from './engine.ts';
import { end, openWorkplace } from './processes.ts';

const HISTORY = 12;
const MODULE = '/usr/lib/nginx/modules/ngx_nchan_module.so';

/** What stands around the recipe's location. */
const configOf = (folder: string): string => `
load_module ${MODULE};
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 2;
pid ${folder}/nginx.pid;
error_log stderr alert;
events { worker_connections 256; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')}
  server {
    listen unix:${folder}/nginx.sock;
    location = /ready { return 204; }
    include ${folder}/feed.conf;
  }
}
`;

/** nginx with nchan, at a socket of its own. */
export async function createNchan(): Promise<Engine> {
  const workplace = await openWorkplace();
  const { folder } = workplace;
  const socketPath = join(folder, 'nginx.sock');
  const recipe = await readFile(new URL('../../../docs/recipes/nchan.conf', import.meta.url), 'utf8');
  await writeFile(join(folder, 'feed.conf'), recipe.replace(/(buffer_length) \d+/, `$1 ${HISTORY}`));
  await writeFile(join(folder, 'nginx.conf'), configOf(folder));

  const start = async () => {
    await rm(socketPath, { force: true });
    const child = workplace.start('nginx', ['-e', 'stderr', '-p', folder, '-c', 'nginx.conf']);
    const isReady = () =>
      ask({ socketPath, path: '/ready' }).then(
        () => true,
        () => false,
      );
    while (!(await isReady())) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('nginx did not start');
      await wait(10);
    }
    return child;
  };
  let nginx = await start();
  /** The message with which a channel begins that was emptied: as docs/engines.md has it. */
  const begin = () => {
    const headers = { 'X-EventSource-Event': 'start' };
    return ask({ socketPath, method: 'POST', path: '/feed', headers }, '{}');
  };
  /** Ids are seconds, and numbers within them: in the same second they would come again. */
  const nextSecond = (): Promise<void> => wait(1000 - (Date.now() % 1000));

  const workers = (): Promise<string[]> => childrenOf(nginx.pid ?? 0);

  const restart = async (signal: NodeJS.Signals): Promise<void> => {
    const left = await workers();
    await end(nginx, signal);
    // What killed the master has left its workers alone.
    if (signal === 'SIGKILL') for (const pid of left) process.kill(Number(pid), signal);
    nginx = await start();
    await nextSecond();
    await begin();
  };
  const reload = async (): Promise<void> => {
    const before = new Set(await workers());
    nginx.kill('SIGHUP');
    for (let now = [...before]; now.length === 0 || now.some((pid) => before.has(pid)); now = await workers())
      await wait(10);
    await nextSecond();
    await begin();
  };
  return {
    name: 'nchan',
    history: HISTORY,
    gapBy: 'number',
    target: () => ({ socketPath }),
    publish: async (data) => void (await ask({ socketPath, method: 'POST', path: '/feed' }, data)),
    faults: {
      'nginx killed and started again': { keeps: false, act: () => restart('SIGKILL') },
      'nginx stopped and started again': { keeps: false, act: () => restart('SIGQUIT') },
      'nginx reloaded': { keeps: false, act: reload },
    },
    close: workplace.close,
  };
}
