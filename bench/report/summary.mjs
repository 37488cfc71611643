// @ts-check
// Medians of what was measured, and ratios to the same work without React.
import { workloadOf } from '../workloads.mjs';

/** @typedef {import('../records.mjs').Record} Record */
/** @typedef {ReturnType<typeof summarize>[number]} Row */

/** @param {readonly (number | undefined)[]} values @param {number} [share] 0.5: the median */
function quantile(values, share = 0.5) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) return undefined;
  return low + (high - low) * (place % 1);
}

/** @typedef {'wall' | 'task' | 'script' | 'layout' | 'longest' | 'frameGap' | 'renders' | 'seen' | 'shownAfter'
 *   | 'connections' | 'heap' | 'alone' | 'during'} Figure */

/** @param {readonly Record[]} records */
export function summarize(records) {
  const groups = groupByName(records);
  return [...groups.values()].map((group) => {
    const [{ workload, contender }] = /** @type {[Record, ...Record[]]} */ (group);
    const done = group.filter(({ status }) => status === 'done');
    const [baseline = ''] = workloadOf(workload).contenders;
    const bases = (groups.get(`${workload} ${baseline}`) ?? []).filter(({ status }) => status === 'done');
    const median = (/** @type {Figure} */ name) => quantile(done.map((record) => record[name]));
    const ratios = done.flatMap(({ round, task }) => {
      const base = bases.find((record) => record.round === round)?.task;
      return base && task ? [task / base] : [];
    });
    const task = median('task');
    const baseTask = quantile(bases.map((base) => base.task));
    return {
      workload,
      contender,
      rounds: group.length,
      done: done.length,
      right: group.filter(({ right }) => right).length,
      median,
      ratio: task !== undefined && baseTask ? task / baseTask : undefined,
      spread: ratios.length ? [Math.min(...ratios), Math.max(...ratios)] : undefined,
      /** Of the longest wait in each round. */
      inputMax: quantile(done.map(({ inputs = [] }) => Math.max(0, ...inputs))),
      /** Of all key presses of all rounds. */
      input95: quantile(
        done.flatMap(({ inputs = [] }) => inputs),
        0.95,
      ),
    };
  });
}

/** @param {readonly Record[]} records */
function groupByName(records) {
  /** @type {Map<string, Record[]>} */
  const groups = new Map();
  for (const record of records) {
    const name = `${record.workload} ${record.contender}`;
    groups.set(name, [...(groups.get(name) ?? []), record]);
  }
  return groups;
}
