// @ts-check
// A fresh app in a folder of its own, with the packed package installed.
import { spawn } from 'node:child_process';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const apps = fileURLToPath(new URL('./apps/', import.meta.url));
const ENV = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', CI: '1', FORCE_COLOR: '0', NODE_ENV: undefined };

/**
 * Runs a command to its end.
 *
 * @param {string} cwd
 * @param {string[]} command
 * @param {Record<string, string>} [env]
 * @returns {Promise<string>} what it printed; rejects with it where it fails
 */
export function run(cwd, [file = '', ...args], env = {}) {
  const child = spawn(file, args, { cwd, env: { ...ENV, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(said) : reject(new Error(`${[file, ...args].join(' ')}: ${code}\n${said}`)),
    );
  });
}

/**
 * Starts a server, and waits until it listens.
 *
 * @param {string} cwd
 * @param {string[]} command
 * @param {number} port
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function serve(cwd, [file = '', ...args], port) {
  const env = { ...ENV, PORT: String(port), HOST: '127.0.0.1' };
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const gone = new Promise((resolve) => child.on('close', resolve));
  const deadline = Date.now() + 60_000;
  while (!(await listens(port))) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${file} ${args.join(' ')}:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return async () => {
    child.kill();
    await gone;
  };
}

/** @param {number} port @returns {Promise<boolean>} */
const listens = (port) =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    socket.on('connect', () => resolve(true) ?? socket.destroy());
    socket.on('error', () => resolve(false));
  });

/**
 * @param {{ root: string, name: string, app: string, tarball: string, versions?: Record<string, string> }} wanted
 * @returns {Promise<string>} the folder
 */
export async function createWorkspace({ root, name, app, tarball, versions = {} }) {
  const folder = join(root, name);
  await cp(join(apps, app), folder, { recursive: true });
  await cp(join(apps, 'shared'), folder, { recursive: true });
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8'));
  manifest.dependencies = { ...manifest.dependencies, ...versions, 'react-event-source': `file:${tarball}` };
  await writeFile(file, JSON.stringify(manifest, null, 2));
  await run(folder, ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']);
  return folder;
}
