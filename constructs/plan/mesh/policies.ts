import type { AccessPlan } from '../service/access';
import type { MeshPoliciesMode } from '../controllers/spec';
import type { ServiceFacts } from '../service/facts';
import { controlPlaneAccess, type ControlPlaneFacts } from './access';
import { CLUSTER_DNS } from './cluster-dns';

/** What holds in the whole mesh. */
export interface MeshPoliciesPlan {
  /** The namespace of the control plane: what stands there holds everywhere. */
  readonly namespace: string;
  /** Whether what nobody has declared is refused, or only counted. */
  readonly policies: MeshPoliciesMode;
  /** Cluster DNS, for answers that are too long for UDP. */
  readonly dns: { readonly name: string; readonly host: string; readonly address: string; readonly port: number };
  /** What the sidecars of pods know that are of no service, as `<namespace>/<host>`: their own namespace. */
  readonly imports: readonly string[];
  /** The labels of the control plane's pods, of every revision. */
  readonly controlPlane: { readonly selector: Readonly<Record<string, string>>; readonly access: AccessPlan };
}

/** What the policies of the mesh rest on. */
export interface MeshPoliciesFacts extends ControlPlaneFacts, Pick<ServiceFacts, 'mesh'> {}

/** Decides what holds in the whole mesh. */
export function planMeshPolicies(facts: MeshPoliciesFacts): MeshPoliciesPlan {
  const { namespace, policies } = facts.mesh;
  return {
    namespace,
    policies,
    dns: { ...CLUSTER_DNS, address: facts.dnsAddress },
    imports: ['./*', `*/${CLUSTER_DNS.host}`],
    controlPlane: { selector: { app: 'istiod' }, access: controlPlaneAccess(facts) },
  };
}
