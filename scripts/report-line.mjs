// @ts-check
import { readFileSync } from 'node:fs';

/**
 * One line about a finished test run, from the test runner's own JSON report: `N passed, N failed[, N skipped]`.
 * A file that could not be run at all counts as one failure.
 */
export function reportLine(/** @type {string} */ file) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const brokenFiles = report.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ result) =>
      result.status === 'failed' && !result.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return [
    `${report.numPassedTests} passed`,
    `${report.numFailedTests + brokenFiles} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ].join(', ');
}
