// @ts-check
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { kinds } from './proxy.mjs';

const page = new URL('../../docs/proxies.md', import.meta.url);

/** Puts text between two markers. @param {string} all @param {string} name @param {string} text */
function between(all, name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  if (!all.includes(start) || !all.includes(end)) throw new Error(`docs/proxies.md has no ${start}`);
  const [before = ''] = all.split(start);
  const [, after = ''] = all.split(end);
  return `${before}${start}\n\n${text}\n\n${end}${after}`;
}

/**
 * Writes what was seen, and the configurations.
 *
 * @param {readonly string[]} table @param {readonly string[]} versions of the proxies, in order
 */
export async function writePage(table, versions) {
  const names = Object.values(kinds).map(({ name }, index) => `${name} ${versions[index]}`);
  const files = await Promise.all(
    Object.values(kinds).map(async ({ name, file }) => {
      const language = file === 'nginx.conf' ? 'nginx' : file === 'httpd.conf' ? 'apache' : 'haproxy';
      const text = await readFile(new URL(file, import.meta.url), 'utf8');
      return `### ${name}: ${file}\n\n\`\`\`${language}\n${text}\`\`\``;
    }),
  );
  const head = `With ${names.join(', ')}:\n\n| proxy | configuration | what happens | what the user saw |\n| --- | --- | --- | --- |`;
  let all = await readFile(page, 'utf8');
  all = between(all, 'table', `${head}\n${table.join('\n')}`);
  all = between(all, 'configurations', files.join('\n\n'));
  await writeFile(page, await format(all, { ...(await resolveConfig(page.pathname)), parser: 'markdown' }));
}
