import { existsSync, linkSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib/core';

/**
 * Puts a folder of the cloud assembly where the CDK would copy it to as an asset, by hard links. The CDK leaves alone what is
 * there already, and with many services the making of files is what a synth spends most of its time on.
 */
export function linkAsset(folder: string, assetOutdir: string): void {
  const asset = join(assetOutdir, `asset.${FileSystem.fingerprint(folder)}`);
  if (existsSync(asset)) return;
  try {
    linkFolder(folder, asset);
  } catch {
    // There are file systems without hard links. The CDK copies what it does not find.
    rmSync(asset, { recursive: true, force: true });
  }
}

function linkFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkFolder(source, target);
    else linkSync(source, target);
  }
}
