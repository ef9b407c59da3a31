import { join } from 'node:path';
import { AssetHashType, AssetStaging, IgnoreMode, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Environment } from '../environment/schema';
import { nodeArchitectures } from '../images/architecture';
import { folderHash, ignoredIn } from '../images/folder-hash';
import { ROOT } from '../images/root';
import { constructId } from '../../constructs/aws/shared/names';

/**
 * Images that a deployment builds and pushes before the stack is deployed. Their tags are given, not the CDK's own, because
 * manifests name them before the CDK has seen them.
 */
export class BuiltImages extends Construct {
  public constructor(scope: Construct, id: string, environment: Environment, folders: ReadonlySet<string>) {
    super(scope, id);
    const stack = Stack.of(this);
    const platform = nodeArchitectures(environment)
      .map((architecture) => `linux/${architecture}`)
      .join(',');
    for (const folder of folders) {
      const directory = join(ROOT, folder);
      const staging = new AssetStaging(this, constructId('Folder', folder), {
        sourcePath: directory,
        exclude: ignoredIn(directory),
        ignoreMode: IgnoreMode.DOCKER,
        assetHash: folderHash(folder),
        assetHashType: AssetHashType.CUSTOM,
      });
      stack.synthesizer.addDockerImageAsset({
        directoryName: staging.relativeStagedPath(stack),
        sourceHash: folderHash(folder),
        platform,
        displayName: folder,
      });
    }
  }
}
