import { HelmChart, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HelmRelease } from '../../plan/helm-release';
import { constructId } from './names';
import { releaseIdentity } from './release-identity';

/** Props of {@link HelmReleases}. */
export interface HelmReleasesProps {
  /** Where they are installed. */
  readonly cluster: ICluster;
  /** The cluster's name, as a literal: `bulkhead-prod`. */
  readonly clusterName: string;
  /** What is installed, in the order of installation. Their namespaces must be there. */
  readonly releases: readonly HelmRelease[];
  /**
   * Values that only a deployment knows, by the release's name: `{ 'aws-load-balancer-controller': { vpcId } }`.
   * @default - none: the releases' own values are all
   */
  readonly addedValues?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * What a chart has to become ready. CloudFormation waits for a function that lives 15 minutes at most, and what did not
 * become ready has to go back within them too.
 */
const TIMEOUT_MINUTES = 10;

/**
 * Releases from their publishers' charts, one after the other: each begins when the one before it is ready, because the API
 * of a later one often comes with an earlier one. A release that asks AWS for something has a role of its own, which is
 * there before its first pod.
 */
export class HelmReleases extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: HelmReleasesProps,
  ) {
    super(scope, id);
    props.releases
      .map((release) => this.release(release))
      .forEach((chart, index, all) => {
        const before = all[index - 1];
        if (before !== undefined) chart.node.addDependency(before);
      });
  }

  private release(release: HelmRelease): HelmChart {
    const { cluster, addedValues = {} } = this.props;
    const { name, chart, repository, version, namespace, values } = release;
    const association = releaseIdentity(this, release, this.props);
    const made = new HelmChart(this, constructId('Chart', name), {
      cluster,
      chart,
      release: name,
      repository,
      version,
      namespace,
      createNamespace: false,
      values: { ...values, ...addedValues[name] },
      // A release that fails goes back by itself; one that is left half-done refuses every later deployment.
      wait: true,
      atomic: true,
      timeout: Duration.minutes(TIMEOUT_MINUTES),
    });
    if (association !== undefined) made.node.addDependency(association);
    return made;
  }
}
