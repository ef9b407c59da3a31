import {
  dnsRule,
  NAME_LABEL,
  POD_IDENTITY,
  type AccessPlan,
  type AccessPort,
  type AccessRule,
  type Party,
} from '../../service/access';
import type { ServiceFacts } from '../../service/facts';
import { AGENT, CLUSTER_STATE } from '../names';
import { COLLECTOR_PORTS } from './defaults';

/** What the network policies of collectors rest on. */
export type CollectorAccessFacts = Pick<ServiceFacts, 'compute' | 'dnsAddress' | 'podIdentity'>;

const AGENTS: Party = { kind: 'pods', namespace: AGENT.namespace, labels: { [NAME_LABEL]: AGENT.name } };

const ANYWHERE: Party = { kind: 'addresses', cidr: '0.0.0.0/0' };

const tcp = (...ports: readonly number[]): readonly AccessPort[] => ports.map((port) => ({ protocol: 'TCP', port }));

/** Who may connect to agents. Whom they connect to is up to the pods, which name the ports of their metrics themselves. */
export const AGENT_ACCESS: Pick<AccessPlan, 'ingress'> = {
  ingress: [
    {
      because: 'pods send spans',
      parties: [{ kind: 'all-pods' }],
      ports: tcp(COLLECTOR_PORTS.otlpHttp, COLLECTOR_PORTS.otlpGrpc),
    },
  ],
};

/** Who may connect to gateways, and whom they may connect to. */
export function gatewayAccess(facts: CollectorAccessFacts): AccessPlan {
  const credentials: readonly AccessRule[] = facts.podIdentity
    ? [
        {
          because: 'it gets AWS credentials from the agent of its node',
          parties: [{ kind: 'addresses', cidr: POD_IDENTITY.cidr }],
          ports: tcp(POD_IDENTITY.port),
        },
      ]
    : [];
  return {
    ingress: [
      {
        because: 'agents send spans, and collect its metrics',
        parties: [AGENTS],
        ports: tcp(COLLECTOR_PORTS.otlpGrpc, COLLECTOR_PORTS.metrics),
      },
    ],
    egress: [
      dnsRule(facts),
      ...credentials,
      {
        because: 'it sends traces to X-Ray, at addresses of AWS or of an endpoint',
        parties: [ANYWHERE],
        ports: tcp(443),
      },
    ],
  };
}

/** What the network policy of kube-state-metrics rests on. */
export interface ClusterStateAccessFacts extends CollectorAccessFacts {
  /** Where the cluster is. */
  readonly target: 'aws' | 'local';
}

/** Where the API server listens: by its Service everywhere, by itself at 6443 on one's own machine. */
const API_SERVER_PORTS = { aws: [443], local: [443, 6443] } as const;

/** Who may connect to kube-state-metrics, and whom it may connect to. */
export function clusterStateAccess({ target, ...facts }: ClusterStateAccessFacts): AccessPlan {
  return {
    ingress: [{ because: 'its metrics are collected', parties: [AGENTS], ports: tcp(CLUSTER_STATE.port) }],
    egress: [
      dnsRule(facts),
      { because: 'it watches the API server', parties: [ANYWHERE], ports: tcp(...API_SERVER_PORTS[target]) },
    ],
  };
}
