// Servers and engines as processes of their own, in a folder of their own.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { sourceAliases } from '../../../scripts/source-aliases.mjs';

/** Ends a process, and resolves when it is gone. */
export async function end(
  child: ChildProcess | undefined,
  signal: NodeJS.Signals = 'SIGKILL',
): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

type Environment = Readonly<Record<string, string>>;

export interface Workplace {
  readonly folder: string;
  /** Starts a program that stays in the foreground. */
  readonly start: (command: string, args: readonly string[]) => ChildProcess;
  /** A program for Node that sends its port: resolves when it listens. */
  readonly launch: (file: string, env: Environment) => Promise<Served>;
  /** The same for a recipe's server, which is bundled once and started as often as wanted. */
  readonly serve: (name: string, env: Environment) => Promise<Served>;
  /** Ends what was started, and removes the folder. */
  readonly close: () => Promise<void>;
}

export interface Served {
  readonly child: ChildProcess;
  readonly target: { readonly host: string; readonly port: number };
}

/** A recipe in one file, which runs in any Node. */
async function bundle(name: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: sourceAliases },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL(`servers/${name}.ts`, import.meta.url)),
      outDir,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return join(outDir, `${name}.mjs`);
}

export async function openWorkplace(): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'sse-engine-'));
  const children: ChildProcess[] = [];
  const bundles = new Map<string, Promise<string>>();
  const launch = async (file: string, env: Environment): Promise<Served> => {
    let said = '';
    const child = fork(file, [], {
      env: { ...process.env, ...env },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    children.push(child);
    child.stderr?.on('data', (bytes) => (said += bytes));
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => resolve(Number(message)));
      child.once('exit', () => reject(new Error(`${file} did not start: ${said}`)));
    });
    return { child, target: { host: '127.0.0.1', port } };
  };
  return {
    folder,
    start(command, args) {
      const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
      children.push(child);
      return child;
    },
    launch,
    async serve(name, env) {
      if (!bundles.has(name)) bundles.set(name, bundle(name, join(folder, 'servers', name)));
      return launch((await bundles.get(name))!, env);
    },
    async close() {
      // nginx ends its workers only where it may end by itself.
      await Promise.all(children.map((child) => end(child, 'SIGTERM')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
