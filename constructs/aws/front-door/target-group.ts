import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { EdgePlan } from '../../plan/edge/model';
import { cfnTags } from '../shared/names';
import { attributes } from './attributes';

/** The pods of the gateway, as a load balancer knows them. Whoever runs the gateway registers them by the group's name. */
export function gatewayTargetGroup(
  scope: Construct,
  id: string,
  { targetGroup: plan, zones }: EdgePlan,
  vpc: IVpc,
): CfnTargetGroup {
  const { health } = plan;
  return new CfnTargetGroup(scope, id, {
    name: plan.name,
    vpcId: vpc.vpcId,
    targetType: plan.targetType,
    ipAddressType: plan.ipAddressType,
    protocol: plan.protocol,
    protocolVersion: plan.protocolVersion,
    port: plan.port,
    healthCheckEnabled: true,
    healthCheckProtocol: plan.protocol,
    healthCheckPath: health.path,
    healthCheckPort: String(health.port),
    healthCheckIntervalSeconds: health.intervalSeconds,
    healthCheckTimeoutSeconds: health.timeoutSeconds,
    healthyThresholdCount: health.healthyCount,
    unhealthyThresholdCount: health.unhealthyCount,
    matcher: { httpCode: String(health.status) },
    targetGroupAttributes: attributes({
      'deregistration_delay.timeout_seconds': plan.deregistrationSeconds,
      'load_balancing.algorithm.type': plan.algorithm,
      'load_balancing.algorithm.anomaly_mitigation': plan.anomalyMitigation ? 'on' : 'off',
      'load_balancing.cross_zone.enabled': zones.crossZone,
      'stickiness.enabled': plan.stickiness,
      'target_group_health.dns_failover.minimum_healthy_targets.count': zones.leastHealthyForDns,
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': zones.leastHealthyForRouting,
    }),
    tags: cfnTags(plan.tags),
  });
}
