import { type Mock, onTestFinished, vi } from 'vitest';

/** Takes what is reported with `reportError`, which would fail the test run, until the test is over. */
export function catchReports(): Mock<(error: unknown) => void> {
  const report = vi.fn<(error: unknown) => void>();
  vi.stubGlobal('reportError', report);
  onTestFinished(() => void vi.unstubAllGlobals());
  return report;
}
