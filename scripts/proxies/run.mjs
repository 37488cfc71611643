// @ts-check
// `npm run test:proxies [-- name…] [--write]`: both hooks in Chromium behind nginx, HAProxy and Apache; `--write` renews
// the table and the configurations in docs/proxies.md.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from '../ensure-browser.mjs';
import { run } from '../consumers/workspace.mjs';
import { freePort } from '../free-port.mjs';
import { ensureProxy } from './install.mjs';
import { kinds, startProxy } from './proxy.mjs';
import { openSite } from './site.mjs';
import { protocols, readers, rows, summary } from './table.mjs';
import { visit } from './visitor.mjs';
import { writePage } from './write.mjs';

const project = fileURLToPath(new URL('../../', import.meta.url));
const words = process.argv.slice(2).filter((word) => word !== '--write');
const isWanted = (/** @type {string} */ name) =>
  !words.length || words.some((word) => name.toLowerCase().includes(word.toLowerCase()));

/** @typedef {keyof typeof rows} Name */
const wanted = /** @type {Name[]} */ (Object.keys(rows)).filter((name) => isWanted(name));
const names = wanted.filter((name) => {
  const isHere = ensureProxy(kinds[name]);
  if (!isHere)
    console.log(`${kinds[name].name} cannot be had here (${kinds[name].packaged}): it is left out.`);
  return isHere;
});
if (!names.length) process.exit();
await ensureBrowser().catch((error) => {
  console.log(`The proxies are left out: ${error.message}`);
  process.exit();
});
await run(project, [process.execPath, 'node_modules/rollup/dist/bin/rollup', '-c', '--silent']);

/** @typedef {import('./site.mjs').Site} Site */

/** @type {string[]} */
const failures = [];
/** @type {Map<Name, string[]>} */
const table = new Map();
let passed = 0;

/** A proxy with ports of its own. @param {Site} site @param {Name} name */
async function start(site, name, more = '') {
  const [http, https, dead] = [await freePort(), await freePort(), await freePort()];
  const { port: backend, pem } = site;
  const proxy = await startProxy(kinds[name], { http, https, dead, backend, pem, more });
  const origins = { 'HTTP/1.1': `http://127.0.0.1:${http}`, 'HTTP/2': `https://127.0.0.1:${https}` };
  return { ...proxy, origins };
}

/** One row: each reader over each protocol. @param {Site} site @param {Name} name @param {import('./table.mjs').Row} row @param {Awaited<ReturnType<typeof start>>} proxy */
async function play(
  site,
  name,
  { configuration, what, path, run: play, by: chosen = readers, over = protocols },
  proxy,
) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  const one = async (
    /** @type {typeof readers[number]} */ by,
    /** @type {typeof protocols[number]} */ protocol,
  ) => {
    /** @type {Awaited<ReturnType<typeof visit>> | undefined} */
    let visitor;
    try {
      visitor = await visit(site, proxy.origins[protocol]);
      seen.set(`${by} ${protocol}`, await play({ site, visitor, path, by, reload: () => proxy.reload() }));
      passed += 1;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failures.push(`${kinds[name].name}, ${configuration}, ${what}, ${by} over ${protocol}: ${reason}`);
    } finally {
      await visitor?.close();
    }
  };
  // A reload is for all who are there: one after the other.
  const isAlone = what.includes('reload');
  const all = chosen.flatMap((by) => over.map((protocol) => /** @type {const} */ ([by, protocol])));
  if (isAlone) for (const [by, protocol] of all) await one(by, protocol);
  else await Promise.all(all.map(([by, protocol]) => one(by, protocol)));
  const inOrder = new Map(
    all.map(([by, protocol]) => [`${by} ${protocol}`, seen.get(`${by} ${protocol}`) ?? 'FAILED']),
  );
  const line = `| ${kinds[name].name} | ${configuration} | ${what} | ${summary(inOrder)} |`;
  console.log(line);
  table.set(name, [...(table.get(name) ?? []), line]);
}

/** @param {Site} site @param {Name} name */
async function through(site, name) {
  const proxy = await start(site, name);
  try {
    for (const row of rows[name]) if (!row.more) await play(site, name, row, proxy);
  } finally {
    await proxy.stop();
  }
  for (const row of rows[name]) {
    if (!row.more) continue;
    const other = await start(site, name, row.more);
    try {
      await play(site, name, row, other);
    } finally {
      await other.stop();
    }
  }
}

const site = await openSite();
try {
  const ends = await Promise.allSettled(names.map((name) => through(site, name)));
  for (const end of ends) if (end.status === 'rejected') failures.push(String(end.reason));
} finally {
  await site.close();
}
const isWhole = names.length === Object.keys(kinds).length && !failures.length;
if (process.argv.includes('--write') && !isWhole) {
  console.log('docs/proxies.md is not written: that takes a run of all of them, in which nothing fails.');
} else if (process.argv.includes('--write')) {
  const versions = names.map((name) => {
    const [program = '', flag = ''] = kinds[name].command;
    const { stdout, stderr } = spawnSync(program, [flag], { encoding: 'utf8' });
    return /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0] ?? '';
  });
  await writePage(
    names.flatMap((name) => table.get(name) ?? []),
    versions,
  );
}
console.log(`${passed} passed, ${failures.length} failed`);
for (const failure of failures) console.error(failure);
process.exitCode = failures.length ? 1 : 0;
