// @ts-check
// Takes the README's picture of the chat story. `npm run build-storybook` comes first.
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { chromiumArgs, findBrowser } from './find-browser.mjs';
import { serveStatic } from './serve-static.mjs';

const { base, close } = await serveStatic();
const browser = await chromium.launch({ executablePath: await findBrowser(), args: chromiumArgs });
const page = await browser.newPage({ viewport: { width: 680, height: 440 }, deviceScaleFactor: 2 });
await page.goto(
  `${base}/iframe.html?id=chat--welcome&viewMode=story&globals=theme:light&args=rate:45;delay:100`,
);
const message = page.getByRole('textbox', { name: 'Message' });
await message.fill('How does an answer reach me?');
await message.press('Enter');
await page.getByText('one token after the other').waitFor();
const path = fileURLToPath(new URL('../docs/chat.png', import.meta.url));
await page.screenshot({ path, caret: 'hide' });
await browser.close();
await close();
