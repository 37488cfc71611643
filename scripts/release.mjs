// @ts-check
// `npm run release`: builds, checks, packs, and prints what would be published. Nothing leaves this machine without
// `--publish`. With `--tag v1.2.3` the version must be that one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values: flags } = parseArgs({
  options: {
    publish: { type: 'boolean', default: false },
    tag: { type: 'string' },
    'skip-checks': { type: 'boolean' },
  },
});
const { name, version, repository } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

/** @param {string} reason @returns {never} */
function refuse(reason) {
  console.error(`No release: ${reason}`);
  process.exit(1);
}

/** @param {string} command @param {...string} args */
function run(command, ...args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) refuse(`${command} ${args.join(' ')} failed`);
}

/** @param {string} command @param {...string} args @returns {string} */
const read = (command, ...args) =>
  spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  }).stdout.trim();

const changelog = readFileSync(`${root}CHANGELOG.md`, 'utf8');
const heading = changelog.split('\n').find((line) => line.startsWith(`## ${version}`));
const dist = version.includes('-') ? 'next' : 'latest';
const publish = ['publish', '--provenance', '--access', 'public', '--tag', dist];

if (flags.tag !== undefined && flags.tag !== `v${version}`)
  refuse(`the tag is ${flags.tag}, the version ${version}`);
if (flags.publish) {
  if (!repository) refuse('package.json names no repository, which the provenance statement has to match');
  if (!heading || /unreleased/i.test(heading)) refuse(`CHANGELOG.md has no date for ${version}`);
  if (read('git', 'status', '--porcelain')) refuse('the working tree has changes that are not committed');
}

if (!flags['skip-checks']) run('npm', 'run', 'check');
const [packed] = JSON.parse(read('npm', 'pack', '--dry-run', '--json', '--ignore-scripts'));

console.log(`\n${name} ${version}, as "${dist}"`);
console.log(heading ? `CHANGELOG.md: ${heading.slice(3)}` : 'CHANGELOG.md: nothing about this version');
for (const { path, size } of packed.files) console.log(`  ${String(size).padStart(8)}  ${path}`);
console.log(`  ${packed.files.length} files, ${packed.size} bytes packed, ${packed.unpackedSize} unpacked`);

if (flags.publish) run('npm', ...publish);
else console.log(`\nNothing was published. This would do it:\n  npm ${publish.join(' ')}`);
