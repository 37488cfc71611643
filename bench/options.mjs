// @ts-check
import { parseArgs } from 'node:util';
import { contenderOf } from './contenders.mjs';
import { workloadOf, workloads } from './workloads.mjs';

const HELP = `npm run bench -- [options]
  --rounds N          how often each is measured (5)
  --workload a,b      only these: ${Object.keys(workloads).join(', ')}
  --contender a,b     only these, and the baseline of each workload
  --resume            go on with the run that was interrupted
  --minutes N         begin no further measurement after that time (30)
A run of everything writes docs/benchmarks.md and docs/benchmarks.svg.`;

/** @typedef {NonNullable<ReturnType<typeof readOptions>>} Options */

/** @param {string[]} args */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '5' },
      workload: { type: 'string' },
      contender: { type: 'string' },
      resume: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '30' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return undefined;
  }
  const names = values.workload?.split(',') ?? Object.keys(workloads);
  const only = values.contender?.split(',');
  for (const name of only ?? []) contenderOf(name);
  /** What is to be measured: workloads, each with its contenders, the baseline first. */
  const plan = names.map((name) => {
    const { contenders } = workloadOf(name);
    const chosen = contenders.filter((contender, i) => i === 0 || !only || only.includes(contender));
    return /** @type {const} */ ([name, chosen]);
  });
  return {
    rounds: Number(values.rounds),
    resume: values.resume,
    milliseconds: Number(values.minutes) * 60_000,
    whole: !values.workload && !only,
    plan,
  };
}
