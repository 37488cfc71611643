import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as library from 'react-event-source';
import { describe, expect, test } from 'vitest';
import { typecheck } from '../support/typecheck.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const list = (folder: string, extension: string): string[] =>
  readdirSync(new URL(folder, root)).filter((name) => name.endsWith(extension));

const pages = list('docs/', '.md');
const recipes = readdirSync(new URL('docs/recipes/', root), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.includes('.'),
);

/** The fenced blocks of a page in these languages. */
function blocksOf(page: string, languages: string): string[] {
  const fences = new RegExp(`^\`\`\`(?:${languages})\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...read(`docs/${page}`).matchAll(fences)].map((match) => match[1] ?? '');
}

/** What the examples take from an app. */
const app = `
  import type { ReactNode } from 'react';
  declare global {
    interface Price { symbol: string; price: number }
    interface Recipe { title: string }
    const run: import('react-event-source/core').Run;
    const refetch: () => void;
    const start: import('react-event-source').UseSseStreamResult['start'];
    const tools: object[], runTools: (calls: readonly object[]) => Promise<string>;
    const Block: (props: { text: string }) => ReactNode, MarkdownBlock: typeof Block;
    const model: string, messages: object[], input: object[];
    const getToken: () => Promise<string>, token: () => string;
    const report: (error: Error) => void;
    const setPrice: (price: Price) => void;
    const App: () => ReactNode, Chat: () => ReactNode;
    const Paragraph: (props: { text: string }) => ReactNode;
    const xhr: () => import('react-event-source').Transport;
    const text: string, session: { token: string }, user: { id: string };
    const conversation: { answers: [key: string, point: string][] };
    const headers: () => Promise<Record<string, string>>;
  }`;

/** Where the names are from that examples do not import. */
const modules = {
  'react-event-source': [...Object.keys(library), 'type SseRequest', 'type SseSink', 'type Format'],
  'react-event-source/testing': ['createTestServer'],
  'react-event-source/devtools': ['SseDevtools', 'createDevtoolsLog'],
  'react-event-source/worker-transport': ['workerTransport'],
  '@testing-library/react': ['render', 'screen'],
};

/** An example as a file: a fragment is the body of a component, and imports what it names of the library. */
function asFile(block: string): string {
  const isWhole = /^(import|export) /m.test(block);
  const said = new Set(block.match(/\b\w+\b/g));
  const bound = new Set([...block.matchAll(/\bimport\b[^;]*?;/g)].join(' ').match(/\b\w+\b/g));
  const imports = Object.entries(modules).map(([module, names]) => {
    const named = names.filter((each) => {
      const name = each.replace('type ', '');
      return said.has(name) && !bound.has(name);
    });
    return `import { ${named.join(', ')} } from '${module}';`;
  });
  return isWhole
    ? `${imports.join('')}\n${block}`
    : `${imports.join('')}\nexport async function Example() {\n${block}\n}`;
}

/** Whether a link from that file leads to a file, and to a heading of it. */
function leads(from: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path ? new URL(path, new URL(from, root)) : new URL(from, root);
  if (!existsSync(target)) return false;
  const headings = anchor ? readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm) : [];
  const slug = (title: string) =>
    title
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
  return !anchor || [...headings].some(([, title = '']) => slug(title) === anchor);
}

describe('the docs', () => {
  /** The recipes are files, which are checked as such. */
  const ours = new Set(recipes.map((name) => read(`docs/recipes/${name}`)));
  // The suites of testing.md are tests that run, servers.md and coming-from.md show files that do, and reference.md declares.
  const languages: Record<string, string> = {
    'testing.md': 'none',
    'servers.md': 'none',
    'coming-from.md': 'none',
    'reference.md': 'tsx',
  };
  const examples = pages.flatMap((page) =>
    blocksOf(page, languages[page] ?? 'tsx?').flatMap((block, i) =>
      ours.has(block) ? [] : [[`${basename(page, '.md')}-${i}.tsx`, block]],
    ),
  );

  test('have examples that type-check', () => {
    const files = Object.fromEntries(examples.map(([name = '', block = '']) => [name, asFile(block)]));
    const said = typecheck({ ...files, 'app.ts': app });
    expect(examples.length).toBeGreaterThan(15);
    expect(Object.fromEntries(Object.entries(said).filter(([, messages]) => messages.length))).toEqual({});
  });

  test('show every recipe as it is', () => {
    const shown = new Set(pages.flatMap((page) => blocksOf(page, 'tsx?|python|nginx')));
    expect(recipes.filter((name) => !shown.has(read(`docs/recipes/${name}`)))).toEqual([]);
    const blocks = ['servers.md', 'coming-from.md'].flatMap((page) => blocksOf(page, 'tsx?|python'));
    expect(blocks.filter((block) => !ours.has(block))).toEqual([]);
  });

  test('explain every timeout', () => {
    const [, fields = ''] = read('src/attempts/timeouts.ts').split('export interface TimeoutOptions {');
    const names = [...(fields.split('\n}')[0] ?? '').matchAll(/^ {2}(\w+)\?:/gm)].map(([, name]) => name);
    expect(names).toContain('idle');
    const explained = read('docs/retry-and-resume.md');
    expect(names.filter((name) => !explained.includes(`\n- \`${name}\`:`))).toEqual([]);
  });

  test('lead nowhere that is not there', () => {
    const dead = [...pages.map((name) => `docs/${name}`), 'README.md'].flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].flatMap(([, link = '']) =>
        leads(page, link) ? [] : [`${page}: ${link}`],
      ),
    );
    expect(dead).toEqual([]);
  });

  test('are all in the playground', () => {
    const shown = list('stories/docs/', '.mdx')
      .map((name) => read(`stories/docs/${name}`))
      .join('');
    const files = pages.map((page) => basename(page, '.md'));
    expect(files.filter((file) => !shown.includes(`<Page file="${file}"`))).toEqual([]);
    const chapters = [...read('docs/reference.md').matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
    expect(chapters.filter((title) => !shown.includes(`section="${title}"`))).toEqual([]);
  });
});

describe('CONTRIBUTING', () => {
  const text = read('CONTRIBUTING.md');

  test('lists every room of the source', () => {
    const named = [...text.matchAll(/^src\/(\w+)\/ /gm)].map(([, room]) => room);
    expect(new Set(named)).toEqual(new Set(readdirSync(new URL('src/', root))));
  });

  test('names files and commands that exist', () => {
    const paths = [...text.matchAll(/`((?:src|tests|docs|scripts|bench)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.filter((path) => !/\byours\b/.test(path) && !existsSync(new URL(path, root)))).toEqual([]);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(commands.filter((name) => !scripts[name])).toEqual([]);
  });
});
