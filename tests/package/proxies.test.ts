import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../scripts/proxies/proxy.mjs';
import { rows } from '../../scripts/proxies/table.mjs';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/proxies.md');
const configurations = Object.values(kinds).map(({ file }) => read(`scripts/proxies/${file}`));
const unindented = (text: string): string => text.replace(/^ +/gm, '');

describe('the page on proxies', () => {
  test('shows the configurations as they were run', () => {
    for (const configuration of configurations) expect(page).toContain(`\n${configuration}\`\`\`\n`);
  });

  test('recommends nothing that was not run', () => {
    const [recommended = ''] = page.split('## What was run');
    const blocks = [...recommended.matchAll(/^```(?:nginx|haproxy|apache)\n([\s\S]*?)^```/gm)];
    expect(blocks.length).toBeGreaterThan(0);
    const run = configurations.map(unindented).join('\n');
    for (const [, block = ''] of blocks) expect(run).toContain(unindented(block));
  });

  test('has a line for each case of each proxy, and none that failed', () => {
    const names = Object.entries(kinds).map(([kind, { name }]) => [name, kind] as const);
    const lines = [...page.matchAll(/^\| (.*) \|$/gm)].map(([, line = '']) => line.split(/ +\| +/));
    for (const [name, kind] of names) {
      const told = lines.filter(([proxy]) => proxy === name);
      const cases = rows[kind as keyof typeof rows].map(
        ({ configuration, what }) => `${configuration}: ${what}`,
      );
      expect(told.map(([, configuration, what]) => `${configuration}: ${what}`)).toEqual(cases);
      expect(told.filter(([, , , seen = '']) => !seen || seen.includes('FAILED'))).toEqual([]);
    }
  });
});
