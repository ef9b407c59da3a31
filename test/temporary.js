// Every `new App()` without an output folder leaves one in the temporary folder, with the assets in it: gigabytes a day.
// The tests get a temporary folder of their own, which goes when they end.
const { chmodSync, mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const VARIABLES = ['TMPDIR', 'TEMP', 'TMP'];

/** Jest's globalSetup; workers are started afterwards and inherit the environment. */
module.exports = () => {
  const folder = mkdtempSync(join(tmpdir(), 'bulkhead-tests-'));
  // PostgreSQL refuses to run as root: its folder belongs to somebody else, who must get through this one to it.
  chmodSync(folder, 0o711);
  for (const name of VARIABLES) process.env[name] = folder;
};
