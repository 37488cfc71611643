import { readFileSync } from 'node:fs';
import { format } from 'prettier';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** A table in Markdown. */
export const tableOf = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** A page of `docs/` that holds this text between `<!-- name -->` and `<!-- /name -->`. */
export async function withSection(page: string, name: string, text: string): Promise<string> {
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [before, rest = ''] = read(`docs/${page}`).split(start);
  const [, after] = rest.split(end);
  if (after === undefined) throw new Error(`docs/${page} has no section "${name}"`);
  const { prettier } = JSON.parse(read('package.json')) as { prettier: object };
  return format(`${before}${start}\n${text}\n\n${end}${after}`, { ...prettier, parser: 'markdown' });
}
