const { resolve } = require('node:path');
const unit = require('../../jest.config.js');

// Suites that start a real proxy with what Istio makes of rendered objects. `node test/mesh/run.mjs` builds Istio's part first.
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  rootDir: resolve(__dirname, '../..'),
  roots: ['<rootDir>/test/mesh'],
  testMatch: ['**/*.suite.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [],
  maxWorkers: 1, // the suites share ports of the loopback interface
  testTimeout: 60_000,
};
