import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { ComputeModeFacts } from '../plan/cluster/compute-modes';
import type { Labels } from './manifests/meta';
import type { IngressClass, IngressClassParams } from './manifests/policy';

/** Props of {@link LoadBalancerClass}. */
export interface LoadBalancerClassProps {
  /** What the compute mode brings: `COMPUTE_MODE_FACTS.auto`. */
  readonly compute: Pick<ComputeModeFacts, 'ingressClassParamsApi' | 'ingressController'>;
  /**
   * The name that Ingresses give: `alb`. Argo Rollouts works on Ingresses of the class `alb` unless it is told of others
   * (`--alb-ingress-classes`).
   * @default - `alb`
   */
  readonly name?: string;
  /**
   * Whether the load balancer has public addresses.
   * @default - `internet-facing`
   */
  readonly scheme?: 'internal' | 'internet-facing';
  /**
   * The Ingresses of a group share one load balancer: `bulkhead-prod`.
   * @default - a load balancer for each Ingress
   */
  readonly group?: string;
}

/**
 * A class of application load balancers, in the words of the compute mode. Under EKS Auto Mode the group and the scheme can
 * be said here only, not on an Ingress (EKS user guide, "Create an IngressClass").
 */
export class LoadBalancerClass extends Construct {
  public constructor(scope: Construct, id: string, props: LoadBalancerClassProps) {
    super(scope, id);
    const { compute, name = 'alb', scheme = 'internet-facing', group } = props;
    const parameters: IngressClassParams = {
      apiVersion: compute.ingressClassParamsApi,
      kind: 'IngressClassParams',
      metadata: { name },
      spec: {
        scheme,
        ...(group === undefined ? {} : { group: { name: group } }),
        loadBalancerAttributes: [{ key: 'routing.http.drop_invalid_header_fields.enabled', value: 'true' }],
      },
    };
    const ingressClass: IngressClass = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name },
      spec: {
        controller: compute.ingressController,
        parameters: { apiGroup: groupOf(compute.ingressClassParamsApi), kind: 'IngressClassParams', name },
      },
    };
    new ApiObject(this, 'parameters', parameters);
    new ApiObject(this, 'class', ingressClass);
  }
}

/**
 * The label of a namespace whose pods become ready only when their target group has them: without it a rollout removes old
 * pods before the load balancer knows the new ones.
 */
export function readinessGateLabel({ targetGroupBindingApi }: Pick<ComputeModeFacts, 'targetGroupBindingApi'>): Labels {
  return { [`${groupOf(targetGroupBindingApi)}/pod-readiness-gate-inject`]: 'enabled' };
}

const groupOf = (apiVersion: string): string => apiVersion.split('/')[0] ?? apiVersion;
