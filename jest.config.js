const swc = {
  jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' },
  module: { type: 'commonjs' },
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/slow/', '<rootDir>/test/cluster/'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  globalSetup: '<rootDir>/test/temporary.js',
  globalTeardown: '<rootDir>/test/temporary-teardown.js',
  setupFiles: ['<rootDir>/test/setup.js'],
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  maxWorkers: '100%',
};
