import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as core from 'aws-cdk-lib/core';
import { ROOT } from './root';

/** Enough hexadecimal digits that two versions of a folder never share them by accident, and few enough to be read. */
const DIGITS = 16;

const known = new Map<string, string>();

/**
 * A few letters that stand for what an image is built from: the files of a folder, without those that its `.dockerignore`
 * leaves out. The same files give the same tag on every machine.
 */
export function folderHash(folder: string): string {
  const found = known.get(folder);
  if (found !== undefined) return found;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only who builds an image waits for the CDK
  const { FileSystem, IgnoreMode } = require('aws-cdk-lib/core') as typeof core;
  const directory = join(ROOT, folder);
  const hash = FileSystem.fingerprint(directory, {
    exclude: ignoredIn(directory),
    ignoreMode: IgnoreMode.DOCKER,
  }).slice(0, DIGITS);
  known.set(folder, hash);
  return hash;
}

/** The lines of a folder's `.dockerignore`, and what Docker itself never leaves out. */
export function ignoredIn(directory: string): string[] {
  const file = join(directory, '.dockerignore');
  const lines = existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
    : [];
  return [...lines, '!Dockerfile', '!.dockerignore'];
}
