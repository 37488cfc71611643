import { type ChildProcess, spawn } from 'node:child_process';

/** One page of a browser. */
export interface Tab {
  readonly goto: (url: string) => Promise<void>;
  /** Runs an expression in the page, and gives what `JSON.stringify` keeps of its value. */
  readonly evaluate: (expression: string) => Promise<unknown>;
  /** A real click on the first element that matches. */
  readonly click: (selector: string) => Promise<void>;
  /** Real keys for the first element that matches; `\n` is Enter. */
  readonly type: (selector: string, text: string) => Promise<void>;
  /** The browser's Back. */
  readonly back: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Somebody with storage and connections of their own. */
export interface User {
  readonly newTab: (url: string) => Promise<Tab>;
  readonly close: () => Promise<void>;
}

export interface Browser {
  readonly name: string;
  readonly version: string;
  readonly newUser: () => Promise<User>;
  readonly close: () => Promise<void>;
}

/** No command of a browser may take longer, in ms. */
export const LIMIT = 120_000;

/** Rejects after a time, so that a browser that hangs does not hang the rest. */
export async function limited<T>(what: string, work: Promise<T>, ms = LIMIT): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Starts a program, in a group of its own: what it starts ends with it. */
export const start = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(command, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });

/** Starts a program, and resolves with what `pattern` finds in its words. */
export async function launch(
  command: string,
  args: readonly string[],
  pattern: RegExp,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ child: ChildProcess; found: string }> {
  const child = start(command, args, env);
  const found = new Promise<string>((resolve, reject) => {
    let said = '';
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-10_000);
      const match = pattern.exec(said);
      if (match) resolve(match[1] ?? match[0]);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`${command} ended: ${said}`)));
  });
  try {
    return { child, found: await limited(`Starting ${command}`, found) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** Ends a program and what it started. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
  await ended;
}
