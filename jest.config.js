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
  // zod brings its messages in sixty languages, a file each, and every test file would load them all. It has English on its own.
  moduleNameMapper: { '^\\.\\./locales/index\\.cjs$': '<rootDir>/test/no-locales.js' },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  maxWorkers: '100%',
};
