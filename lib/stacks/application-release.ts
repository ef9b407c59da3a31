import { join } from 'node:path';
import { HelmChart, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Duration, Stage } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ObjectApplication } from '../charts/application';
import { writeChart } from '../charts/local-chart';

/** Props of {@link ApplicationRelease}. */
export interface ApplicationReleaseProps {
  /** Where the objects are applied. */
  readonly cluster: ICluster;
  /** The objects. */
  readonly application: ObjectApplication;
}

/** Long enough for the API server and its admission policies to answer; nothing here waits for pods. */
const TIMEOUT_MINUTES = 5;

/**
 * Applies the objects of an application as one Helm release. When the cluster refuses one of them, the deployment fails with
 * the reason, and those that were applied already go back to what they were.
 */
export class ApplicationRelease extends Construct {
  public constructor(scope: Construct, id: string, { cluster, application }: ApplicationReleaseProps) {
    super(scope, id);
    const { name, namespace } = application;
    const folder = join(Stage.of(this)?.outdir ?? '', 'manifests', name);
    writeChart(folder, application);
    new HelmChart(this, 'Release', {
      cluster,
      chartAsset: new Asset(this, 'Chart', { path: folder }),
      release: name,
      namespace,
      // Namespaces have labels and policies, and are there before.
      createNamespace: false,
      // A release that fails goes back by itself; one that is left half-done refuses every later deployment.
      wait: true,
      atomic: true,
      timeout: Duration.minutes(TIMEOUT_MINUTES),
    });
  }
}
