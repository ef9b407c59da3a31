import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What runs. */
export interface BuildInfo {
  readonly service: string;
  readonly version: string;
  /** What tells this release from another of the same version: a commit, or the hash of its pods. */
  readonly revision: string;
}

/** The version in package.json, which stands beside the folder of this file both before and after the build. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const known = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return known && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}
