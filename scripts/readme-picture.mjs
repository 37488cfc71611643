// @ts-check
// Makes the README's picture from the chat story. `npm run build-storybook` comes first.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { animate } from './apng.mjs';
import { chromiumArgs, findBrowser } from './find-browser.mjs';
import { serveStatic } from './serve-static.mjs';

const EVERY = 260;
const FRAMES = 16;

const { base, close } = await serveStatic();
const browser = await chromium.launch({ executablePath: await findBrowser(), args: chromiumArgs });
const page = await browser.newPage({ viewport: { width: 680, height: 440 } });
await page.goto(
  `${base}/iframe.html?id=chat--welcome&viewMode=story&globals=theme:light&args=rate:45;delay:500`,
);
const message = page.getByRole('textbox', { name: 'Message' });
await message.fill('How does an answer reach me?');
/** @type {{ png: Buffer, ms: number }[]} */
const frames = [{ png: await page.screenshot(), ms: 900 }];
await message.press('Enter');
for (let frame = 1; frame < FRAMES; frame += 1) {
  await page.waitForTimeout(EVERY);
  frames.push({ png: await page.screenshot({ caret: 'hide' }), ms: frame === FRAMES - 1 ? 2500 : EVERY });
}
const picture = animate(frames);
const file = new URL('../docs/chat.png', import.meta.url);
mkdirSync(new URL('.', file), { recursive: true });
writeFileSync(file, picture);
await browser.close();
close();
console.log(`docs/chat.png: ${Math.round(picture.length / 1024)} kB`);
