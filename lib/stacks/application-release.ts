import { join } from 'node:path';
import { HelmChart, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ObjectApplication } from '../charts/application';
import { writeChart } from '../charts/local-chart';
import { linkAsset } from './linked-asset';

/** Props of {@link ApplicationRelease}. */
export interface ApplicationReleaseProps {
  /** Where the objects are applied. */
  readonly cluster: ICluster;
  /** The objects. */
  readonly application: ObjectApplication;
}

/**
 * Applies the objects of an application as one Helm release. When the cluster refuses one of them, the deployment fails with
 * the reason, and the next one takes up where this one ended.
 *
 * Neither `wait` nor `atomic`: Helm 4, which is in the kubectl layer, never sees a Rollout as ready (helm #32615, argo-rollouts
 * #4672), so it would wait until the time is over and take a first release away again; and its way back applies the earlier
 * objects without a look at what the engine has written since, which the API server refuses.
 */
export class ApplicationRelease extends Construct {
  public constructor(scope: Construct, id: string, { cluster, application }: ApplicationReleaseProps) {
    super(scope, id);
    const { name, namespace } = application;
    const { outdir, assetOutdir } = stageOf(this);
    const folder = join(outdir, 'manifests', name);
    writeChart(folder, application);
    linkAsset(folder, assetOutdir);
    new HelmChart(this, 'Release', {
      cluster,
      chartAsset: new Asset(this, 'Chart', { path: folder }),
      release: name,
      namespace,
      // Namespaces have labels and policies, and are there before.
      createNamespace: false,
    });
  }
}

function stageOf(scope: Construct): Stage {
  const stage = Stage.of(scope);
  if (stage === undefined) throw new Error(`'${scope.node.path}' belongs to no app`);
  return stage;
}
