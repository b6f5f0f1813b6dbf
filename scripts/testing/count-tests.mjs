/**
 * @typedef {object} TestCounts
 * @property {boolean} ok
 * @property {number} passed
 * @property {number} failed tests, and files that could not be run at all
 * @property {number} skipped
 */

/**
 * @typedef {{ status: string }} AssertionReport
 * @typedef {{ status: string, assertionResults: AssertionReport[] }} FileReport
 * @typedef {{ testResults: FileReport[] }} VitestReport
 */

/**
 * Adds up vitest's JSON report. A run that ended badly never counts as good, whatever its report says.
 * @param {VitestReport | undefined} report absent when the runner died before it wrote one
 * @param {number} exitCode of the runner
 * @returns {TestCounts}
 */
export function countTests(report, exitCode) {
  if (report === undefined) return { ok: false, passed: 0, failed: 1, skipped: 0 };
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const count = (/** @type {(status: string) => boolean} */ matches) =>
    tests.filter((test) => matches(test.status)).length;
  const passed = count((status) => status === 'passed');
  const failedTests = count((status) => status === 'failed');
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = failedTests + brokenFiles;
  const unexplained = exitCode !== 0 && failed === 0 ? 1 : 0;
  return {
    ok: exitCode === 0 && failed === 0,
    passed,
    failed: failed + unexplained,
    skipped: tests.length - passed - failedTests,
  };
}

/**
 * @param {readonly TestCounts[]} counts
 * @returns {string} `N passed, N failed`, and `, N skipped` where there are any
 */
export function formatTotals(counts) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ field) =>
    counts.reduce((total, each) => total + each[field], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
