import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { ensureBrowser } from '../../scripts/ensure-browser.mjs';
import { ensureFirefox, ensureWebKit } from '../../scripts/browsers/install.mjs';
import { launchChromium } from './drivers/chromium.ts';
import type { Browser } from './drivers/driver.ts';
import { launchFirefox } from './drivers/firefox.ts';
import { launchWebKit } from './drivers/webkit.ts';
import type { Result } from './harness/part.ts';
import { PARTS, playSuite } from './harness/suite.ts';

/** Each launches its browser, or gives nothing where it cannot be had. */
const launchers: Record<string, () => Promise<Browser | undefined>> = {
  async Chromium() {
    const path = await ensureBrowser().catch(() => undefined);
    return path ? launchChromium(path) : undefined;
  },
  async Firefox() {
    const path = ensureFirefox();
    return path ? launchFirefox(path) : undefined;
  },
  async WebKitGTK() {
    const path = ensureWebKit();
    return path ? launchWebKit(path) : undefined;
  },
};

export interface Wanted {
  /** Parts of the names of browsers; all where there are none. */
  readonly browsers: readonly string[];
  readonly parts?: readonly string[] | undefined;
  /** Write the table into docs/browsers.md. */
  readonly write?: boolean | undefined;
}

const START = '<!-- table -->';
const END = '<!-- end of the table -->';

async function writeTable(table: readonly string[]): Promise<void> {
  const page = fileURLToPath(new URL('../../docs/browsers.md', import.meta.url));
  const text = await readFile(page, 'utf8');
  const [before, after] = [text.split(START)[0], text.split(END)[1]];
  const written = `${before}${START}\n\n${table.join('\n')}\n\n${END}${after}`;
  await writeFile(page, await format(written, { ...(await resolveConfig(page)), parser: 'markdown' }));
}

/** What a cell of the table says. */
function cell(results: readonly Result[] | undefined): string {
  if (!results) return 'not run';
  const count = (outcome: Result['outcome']): number =>
    results.filter((each) => each.outcome === outcome).length;
  const own = count('own');
  return `${count('passed') + own} passed, ${count('failed')} failed${own ? `; ${own} as the browser itself` : ''}`;
}

/** Plays the suite in each browser and returns the exit code. */
export async function main({ browsers, parts, write }: Wanted): Promise<number> {
  const wantedParts = PARTS.filter((part) => !parts || parts.includes(part));
  const rows: string[] = [];
  const failures: string[] = [];
  let passed = 0;
  for (const [name, launch] of Object.entries(launchers)) {
    const isWanted = browsers.some((word) => name.toLowerCase().includes(word.toLowerCase()));
    if (browsers.length && !isWanted) continue;
    let browser: Browser | undefined;
    try {
      browser = await launch();
    } catch (error) {
      console.log(String(error).split('\n')[0]);
    }
    if (!browser) {
      console.log(`${name} cannot be had here: it is left out.`);
      rows.push(`| ${name} | ${wantedParts.map(() => 'not run').join(' | ')} |`);
      continue;
    }
    try {
      const results = await playSuite(browser, wantedParts);
      rows.push(
        `| ${name} ${browser.version} | ${wantedParts.map((part) => cell(results[part])).join(' | ')} |`,
      );
      for (const [part, each] of Object.entries(results)) {
        for (const { name: check, outcome, note } of each) {
          if (outcome === 'failed') failures.push(`${name}, ${part}: ${check}: ${note}`);
          else passed++;
        }
      }
    } finally {
      await browser.close();
    }
  }
  const table = [
    `| browser | ${wantedParts.join(' | ')} |`,
    `| --- |${' --- |'.repeat(wantedParts.length)}`,
    ...rows,
  ];
  console.log(table.join('\n'));
  if (write) await writeTable(table);
  for (const failure of failures) console.error(failure);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length ? 1 : 0;
}
