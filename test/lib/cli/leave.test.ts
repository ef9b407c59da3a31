import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpecError } from '../../../constructs/plan/problem';
import { leave } from '../../../lib/cli/check/leave';

/** A root with something rendered beside it. */
function workplace(): { root: string; from: string } {
  const root = mkdtempSync(join(tmpdir(), 'leave-'));
  const from = join(root, 'rendered');
  mkdirSync(from);
  writeFileSync(join(from, 'manifest.json'), 'new');
  return { root, from };
}

const partials = (root: string): string[] => readdirSync(join(root, 'node_modules', '.cache', 'bulkhead'));

describe('leaving what was rendered', () => {
  test('replaces what was there whole, and leaves nothing half-written', () => {
    const { root, from } = workplace();
    mkdirSync(join(root, 'cdk.out'));
    writeFileSync(join(root, 'cdk.out', 'stale.json'), 'old');
    leave(from, root, 'cdk.out');
    expect(readdirSync(join(root, 'cdk.out'))).toEqual(['manifest.json']);
    expect(partials(root)).toEqual([]);
  });

  test('deletes no file of anybody’s that bears the name', () => {
    const { root, from } = workplace();
    writeFileSync(join(root, 'cdk.out'), 'mine');
    expect(() => leave(from, root, 'cdk.out')).toThrow(SpecError);
    expect(readFileSync(join(root, 'cdk.out'), 'utf8')).toBe('mine');
  });

  test('says so, and leaves the old one, where it cannot be replaced', () => {
    const { root, from } = workplace();
    mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
    writeFileSync(join(root, 'node_modules', '.cache', 'bulkhead'), 'in the way');
    mkdirSync(join(root, 'cdk.out'));
    expect(() => leave(from, root, 'cdk.out')).toThrow();
    expect(existsSync(join(root, 'cdk.out'))).toBe(true);
  });
});
