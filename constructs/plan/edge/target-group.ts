import { physicalName, type PlanContext } from '../context';
import { fittedName } from '../fitted-name';
import { detectionSeconds, gatewayHealthCheck, recoverySeconds } from './health';
import type { EdgePlan, GatewayPlan, TargetGroupPlan } from './model';
import type { EdgeSpec } from './spec';

/** The longest name of a target group (ELB API reference, `CreateTargetGroup`). */
const LONGEST_TARGET_GROUP_NAME = 32;

/**
 * What cannot be changed in place is part of the name, since CloudFormation makes the new group before it deletes the old
 * one, and ELB would not have two of one name. So is the scheme: another scheme is another load balancer, and a group
 * serves one at a time (ELB quotas, "Load balancers per target group"). Another VPC is another environment.
 */
function targetGroupName(
  context: PlanContext,
  { scheme, protocolVersion, port }: Pick<TargetGroupPlan, 'protocolVersion' | 'port'> & Pick<EdgePlan, 'scheme'>,
): string {
  const door = scheme === 'internal' ? 'internal' : 'edge';
  const name = physicalName(context, door, protocolVersion.toLowerCase(), String(port));
  return fittedName(name, LONGEST_TARGET_GROUP_NAME);
}

/** By which EKS Auto Mode knows that it may take targets in and out (AmazonEKSLoadBalancingPolicy; containers-roadmap #2508). */
const CLUSTER_TAG = 'eks:eks-cluster-name';

/** Decides where requests go. */
export function planTargetGroup(
  { scheme = 'internet-facing', gateway: { protocol: protocolVersion = 'HTTP1' } = {} }: EdgeSpec,
  context: PlanContext,
  { ports, drain }: GatewayPlan,
  clusterName: string,
): TargetGroupPlan {
  const name = targetGroupName(context, { scheme, protocolVersion, port: ports.http });
  const health = gatewayHealthCheck(ports.health);
  return {
    name,
    protocol: 'HTTP',
    protocolVersion,
    targetType: 'ip',
    ipAddressType: 'ipv4',
    port: ports.http,
    health,
    detectionSeconds: detectionSeconds(health),
    recoverySeconds: recoverySeconds(health),
    deregistrationSeconds: drain.deregistrationSeconds,
    // Not the least outstanding requests: a pod that is cut off from what is behind it answers at once, with an error, and
    // would be chosen for it. Weights take such pods out, and exclude a slow start (ELB user guide, "Automatic Target Weights").
    algorithm: 'weighted_random',
    anomalyMitigation: true,
    stickiness: false,
    tags: { Name: name, [CLUSTER_TAG]: clusterName },
  };
}
