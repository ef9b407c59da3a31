const { rmSync } = require('node:fs');
const { basename } = require('node:path');

/** Jest's globalTeardown: see temporary.js. */
module.exports = () => {
  const folder = process.env.TMPDIR ?? '';
  if (basename(folder).startsWith('bulkhead-tests-')) rmSync(folder, { recursive: true, force: true });
};
