import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const ENGINES = ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk8s', 'cdk8s-*', '@pulumi/*', 'cdk-nag'];

const cdkBarrel = {
  name: 'aws-cdk-lib',
  message: "The barrel loads every service's code: import 'aws-cdk-lib/core', 'aws-cdk-lib/aws-ec2', …",
};

const doubleCast = {
  selector: 'TSAsExpression > TSAsExpression[typeAnnotation.type="TSUnknownKeyword"]',
  message: "'as unknown as' switches the type checker off: narrow the value, or fix the type that is wrong.",
};
const defaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'A default export has no name to search for: export by name.',
};
const enumDeclaration = {
  selector: 'TSEnumDeclaration',
  message: "A closed choice is a union of literals ('a' | 'b'): it reads as data, in JSON too.",
};

export default defineConfig(
  globalIgnores([
    'dist/',
    'cdk.out/',
    'coverage/',
    '**/*.{js,mjs,cjs}',
    'constructs/aws/functions/',
    'test/slow/foreign/',
  ]),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-param-reassign': 'error',
      'no-restricted-imports': ['error', { paths: [cdkBarrel] }],
      'no-restricted-syntax': ['error', doubleCast, enumDeclaration],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // What is published, and what composes it.
    files: ['constructs/**/*.ts', 'lib/**/*.ts'],
    rules: {
      'max-lines': ['warn', { max: 200, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', doubleCast, enumDeclaration, defaultExport],
    },
  },
  {
    files: ['constructs/**/*.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    files: ['constructs/**/*.ts'],
    ignores: ['constructs/aws/**', 'constructs/kubernetes/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: [...ENGINES, 'node:*'], message: 'The pure parts decide; engines render. Take plain data.' },
          ],
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
);
