import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Cluster } from 'aws-cdk-lib/aws-eks-v2';
import type { Construct } from 'constructs';
import type { ChartPlan } from '../../plan/cluster/charts';
import { HelmReleases } from '../shared/helm-releases';

/** The controllers that a compute mode needs, from their publishers' charts. */
export class Charts extends HelmReleases {
  public constructor(
    scope: Construct,
    id: string,
    cluster: Cluster,
    clusterName: string,
    { vpcId }: IVpc,
    charts: readonly ChartPlan[],
  ) {
    const told = charts.filter(({ needsVpcId }) => needsVpcId).map(({ name }) => [name, { vpcId }]);
    super(scope, id, { cluster, clusterName, releases: charts, addedValues: Object.fromEntries(told) });
  }
}
