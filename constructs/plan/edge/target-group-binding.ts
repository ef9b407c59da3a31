import { COMPUTE_MODE_FACTS, type ComputeMode } from '../cluster/compute-modes';
import type { Manifest } from '../cluster/manifests';
import type { EdgePlan } from './model';

/**
 * By what a TargetGroupBinding can name its target group. The load balancer controller looks a name up (2.11 and newer);
 * the API of EKS Auto Mode has no such field, and takes the ARN only (containers-roadmap #2621, open in November 2026).
 */
export const TARGET_GROUP_IDENTITY: Readonly<Record<ComputeMode, 'name' | 'arn'>> = {
  auto: 'arn',
  'node-groups': 'name',
};

/**
 * The object that registers the gateway's pods at the load balancer. It is called like the target group, so that another
 * group gets another binding: in one that exists, a new name is not looked up again (aws-load-balancer-controller #4071).
 *
 * Without a `networking` section the controller leaves the security groups alone, which admit the load balancer already.
 *
 * @param targetGroupArn where the mode names the group by its ARN; then the object belongs into the one manifest that the
 * CDK writes, never into those that are committed
 * @throws RangeError where the mode needs the ARN, and there is none.
 */
export function targetGroupBinding(
  { gateway, targetGroup }: EdgePlan,
  mode: ComputeMode,
  targetGroupArn?: string,
): Manifest {
  return {
    apiVersion: COMPUTE_MODE_FACTS[mode].targetGroupBindingApi,
    kind: 'TargetGroupBinding',
    metadata: { name: targetGroup.name, namespace: gateway.namespace },
    spec: {
      serviceRef: { name: gateway.service, port: gateway.ports.http },
      targetType: targetGroup.targetType,
      ...identity(mode, targetGroup.name, targetGroupArn),
    },
  };
}

function identity(mode: ComputeMode, name: string, arn: string | undefined): Readonly<Record<string, string>> {
  if (TARGET_GROUP_IDENTITY[mode] === 'name') return { targetGroupName: name };
  if (arn === undefined) throw new RangeError(`a TargetGroupBinding of compute mode '${mode}' needs the group's ARN`);
  return { targetGroupARN: arn };
}
