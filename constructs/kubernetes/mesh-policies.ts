import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { planMeshPolicies, type MeshPoliciesFacts, type MeshPoliciesPlan } from '../plan/mesh/policies';
import type { DefaultSidecar } from './manifests/gateway';
import type { AuthorizationPolicy, PeerAuthentication } from './manifests/mesh-security';
import { observed } from './mesh/authorization';
import { dnsEntry } from './mesh/service-entries';
import { networkPolicy } from './microservice/network-policy';

/** Props of {@link MeshPolicies}: what the mesh stands in. */
export type MeshPoliciesProps = MeshPoliciesFacts;

/**
 * What holds in the whole mesh: every connection is encrypted and both ends prove who they are; nobody may ask anybody for
 * anything, unless a service's own policy lets him; and sidecars know their own namespace, unless a service says what it calls.
 *
 * A mesh that only observes encrypts where both ends can, refuses nobody, and counts whom it would have refused.
 *
 * Probes need no exception, since the sidecar's agent asks for them inside the pod; nor do metrics, which the agent gives on a
 * port that no sidecar takes in (istio.io, "Health checking of Istio services" and "Application requirements").
 *
 * @example
 * new MeshPolicies(chart, 'mesh', { ...defaultFacts('eu-west-1'), clusterCidrs: ['10.40.0.0/16'] });
 */
export class MeshPolicies extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: MeshPoliciesPlan;

  public constructor(scope: Construct, id: string, props: MeshPoliciesProps) {
    super(scope, id);
    this.plan = planMeshPolicies(props);
    const { namespace, policies, imports, controlPlane } = this.plan;
    const peers: PeerAuthentication = {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace },
      spec: { mtls: { mode: policies === 'enforced' ? 'STRICT' : 'PERMISSIVE' } },
    };
    const nobody: AuthorizationPolicy = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'default-deny', namespace, ...observed(policies) },
      spec: {},
    };
    const sidecars: DefaultSidecar = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'default', namespace },
      spec: { egress: [{ hosts: imports }] },
    };
    const { selector, access } = controlPlane;
    for (const object of [
      peers,
      nobody,
      sidecars,
      dnsEntry(this.plan),
      networkPolicy({ name: 'istiod', namespace, labels: selector, selector }, access),
    ]) {
      new ApiObject(this, object.kind, object);
    }
  }
}
