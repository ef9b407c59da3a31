const { resolve } = require('node:path');
const unit = require('../../jest.config.js');

// Suites that start a real collector. `node test/collector/run.mjs` builds it first.
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  rootDir: resolve(__dirname, '../..'),
  roots: ['<rootDir>/test/collector'],
  testMatch: ['**/*.suite.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [],
  maxWorkers: 1, // the suites share ports of the loopback interface
  testTimeout: 120_000,
};
