import { readFileSync } from 'node:fs';

const contributing = readFileSync(new URL('../../CONTRIBUTING.md', import.meta.url), 'utf8');

/** The paths in these steps, and those of them that a section of CONTRIBUTING does not name. */
export function pathsOf(steps: readonly string[], section: string) {
  const [, rest = ''] = contributing.split(`## ${section}\n`);
  const [text = ''] = rest.split('\n## ');
  const paths = steps.flatMap((step) => step.match(/\w+\/[\w/.-]+/g) ?? []);
  return { paths, unnamed: paths.filter((path) => !text.includes(`\`${path}\``)) };
}
