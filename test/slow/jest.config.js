const { resolve } = require('node:path');
const unit = require('../../jest.config.js');

// Suites that install packages, start processes or validate whole templates: minutes, not seconds.
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  rootDir: resolve(__dirname, '../..'),
  roots: ['<rootDir>/test/slow'],
  testPathIgnorePatterns: ['/node_modules/'],
  setupFiles: [],
  maxWorkers: 1, // the suites start processes of their own
  testTimeout: 600_000,
};
