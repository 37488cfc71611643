import { findBrowser } from '../../scripts/find-browser.mjs';

/** Fails a browser project at its start, with a message that says what to do, where no browser is found. */
export default async function setup(): Promise<void> {
  await findBrowser();
}
