// @ts-check
// Starts a proxy with a configuration of this folder, in which only addresses and folders are replaced.
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * @typedef {object} Kind
 * @property {string} name
 * @property {string} packaged Debian's package; Apache's has no service
 * @property {string} file
 * @property {string[]} command
 * @property {(config: string, more: string) => string[]} args
 * @property {NodeJS.Signals} reload
 */

/** @type {Record<'nginx' | 'haproxy' | 'apache', Kind>} */
export const kinds = {
  nginx: {
    name: 'nginx',
    packaged: 'nginx',
    file: 'nginx.conf',
    command: ['/usr/sbin/nginx', '-v'],
    args: (config, more) => ['-e', 'stderr', '-c', config, '-g', `daemon off; ${more}`],
    reload: 'SIGHUP',
  },
  haproxy: {
    name: 'HAProxy',
    packaged: 'haproxy',
    file: 'haproxy.cfg',
    command: ['/usr/sbin/haproxy', '-v'],
    args: (config) => ['-W', '-f', config],
    reload: 'SIGUSR2',
  },
  apache: {
    name: 'Apache',
    packaged: 'apache2-bin',
    file: 'httpd.conf',
    command: ['/usr/sbin/apache2', '-v'],
    args: (config) => ['-DFOREGROUND', '-f', config],
    reload: 'SIGUSR1',
  },
};

/** Resolves once `holds` does. @param {() => Promise<unknown>} holds @param {string} what */
async function until(holds, what, patience = 120_000) {
  for (const start = Date.now(); Date.now() - start < patience; await wait(50)) if (await holds()) return;
  throw new Error(`waited ${patience} ms for ${what}`);
}

/** The processes that a process has started. @param {number} pid */
export async function childrenOf(pid) {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean);
}

/**
 * @param {Kind} kind
 * @param {{ backend: number, http: number, https: number, dead: number, pem: string, more?: string }} options
 */
export async function startProxy(kind, { backend, http, https, dead, pem, more = '' }) {
  const folder = await mkdtemp(join(tmpdir(), 'react-event-source-proxy-'));
  // As root the proxies give up their rights.
  await chmod(folder, 0o777);
  const template = await readFile(new URL(kind.file, import.meta.url), 'utf8');
  const config = join(folder, kind.file);
  const text = template
    .replaceAll(':3000', `:${backend}`)
    .replaceAll(':3001', `:${dead}`)
    .replaceAll(':8080', `:${http}`)
    .replaceAll(':8443', `:${https}`)
    .replaceAll('/run/example', folder)
    .replaceAll('/etc/ssl/example.pem', join(folder, 'example.pem'));
  await writeFile(join(folder, 'example.pem'), pem);
  await writeFile(config, kind === kinds.nginx ? text : text.replace('global\n', `global\n${more}\n`));

  const child = spawn(kind.command[0] ?? '', kind.args(config, more), { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let isOver = false;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
  const gone = new Promise((resolve) => {
    child.once('close', () => resolve((isOver = true)));
    child.once('error', (error) => {
      said += error;
      resolve((isOver = true));
    });
  });
  const pid = child.pid ?? 0;

  const stop = async () => {
    if (!isOver) child.kill('SIGTERM');
    await Promise.race([gone, wait(5000).then(() => child.kill('SIGKILL'))]);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until(async () => {
      if (isOver) throw new Error(`${kind.name} did not start: ${said}`);
      return fetch(`http://127.0.0.1:${http}/`).then(
        ({ ok }) => ok,
        () => false,
      );
    }, `${kind.name} to start: ${said}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    /** Resolves once the new workers are there. */
    async reload() {
      const before = new Set(await childrenOf(pid));
      child.kill(kind.reload);
      await until(
        async () => (await childrenOf(pid)).some((id) => !before.has(id)),
        `${kind.name} to reload`,
      );
    },
  };
}
