const { resolve } = require('node:path');
const unit = require('../../jest.config.js');

// Suites that start a Kubernetes control plane and watch rollouts: minutes, and a core of their own. `node test/cluster/run.mjs`
// builds the programs first.
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  rootDir: resolve(__dirname, '../..'),
  roots: ['<rootDir>/test/cluster'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [],
  maxWorkers: 1, // each suite starts a control plane of its own
  testTimeout: 900_000,
};
