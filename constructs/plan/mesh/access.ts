import type { AccessPlan, AccessPort, Party } from '../service/access';
import { dnsRule, MESH_CONTROL_PORT } from '../service/access';
import type { ServiceFacts } from '../service/facts';

/** What the network policy of the control plane rests on. */
export interface ControlPlaneFacts extends Pick<ServiceFacts, 'collector' | 'compute' | 'dnsAddress'> {
  /** The addresses of pods and of the API server: the VPC's blocks, `['10.40.0.0/16']`. */
  readonly clusterCidrs: readonly string[];
}

/** Where the API server asks what to add to a pod, and whether an object of the mesh is one (istio.io, "Application requirements"). */
const WEBHOOK_PORT = 15_017;

/** Where the control plane gives its metrics. */
const METRICS_PORT = 15_014;

/** The API server, by its Service or itself, and whoever publishes the keys of tokens; 6443 on one's own machine. */
const HTTPS_PORTS = [443, 6443];

const ANYWHERE: Party = { kind: 'addresses', cidr: '0.0.0.0/0' };

/** Several ports of TCP. */
export const tcp = (...ports: readonly number[]): readonly AccessPort[] =>
  ports.map((port) => ({ protocol: 'TCP', port }));

/** Who may connect to the control plane of the mesh, and whom it may connect to. */
export function controlPlaneAccess({ clusterCidrs, ...facts }: ControlPlaneFacts): AccessPlan {
  const cluster = clusterCidrs.map((cidr): Party => ({ kind: 'addresses', cidr }));
  return {
    ingress: [
      {
        because: 'sidecars and the gateway get configuration and certificates',
        // By pods: whether a block of addresses means pods, too, is up to the network plug-in.
        parties: [{ kind: 'all-pods' }],
        ports: tcp(MESH_CONTROL_PORT),
      },
      {
        because: 'the API server, which is no pod, has it complete pods and check objects',
        parties: cluster,
        ports: tcp(WEBHOOK_PORT),
      },
      {
        because: 'its metrics are scraped',
        parties: [{ kind: 'pods', namespace: facts.collector.namespace, labels: {} }],
        ports: tcp(METRICS_PORT),
      },
    ],
    egress: [
      dnsRule(facts),
      {
        because: 'it watches the API server, and reads the keys by which tokens are checked',
        parties: [ANYWHERE],
        ports: tcp(...HTTPS_PORTS),
      },
    ],
  };
}
