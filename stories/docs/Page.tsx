import { Markdown } from '@storybook/addon-docs/blocks';
import './page.css';

const texts = import.meta.glob<string>('../../docs/*.md', { query: '?raw', import: 'default', eager: true });
const pictures = import.meta.glob<string>('../../docs/*.svg', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** Where a link between the files of `docs/` leads in here: a page's id is made of its file's name. */
function here(link: string): string | undefined {
  const [, file, anchor] = /^([\w-]+)\.md(?:#(.*))?$/.exec(link) ?? [];
  if (!file) return undefined;
  const page = file === 'reference' ? `reference-${anchor ?? 'usessestream'}` : file;
  return `?path=/docs/docs-${page}--docs`;
}

/** The section of a text under that heading, as a page of its own. */
function sectionOf(text: string, heading: string): string {
  const [, section] = text.split(`\n## ${heading}\n`);
  if (section === undefined) throw new Error(`There is no "${heading}" in this text.`);
  return `# ${heading}\n${section.split(/\n## /)[0]}`;
}

/** A file of `docs/`, or the section of it under a heading; its links lead to pages of the playground. */
export function Page({ file, section }: { file: string; section?: string }) {
  const text = texts[`../../docs/${file}.md`];
  if (text === undefined) throw new Error(`There is no docs/${file}.md.`);
  const shown = (section ? sectionOf(text, section) : text)
    .replace(/^<!--.*-->\n/gm, '')
    .replace(/\]\(([^)\s]+\.svg)\)/g, (_, name: string) => `](${pictures[`../../docs/${name}`] ?? name})`)
    .replace(
      /(^|[^!])\[([^\]]+)\]\(([\w./-]+\.\w+(?:#[\w-]+)?)\)/gm,
      (_, before: string, words: string, link: string) => {
        const target = here(link);
        return before + (target ? `[${words}](${target})` : words);
      },
    );
  return <Markdown>{shown}</Markdown>;
}
