import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { planNamespaces, type NamespacePlan } from '../plan/guard-rails/namespaces/plan';
import { namespacesProblems, namespacesSpec, type NamespacesSpec } from '../plan/guard-rails/namespaces/spec';
import { checkSpec } from '../plan/spec';
import { KEPT } from './manifests/kept';
import type { LimitRange, Namespace, ResourceQuota } from './manifests/namespaces';
import type { NetworkPolicy } from './manifests/policy';

/** Props of {@link ServiceNamespaces}: the cluster's Kubernetes version, and the namespaces. */
export type ServiceNamespacesProps = NamespacesSpec;

/**
 * Namespaces with their guard rails: what pods may do to their nodes (pod security), a network policy that lets nothing
 * through unless another does, a bound on a single pod, and one on all of them together.
 *
 * Pods are given no defaults for what they reserve: a default would hide that a service does not know what it needs, from its
 * author and from the admission policy that asks for it.
 *
 * @example
 * new ServiceNamespaces(chart, 'namespaces', { version: '1.35', namespaces: [{ name: 'payment' }] });
 */
export class ServiceNamespaces extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: readonly NamespacePlan[];

  public constructor(scope: Construct, id: string, props: ServiceNamespacesProps) {
    super(scope, id);
    this.plan = planNamespaces(checkSpec(namespacesSpec, props, namespacesProblems));
    for (const namespace of this.plan) this.add(namespace);
  }

  private add(plan: NamespacePlan): void {
    const { name, denyByDefault, largestPodMebibytes, quota } = plan;
    new ApiObject(this, `${name}-namespace`, namespaceManifest(plan));
    if (denyByDefault) new ApiObject(this, `${name}-default-deny`, defaultDeny(name));
    if (largestPodMebibytes !== undefined) {
      new ApiObject(this, `${name}-limits`, limitRange(name, largestPodMebibytes));
    }
    if (quota !== undefined) new ApiObject(this, `${name}-quota`, resourceQuota(name, quota));
  }
}

/** A namespace that is deleted takes everything in it along, so no chart may delete one. */
function namespaceManifest({ name, labels }: NamespacePlan): Namespace {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels, annotations: KEPT } };
}

/**
 * All pods, both directions, and no rule: other policies add to it. Empty lists of rules would say the same, and differ for
 * ever from what the API server keeps, which leaves them out.
 */
function defaultDeny(namespace: string): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'default-deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
  };
}

/**
 * A limit for the whole pod: one for containers would become the default of every container that names none, request and
 * limit (`SetDefaults_LimitRangeItem`, kubernetes pkg/apis/core/v1/defaults.go). Memory only: a maximum of processor time would
 * refuse pods that name no limit of it, which is a fair choice.
 */
function limitRange(namespace: string, largestPodMebibytes: number): LimitRange {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'largest-pod', namespace },
    spec: { limits: [{ type: 'Pod', max: { memory: `${largestPodMebibytes}Mi` } }] },
  };
}

function resourceQuota(namespace: string, quota: NonNullable<NamespacePlan['quota']>): ResourceQuota {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'releases', namespace },
    spec: {
      hard: {
        pods: String(quota.pods),
        'requests.cpu': `${quota.cpuMillicores}m`,
        'requests.memory': `${quota.memoryMebibytes}Mi`,
      },
    },
  };
}
