import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, FileSystem, Stack } from 'aws-cdk-lib/core';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { writeChart } from '../../../lib/charts/local-chart';
import { linkAsset } from '../../../lib/stacks/linked-asset';
import { folder } from '../checks/rendered';

/** A folder like a chart's. */
function chart(parent: string): string {
  const path = join(parent, 'chart');
  mkdirSync(join(path, 'templates'), { recursive: true });
  writeFileSync(join(path, 'Chart.yaml'), 'name: user\n');
  writeFileSync(join(path, 'templates', 'objects.yaml'), 'kind: Namespace\n');
  return path;
}

/** An app that copies assets into its output, as outside of the tests. */
const staging = (outdir: string): App =>
  new App({ outdir, postCliContext: { 'aws:cdk:disable-asset-staging': false } });

const inode = (...path: string[]): number => statSync(join(...path)).ino;

describe('a chart that is linked to as an asset', () => {
  test('stands where the CDK would copy it to, so that the CDK copies nothing', () => {
    const outdir = folder();
    const app = staging(outdir);
    const path = chart(outdir);
    linkAsset(path, outdir);
    const asset = new Asset(new Stack(app, 'services'), 'Chart', { path });
    app.synth();
    for (const file of [['Chart.yaml'], ['templates', 'objects.yaml']]) {
      expect(inode(outdir, asset.assetPath, ...file)).toBe(inode(path, ...file));
    }
  });

  test('is copied by the CDK where there are no hard links', () => {
    const outdir = folder();
    const path = chart(outdir);
    linkAsset(path, join(outdir, 'nowhere'));
    const asset = new Asset(new Stack(staging(outdir), 'services'), 'Chart', { path });
    expect(readFileSync(join(outdir, asset.assetPath, 'Chart.yaml'), 'utf8')).toBe('name: user\n');
  });

  test('keeps what was in it when another chart is written over the one that it came from', () => {
    const outdir = folder();
    const path = join(outdir, 'manifests', 'user');
    const write = (name: string) => {
      writeChart(path, { name, namespace: 'user', wave: 40, objects: [] });
      linkAsset(path, outdir);
      return join(outdir, `asset.${FileSystem.fingerprint(path)}`);
    };
    const [before, after] = [write('before'), write('after')];
    expect(readFileSync(join(before, 'Chart.yaml'), 'utf8')).toContain('before');
    expect(readFileSync(join(after, 'Chart.yaml'), 'utf8')).toContain('after');
  });
});
