// @ts-check
// Rounds, each of which measures everything once, in another order: what disturbs the machine disturbs all alike.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from './harness/browser.mjs';
import { buildPages } from './harness/build.mjs';
import { measureSizes } from './harness/size.mjs';
import { startServer } from './harness/startServer.mjs';
import { measure } from './measure.mjs';
import { readOptions } from './options.mjs';
import { openRun, resultsFolder, save } from './records.mjs';
import { report } from './report/report.mjs';
import { workloadOf } from './workloads.mjs';

/** Who fails that often is not measured again: a page that never ends costs a minute each time. */
const FAILURES = 2;

/** @template T @param {readonly T[]} list @param {number} round @returns {T[]} begun elsewhere and turned round */
function reorder(list, round) {
  const from = (round * 3) % list.length;
  const turned = [...list.slice(from), ...list.slice(0, from)];
  return round % 2 ? turned.reverse() : turned;
}

/** @param {import('./options.mjs').Options} options */
function* eachMeasurement({ plan, rounds }) {
  for (let round = 0; round < rounds; round++)
    for (const [workload, contenders] of plan)
      for (const contender of reorder(contenders, round)) yield { round, workload, contender };
}

/** A browser that is replaced when a page has wrecked it. */
async function createBrowsers() {
  let browser = await launchBrowser();
  return {
    version: browser.version,
    current: () => browser,
    async replace() {
      await browser.close();
      browser = await launchBrowser();
    },
  };
}

/** @param {import('./records.mjs').Record} record */
function describe({ workload, contender, round, status, right, task, error }) {
  const figure = status === 'done' ? `${task?.toFixed(0)} ms` : status;
  return `${round + 1}  ${workload.padEnd(14)} ${contender.padEnd(20)} ${figure}${right ? '' : ', wrong'} ${error ?? ''}`;
}

/** @param {string[]} args */
export async function main(args) {
  const options = readOptions(args);
  if (!options) return;
  const folder = join(resultsFolder(), 'pages');
  rmSync(folder, { recursive: true, force: true });
  const pairs = options.plan.flatMap(([workload, contenders]) =>
    contenders.map((contender) => /** @type {const} */ ([workload, contender])),
  );
  await buildPages(pairs, folder);
  const server = await startServer(folder);
  const browsers = await createBrowsers();
  const run = openRun({ browser: browsers.version, resume: options.resume });
  const deadline = Date.now() + options.milliseconds;

  for (const { round, workload, contender } of eachMeasurement(options)) {
    const same = run.records.filter((one) => one.workload === workload && one.contender === contender);
    const failures = same.filter(({ status }) => status !== 'done').length;
    if (same.some((one) => one.round === round) || failures >= FAILURES) continue;
    if (workloadOf(workload).distinct && !server.http2) continue;
    if (Date.now() > deadline) {
      console.log('The time is up: --resume goes on.');
      break;
    }
    const id = `${workload}.${contender}.${round}.${Date.now()}`;
    /** @type {import('./measure.mjs').Result} */
    let result;
    try {
      result = await measure(browsers.current(), server, { workload, contender, id });
    } catch (error) {
      result = { status: 'broken', right: false, error: String(error) };
    }
    if (result.status !== 'done') await browsers.replace();
    const record = { workload, contender, round, ...result };
    run.records.push(record);
    save(run);
    console.log(describe(record));
  }

  await browsers.current().close();
  server.stop();
  await report({ run, sizes: await measureSizes(), whole: options.whole });
}
