// Adds up what the test runs reported and prints the last line of .ci/run: node .ci/total.js STATUS FOLDER
// Exits with 1 if anything failed: a test, a file that did not load, a check, or a run that left no report.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [status = '1', folder = '.'] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

for (const run of ['alone', 'services']) {
  const path = join(folder, `${run}.json`);
  if (!existsSync(path)) {
    total.failed++;
    continue;
  }
  const report = JSON.parse(readFileSync(path, 'utf8'));
  total.passed += report.numPassedTests;
  total.failed += report.numFailedTests;
  total.skipped += report.numPendingTests + report.numTodoTests;
  // A file that can't be loaded has no tests that could fail.
  total.failed += report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
}
// Something outside the tests went wrong: an install, a service, an error that no test caught.
if (status !== '0' && total.failed === 0) total.failed = 1;

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
