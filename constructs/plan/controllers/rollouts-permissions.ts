import { partitionOf, type Permission } from '../cluster/permissions';
import type { PlanContext } from '../context';

/**
 * To ask this environment's metrics. Nobody knows the workspace's number before it is made: tags say whose it is, and the
 * account is the role's own.
 */
export function metricsPermission({ platform, environment, region }: PlanContext): Permission {
  return {
    id: 'AskTheMetricsOfThisEnvironment',
    // The provider sends queries, by POST or GET, and nothing else (argo-rollouts v1.9.1, metricproviders/prometheus).
    actions: ['aps:QueryMetrics'],
    resources: [`arn:${partitionOf(region)}:aps:${region}:*:workspace/*`],
    conditions: {
      StringEquals: {
        'aws:ResourceAccount': '${aws:PrincipalAccount}',
        'aws:ResourceTag/platform': platform,
        'aws:ResourceTag/environment': environment,
      },
    },
  };
}

/** To see whether a load balancer does what it was told (argo-rollouts v1.9.1, utils/aws). These actions know no resources. */
export function loadBalancerPermission({ region }: PlanContext): Permission {
  return {
    id: 'LookAtLoadBalancersOfThisRegion',
    actions: [
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTags',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:RequestedRegion': region } },
  };
}
