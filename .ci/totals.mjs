// Sums what jest wrote: totals.mjs <folder of results> <exit status of the run> [<name of a failed section>…]
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, status, ...failedSections] = process.argv.slice(2);
const reports = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  : [];
const sum = (field) => reports.reduce((total, report) => total + report[field], 0);

const passed = sum('numPassedTests');
const failedTests = sum('numFailedTests') + sum('numRuntimeErrorTestSuites');
// Whatever else went wrong (types, lint, a crash) must not read as a success.
const failed = Math.max(failedTests, failedSections.length, Number(status) === 0 ? 0 : 1);

console.log(
  failedSections.length === 0 ? '\n=== all sections passed' : `\n=== failed sections: ${failedSections.join(', ')}`,
);
console.log(`${passed} passed, ${failed} failed`);
