import { join } from 'node:path';
import { AssetHashType, AssetStaging, BOOTSTRAP_QUALIFIER_CONTEXT, IgnoreMode, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Environment } from '../environment/schema';
import { nodeArchitectures } from '../images/architecture';
import { folderHash, ignoredIn } from '../images/folder-hash';
import { builtRepositoryName, builtTag } from '../images/image-name';
import { ROOT } from '../images/root';
import { constructId } from '../../constructs/aws/shared/names';
import { SpecError } from '../../constructs/plan/problem';

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
      const { repositoryName } = stack.synthesizer.addDockerImageAsset({
        directoryName: staging.relativeStagedPath(stack),
        sourceHash: builtTag(folder, environment),
        platform,
        displayName: folder,
      });
      checkRepository(repositoryName, builtRepositoryName(environment), stack);
    }
  }
}

/** Manifests name the image before there is an app: what an app changes of the name, they do not know. */
function checkRepository(pushed: string, named: string, { synthesizer }: Stack): void {
  if (pushed === named) return;
  throw new SpecError([
    {
      field: BOOTSTRAP_QUALIFIER_CONTEXT,
      value: synthesizer.bootstrapQualifier,
      reason: `the deployment would push images to ${pushed}, and manifests name them in ${named}`,
      remedy:
        "bootstrap with the default qualifier, or push images yourself and name them by their tags, as in image: { tag: '1.4.2' }",
    },
  ]);
}
