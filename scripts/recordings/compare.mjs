// @ts-check

/**
 * @typedef {{ id?: string | null, name?: string | null, arguments?: string | null, input?: unknown }} ExpectedCall
 * @typedef {{ text: string, reasoning: string | null, refusal: string | null, toolCalls: ExpectedCall[],
 *   finishReason: string | number | null, usage: unknown, error: unknown, ended?: string,
 *   sources?: object[], files?: object[], approvals?: object[] }} Expected
 * @typedef {{ text: string, reasoning: string, refusal: string, finishReason: string | null, usage: unknown,
 *   toolCalls: readonly { id: string, name: string, arguments: string }[],
 *   sources: readonly object[], files: readonly object[], approvals: readonly object[] }} Actual
 */

const short = (/** @type {unknown} */ value) => {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 70 ? `${text.slice(0, 40)}…${text.slice(-28)} (${text.length})` : text;
};

const parsed = (/** @type {string} */ json) => {
  try {
    return JSON.stringify(JSON.parse(json || '{}'));
  } catch {
    return json;
  }
};

/** SDKs rename the counters of a usage: names are compared without case and underscores. */
const normal = (/** @type {unknown} */ value) => String(value).toLowerCase().replaceAll('_', '');

/**
 * Every number of the reference's usage is in the answer's.
 *
 * @type {(expected: unknown, actual: unknown) => boolean}
 */
const sameUsage = (expected, actual) => {
  if (typeof expected === 'number') return expected === actual;
  if (typeof expected !== 'object' || !expected) return true;
  const own = new Map(Object.entries(actual ?? {}).map(([name, value]) => [normal(name), value]));
  return Object.entries(expected).every(([name, value]) => sameUsage(value, own.get(normal(name))));
};

/**
 * What differs between an answer and the reference's, as lines; `failed` is whether the run ended with an error.
 * A stream that is cut before its end has to be an error, which references that only concatenate do not have.
 *
 * @param {Expected} expected
 * @param {Actual} actual
 * @param {boolean} failed
 */
export function compare(expected, actual, failed) {
  const differences = [];
  for (const name of /** @type {const} */ (['text', 'reasoning', 'refusal', 'finishReason'])) {
    const [wanted, got] = [expected[name] || null, actual[name] || null];
    // An SDK's own number for what the wire has as a name.
    if (typeof wanted === 'number' && got) continue;
    if (wanted !== got) differences.push(`${name} ${short(got)} instead of ${short(wanted)}`);
  }
  if (expected.toolCalls.length !== actual.toolCalls.length) {
    differences.push(`${actual.toolCalls.length} tool calls instead of ${expected.toolCalls.length}`);
  }
  expected.toolCalls.forEach((wanted, i) => {
    const got = actual.toolCalls[i];
    if (!got) return;
    if ((wanted.name ?? '') !== got.name)
      differences.push(`tool ${short(got.name)} instead of ${short(wanted.name)}`);
    if (wanted.id && wanted.id !== got.id) differences.push(`tool id ${got.id} instead of ${wanted.id}`);
    const sameArguments =
      typeof wanted.arguments === 'string'
        ? wanted.arguments === got.arguments
        : JSON.stringify(wanted.input) === parsed(got.arguments);
    if (!sameArguments)
      differences.push(
        `arguments ${short(got.arguments)} instead of ${short(wanted.arguments ?? wanted.input)}`,
      );
  });
  for (const name of /** @type {const} */ (['sources', 'files', 'approvals'])) {
    const wanted = expected[name];
    if (!wanted) continue;
    /** Of each, what the reference says of it. */
    const got = actual[name].map((part, i) =>
      Object.fromEntries(Object.keys(wanted[i] ?? part).map((field) => [field, Reflect.get(part, field)])),
    );
    if (JSON.stringify(got) !== JSON.stringify(wanted))
      differences.push(`${name} ${short(got)} instead of ${short(wanted)}`);
  }
  if (!sameUsage(expected.usage, actual.usage)) {
    differences.push(`usage ${short(actual.usage)} instead of ${short(expected.usage)}`);
  }
  // What its own parser could not read is no error of the stream.
  const stumbled = /Could not parse/.test(JSON.stringify(expected.error));
  const shouldFail = (Boolean(expected.error) && !stumbled) || /error|incomplete/i.test(expected.ended ?? '');
  if (failed !== shouldFail)
    differences.push(failed ? 'an error, the reference has none' : 'no error, the reference has one');
  return differences;
}
