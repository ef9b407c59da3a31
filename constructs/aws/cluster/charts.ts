import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnPodIdentityAssociation, HelmChart, type Cluster } from 'aws-cdk-lib/aws-eks-v2';
import { Duration, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ChartPlan } from '../../plan/cluster/charts';
import { constructId } from '../shared/names';
import { podIdentityRole, statement } from './iam';

/** Controllers from their publishers' charts, each with a role of its own. */
export class Charts extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly cluster: Cluster,
    private readonly clusterName: string,
    private readonly vpc: IVpc,
    charts: readonly ChartPlan[],
  ) {
    super(scope, id);
    charts
      .map((chart) => this.chart(chart))
      .forEach((chart, index, all) => {
        const before = all[index - 1];
        if (before !== undefined) chart.node.addDependency(before);
      });
  }

  private chart(plan: ChartPlan): HelmChart {
    const association = this.identity(plan);
    const chart = new HelmChart(this, constructId('Chart', plan.name), {
      cluster: this.cluster,
      chart: plan.name,
      release: plan.name,
      repository: plan.repository,
      version: plan.version,
      namespace: plan.namespace,
      createNamespace: false,
      values: { ...plan.values, ...(plan.needsVpcId ? { vpcId: this.vpc.vpcId } : {}) },
      // A release that fails goes back by itself; one that is left half-done refuses every later deployment.
      wait: true,
      atomic: true,
      timeout: Duration.minutes(10),
    });
    chart.node.addDependency(association);
    return chart;
  }

  private identity({ name, namespace, identity }: ChartPlan): CfnPodIdentityAssociation {
    const role = podIdentityRole(this, constructId('Role', name), {
      clusterName: this.clusterName,
      namespace,
      serviceAccount: identity.serviceAccount,
    });
    identity.permissions.forEach((permission) => role.addToPolicy(statement(permission)));
    for (const id of wildcards(identity.permissions.flatMap(({ resources }) => resources))) {
      Validations.of(role).acknowledge({
        id,
        reason: `${name} works on resources that do not exist yet; what it changes is limited by the tag that names this cluster, where AWS lets a condition say so`,
      });
    }
    return new CfnPodIdentityAssociation(this, constructId('Identity', name), {
      clusterName: this.cluster.clusterName,
      namespace,
      serviceAccount: identity.serviceAccount,
      roleArn: role.roleArn,
    });
  }
}

/** The ids of cdk-nag's findings on resources with wildcards. */
function wildcards(resources: readonly string[]): readonly string[] {
  return [...new Set(resources.filter((resource) => resource.includes('*')))].map(
    (resource) => `AwsSolutions-IAM5[Resource::${resource}]`,
  );
}
