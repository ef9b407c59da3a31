import type { AdmissionPolicyName } from './spec';

/** A namespace that admission policies leave alone. */
export interface ExemptNamespace {
  /** Its name; there are no patterns, so that nobody can exempt himself by a name. */
  readonly name: string;
  /** What in it could not run otherwise. */
  readonly because: string;
  /** The policies that leave it alone; all when left out. */
  readonly from?: readonly AdmissionPolicyName[];
}

/**
 * The namespaces of what works on the nodes themselves. `kube-public` and `kube-node-lease` are not among them: no pod runs
 * there, so an exemption would serve nobody but somebody who looks for one. `argo-rollouts` and the mesh's gateway are judged
 * like everything else.
 */
export const EXEMPT_NAMESPACES: readonly ExemptNamespace[] = [
  {
    name: 'kube-system',
    because:
      'what EKS and its add-ons run there sets up networks and disks on the nodes, and a cluster must not stop itself',
  },
  {
    name: 'istio-system',
    because: "the mesh's network agent works on the nodes, and the chart of its control plane names no memory limit",
  },
  {
    name: 'observability',
    because: "the agent on each node reads the containers' logs from its disk",
    from: ['pod-isolation'],
  },
  { name: 'amazon-cloudwatch', because: "AWS' add-on for CloudWatch runs agents there that read the nodes' disks" },
  { name: 'amazon-guardduty', because: 'GuardDuty puts agents there that watch the nodes, and changes them by itself' },
];
