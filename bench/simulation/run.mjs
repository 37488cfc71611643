// @ts-check
// `npm run simulate`: writes docs/simulation.md and docs/simulation.svg. The same numbers each time.
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { runnerImport } from 'vite';
import { chart } from './chart.mjs';
import { createRandom, simulate } from './simulate.mjs';

const CLIENTS = 1_000_000;
const DOWNTIMES = [1, 5, 10, 30, 60];
const CHARTED = 10;

const at = (/** @type {string} */ path) => new URL(`../../${path}`, import.meta.url);
const { module } = await runnerImport(at('src/attempts/retry.ts').pathname);
const { resolveRetry, retryDelay } = /** @type {typeof import('../../src/attempts/retry.ts')} */ (module);
const ours = resolveRetry(undefined, Infinity);

/** @type {Record<string, import('./simulate.mjs').Policy>} */
const policies = {
  'react-event-source': (attempt, uptime) => retryDelay(ours, { attempt, uptime }),
  'EventSource, 3 s': () => 3000,
  'fetch-event-source, 1 s': () => 1000,
};
const names = Object.keys(policies);

const count = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-US');
const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`;

/** @type {string[]} */
const rows = [];
/** @type {{ name: string, perSecond: number[] }[]} */
const charted = [];
for (const downtime of DOWNTIMES) {
  const outcomes = names.map((name) => {
    const random = createRandom(downtime);
    Math.random = random;
    const policy = policies[name] ?? (() => 0);
    const outcome = simulate({ clients: CLIENTS, downtime: downtime * 1000, policy, random });
    if (downtime === CHARTED) charted.push({ name, perSecond: outcome.perSecond });
    return { name, ...outcome };
  });
  const native = outcomes[1]?.peak ?? NaN;
  for (const { name, peak, back, total } of outcomes) {
    rows.push(
      `| ${downtime} s | ${name} | ${count(peak)} | ${(peak / native).toFixed(3)} | ${seconds(back)} | ${count(total)} |`,
    );
  }
  const [mine] = outcomes;
  if (!mine || mine.peak > native / 10 || mine.back > 120_000)
    throw new Error(`too much after ${downtime} s`);
}

const page = `# One million clients after a restart

A server with a million open streams restarts: all are cut at once, and come back as their retry policy says. Written by \`npm run simulate\`, which runs the library's own \`retryDelay\` with the default policy of a feed.

![Connections per second after a cut, with the server down for ${CHARTED} s; logarithmic](simulation.svg)

| server down for | policy | connections per second at the peak | of EventSource's | all are back after its return in | connections asked for |
| --- | --- | ---: | ---: | ---: | ---: |
${rows.join('\n')}

- A fixed delay brings all clients back in the same second, again and again while the server is down. Full jitter spreads them over the whole delay.
- The first delay of a feed is a tenth of the time that the connection had been up, from 1 s to 20 s, and with jitter half of that on average: after a connection of a minute 3 s, after one of four minutes or more 10 s. A page that has lost its connection for a moment is back soon, and the clients of a long-lived server do not fall on it together. The delay doubles up to 30 s.
- \`retry: { delay: 1000 }\` asks for another first delay, and a \`retry:\` field of the server sets it from there; a server with many clients had better send one that suits their number. A device that comes back online does not wait.
- Over the native transport the browser itself reconnects after a broken connection, by its own fixed delay (3 s in Chromium) or the server's \`retry:\` field; this policy begins where the browser gives up, as it does at an HTTP error. Such feeds are as spread as the line of EventSource here says, unless they use \`transport: fetchEventSource()\`.

Assumed: clients had been connected for half an hour on average (exponentially distributed), notice the cut within 100 ms, and learn within 20 to 200 ms whether the server is back; a server that is down refuses at once.
`;
const options = await resolveConfig(at('package.json').pathname);
writeFileSync(at('docs/simulation.md'), await format(page, { ...options, parser: 'markdown' }));
writeFileSync(at('docs/simulation.svg'), chart(charted));
console.log(rows.join('\n'));
