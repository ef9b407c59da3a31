import { KUBERNETES_RELEASES, type AddOnName } from '../versions/table';
import { addOnsOf, COMPUTE_MODE_FACTS, type ComputeMode } from './compute-modes';
import type { ClusterSpec } from './spec';

/** A value of an add-on's configuration. */
export type Setting = string | number | boolean | { readonly [key: string]: Setting };

/** An add-on that EKS installs and keeps at a version. */
export interface AddOnPlan {
  /** The name that EKS gives it: `vpc-cni`. */
  readonly name: AddOnName;
  /** `v1.22.4-eksbuild.3` */
  readonly version: string;
  /** Whether it needs nodes to run on; the others must be there before the first node. */
  readonly when: 'before-nodes' | 'after-nodes';
  /** What differs from the add-on's defaults. */
  readonly configuration?: Readonly<Record<string, Setting>>;
  /** The service account that gets a role, and the AWS managed policy that the role has. */
  readonly identity?: { readonly namespace: string; readonly serviceAccount: string; readonly managedPolicy: string };
}

/** Why add-ons are configured as they are stands beside each setting. */
function configurationOf(name: AddOnName, zones: readonly string[]): AddOnPlan['configuration'] {
  switch (name) {
    case 'vpc-cni':
      return {
        // Without it NetworkPolicies are accepted and ignored.
        enableNetworkPolicy: 'true',
        nodeAgent: { enablePolicyEventLogs: 'true' },
        // Sixteen addresses at a time, as Auto Mode does: a node holds as many pods as it has room for, not as its
        // network interfaces have addresses.
        env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
      };
    case 'coredns':
      // One for each zone, so that names resolve when a zone is lost, and more as the cluster grows.
      return { autoScaling: { enabled: true, minReplicas: Math.max(2, zones.length), maxReplicas: 10 } };
    default:
      return undefined;
  }
}

/** Add-ons that call AWS, with the service accounts that their publishers chose. */
const IDENTITIES: Readonly<Partial<Record<AddOnName, AddOnPlan['identity']>>> = {
  'vpc-cni': { namespace: 'kube-system', serviceAccount: 'aws-node', managedPolicy: 'AmazonEKS_CNI_Policy' },
  'aws-ebs-csi-driver': {
    namespace: 'kube-system',
    serviceAccount: 'ebs-csi-controller-sa',
    managedPolicy: 'service-role/AmazonEBSCSIDriverPolicy',
  },
};

/** The add-ons of a cluster in the order of their installation: the mode's, at the table's versions or the spec's. */
export function planAddOns(spec: ClusterSpec, mode: ComputeMode, zones: readonly string[]): readonly AddOnPlan[] {
  return addOnsOf(mode).flatMap((name) => {
    const version = spec.addons?.[name] ?? KUBERNETES_RELEASES[spec.version].addOns[name]?.version;
    if (version === undefined || version === false) return [];
    const configuration = configurationOf(name, zones);
    const identity = IDENTITIES[name];
    return [
      {
        name,
        version,
        when: COMPUTE_MODE_FACTS[mode].addOnsBeforeNodes.includes(name) ? 'before-nodes' : 'after-nodes',
        ...(configuration === undefined ? {} : { configuration }),
        ...(identity === undefined ? {} : { identity }),
      } satisfies AddOnPlan,
    ];
  });
}
