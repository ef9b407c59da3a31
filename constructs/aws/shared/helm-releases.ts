import { CfnPodIdentityAssociation, HelmChart, type ICluster } from 'aws-cdk-lib/aws-eks-v2';
import { Duration, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { HelmRelease, ReleaseIdentity } from '../../plan/helm-release';
import { podIdentityRole, statement } from '../cluster/iam';
import { constructId } from './names';

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
    const { name, chart, repository, version, namespace, values, identity } = release;
    const association = identity === undefined ? undefined : this.associate(release, identity);
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

  private associate({ name, namespace }: HelmRelease, identity: ReleaseIdentity): CfnPodIdentityAssociation {
    const { serviceAccount, permissions, becauseOfWildcards } = identity;
    const role = podIdentityRole(this, constructId('Role', name), {
      clusterName: this.props.clusterName,
      namespace,
      serviceAccount,
    });
    permissions.forEach((permission) => role.addToPolicy(statement(permission)));
    for (const id of wildcards(permissions.flatMap(({ resources }) => resources))) {
      Validations.of(role).acknowledge({ id, reason: becauseOfWildcards });
    }
    return new CfnPodIdentityAssociation(this, constructId('Identity', name), {
      clusterName: this.clusterReference(),
      namespace,
      serviceAccount,
      roleArn: role.roleArn,
    });
  }

  /**
   * In the cluster's own stack a reference, which makes the association wait for the cluster. In another stack the literal
   * name: an association cannot change its cluster, and a change set that cannot see through a reference plans a new one,
   * which EKS refuses while the old one is there.
   */
  private clusterReference(): string {
    const { cluster, clusterName } = this.props;
    return Stack.of(this) === Stack.of(cluster) ? cluster.clusterName : clusterName;
  }
}

/** The ids of cdk-nag's findings on resources with wildcards. */
function wildcards(resources: readonly string[]): readonly string[] {
  return [...new Set(resources.filter((resource) => resource.includes('*')))].map(
    (resource) => `AwsSolutions-IAM5[Resource::${resource}]`,
  );
}
