import type { ISubnet } from 'aws-cdk-lib/aws-ec2';
import { CfnLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EdgePlan, LogsPlan } from '../../plan/edge/model';
import { cfnTags } from '../shared/names';
import { attributes } from './attributes';
import { LogBucket } from './log-bucket';

/** Props of {@link EdgeLoadBalancer}. */
export interface EdgeLoadBalancerProps {
  /** What it is. */
  readonly plan: EdgePlan;
  /** Where it stands: one in each zone. */
  readonly subnets: readonly ISubnet[];
  /** The id of its security group. */
  readonly securityGroupId: string;
}

/** The load balancer and the bucket of its logs. */
export class EdgeLoadBalancer extends Construct {
  /** The load balancer itself. */
  public readonly loadBalancer: CfnLoadBalancer;
  /** The bucket of its logs, if it keeps any. */
  public readonly logs: LogBucket | undefined;

  public constructor(scope: Construct, id: string, { plan, subnets, securityGroupId }: EdgeLoadBalancerProps) {
    super(scope, id);
    this.logs = plan.logs === undefined ? undefined : new LogBucket(this, 'Logs', plan.logs);
    // No name of its own besides its tag: another scheme makes another load balancer, and the old one goes after it.
    this.loadBalancer = new CfnLoadBalancer(this, 'LoadBalancer', {
      type: 'application',
      scheme: plan.scheme,
      ipAddressType: plan.ipv6 ? 'dualstack' : 'ipv4',
      subnets: subnets.map(({ subnetId }) => subnetId),
      securityGroups: [securityGroupId],
      loadBalancerAttributes: attributes({ ...behaviour(plan), ...logging(plan.logs, this.logs) }),
      tags: cfnTags(plan.tags),
    });
    // It tries the bucket when it is made.
    const policy = this.logs?.bucket.policy;
    if (policy !== undefined) this.loadBalancer.node.addDependency(policy);
    if (plan.logs === undefined) {
      Validations.of(this.loadBalancer).acknowledge({
        id: 'AwsSolutions-ELB2',
        reason:
          'the environment keeps no logs, so that it can be deleted with one command; production cannot do without',
      });
    }
  }
}

/** All of them, also where the plan wants the default: what a template leaves out keeps the value that it had before. */
function behaviour({ connections, zones, deletionProtection }: EdgePlan): Record<string, boolean | number | string> {
  return {
    'deletion_protection.enabled': deletionProtection,
    'idle_timeout.timeout_seconds': connections.idleSeconds,
    'client_keep_alive.seconds': connections.clientKeepAliveSeconds,
    'routing.http2.enabled': connections.http2,
    'routing.http.drop_invalid_header_fields.enabled': connections.dropInvalidHeaders,
    'routing.http.desync_mitigation_mode': connections.desyncMitigation,
    'routing.http.xff_header_processing.mode': connections.forwardedFor,
    'waf.fail_open.enabled': connections.whenFirewallUnreachable === 'pass',
    'zonal_shift.config.enabled': zones.zonalShift,
  };
}

/** CloudFormation's words for the kinds of logs. */
const LOGS = { access: 'access_logs', connections: 'connection_logs', healthChecks: 'health_check_logs' } as const;

function logging(plan: LogsPlan | undefined, logs: LogBucket | undefined): Record<string, boolean | string> {
  return Object.fromEntries(
    Object.entries(LOGS).flatMap(([kind, key]): [string, boolean | string][] => {
      if (plan === undefined || logs === undefined) return [[`${key}.s3.enabled`, false]];
      return [
        [`${key}.s3.enabled`, true],
        [`${key}.s3.bucket`, logs.bucket.bucketName],
        [`${key}.s3.prefix`, plan.prefixes[kind as keyof typeof LOGS]],
      ];
    }),
  );
}
