import type { PlanContext } from '../../context';
import type { ReleaseIdentity } from '../../helm-release';
import type { AccessPlan } from '../../service/access';
import { minimumDomains } from '../../service/capacity';
import type { ServiceFacts } from '../../service/facts';
import { IMAGES, imageReference } from '../../versions/table';
import { localAgentConfig } from '../local/agent';
import { AGENT, GATEWAY } from '../names';
import { AGENT_ACCESS, clusterStateAccess, gatewayAccess } from './access';
import { agentConfig } from './agent';
import { planClusterState, type ClusterStatePlan } from './cluster-state';
import type { CollectorConfig } from './config/config';
import {
  AGENT_SIZE,
  GATEWAY_SIZE,
  GATEWAYS_PER_ZONE,
  KEPT_SHARE,
  SLOW_MILLISECONDS,
  type CollectorSize,
} from './defaults';
import { gatewayConfig } from './gateway';
import { agentPermissions, BECAUSE_OF_WILDCARDS, gatewayPermissions } from './permissions';
import type { SamplingPlan } from './sampling';
import type { CollectorSpec } from './spec';

/** What the collectors of an environment need to know of it. */
export interface CollectorFacts extends Pick<
  ServiceFacts,
  'zones' | 'compute' | 'dnsAddress' | 'podIdentity' | 'platformFacts'
> {
  /** Where telemetry goes: to AWS, or to what stands in a cluster on one's own machine. */
  readonly target: 'aws' | 'local';
  /** The longest time in which a service promises to answer, in milliseconds; 0 where none promises one. */
  readonly longestPromiseMilliseconds: number;
}

/** What all collectors have. */
export interface CollectorWorkload {
  /** The name of the workload, its Service and its service account. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its image. */
  readonly image: string;
  /** What it does. */
  readonly config: CollectorConfig;
  /** What its container may use. */
  readonly size: CollectorSize;
}

/** The collector on each node. */
export interface AgentPlan extends CollectorWorkload {
  /** Whether it reads the logs of containers from its node's disk. */
  readonly readsLogs: boolean;
  /** Who may connect to it. */
  readonly access: Pick<AccessPlan, 'ingress'>;
  /** The ConfigMap with what only AWS knows, from which it learns where metrics are kept; none where that is known. */
  readonly platformFacts?: string;
}

/** How pods are spread. */
export interface SpreadPlan {
  /** How many there are; never more or fewer by themselves. */
  readonly replicas: number;
  /** Whether they are spread over zones, strictly. */
  readonly overZones: boolean;
  /** In how many zones there must be nodes before one gets a second pod; `undefined` where that holds anyway. */
  readonly minimumDomains?: number;
}

/** The collectors that decide which traces are kept. */
export interface GatewayPlan extends CollectorWorkload, SpreadPlan {
  /** Who may connect to them, and whom they may connect to. */
  readonly access: AccessPlan;
}

/** How the telemetry of an environment is collected. */
export interface CollectorPlan {
  /** The collector on each node. */
  readonly agent: AgentPlan;
  /** The collectors that decide which traces are kept; none on one's own machine, where all are. */
  readonly gateway?: GatewayPlan;
  /** Who tells the state of Kubernetes' objects. */
  readonly clusterState: ClusterStatePlan;
  /** Who they are in AWS. */
  readonly identities: readonly ReleaseIdentity[];
}

/** Decides how the telemetry of an environment is collected. The spec must have been checked. */
export function planCollector(spec: CollectorSpec, context: PlanContext, facts: CollectorFacts): CollectorPlan {
  const image = imageReference(IMAGES['opentelemetry-collector']);
  const clusterState = planClusterState(spreadOver(facts.zones, 1), clusterStateAccess(facts));
  return facts.target === 'local'
    ? { agent: localAgent(spec, context, image), clusterState, identities: [] }
    : {
        agent: agent(spec, context, facts, image),
        gateway: gateway(spec, context, facts, image),
        clusterState,
        identities: [
          {
            serviceAccount: AGENT.name,
            permissions: agentPermissions(context),
            becauseOfWildcards: BECAUSE_OF_WILDCARDS.agent,
          },
          {
            serviceAccount: GATEWAY.name,
            permissions: gatewayPermissions(context),
            becauseOfWildcards: BECAUSE_OF_WILDCARDS.gateway,
          },
        ],
      };
}

function agent(spec: CollectorSpec, context: PlanContext, facts: CollectorFacts, image: string): AgentPlan {
  const size = AGENT_SIZE[context.tier];
  const { platformFacts } = facts;
  const { keptMetrics = [] } = spec;
  return {
    ...placeOf(AGENT),
    image,
    size,
    readsLogs: true,
    access: AGENT_ACCESS,
    platformFacts,
    config: agentConfig({ context, memoryMebibytes: size.memoryMebibytes, keptMetrics }),
  };
}

function localAgent({ keptMetrics = [] }: CollectorSpec, context: PlanContext, image: string): AgentPlan {
  const size = AGENT_SIZE.development;
  return {
    ...placeOf(AGENT),
    image,
    size,
    readsLogs: false,
    access: AGENT_ACCESS,
    config: localAgentConfig({ context, memoryMebibytes: size.memoryMebibytes, keptMetrics }),
  };
}

function gateway(spec: CollectorSpec, context: PlanContext, facts: CollectorFacts, image: string): GatewayPlan {
  const size = GATEWAY_SIZE[context.tier];
  return {
    ...placeOf(GATEWAY),
    ...spreadOver(facts.zones, spec.gatewaysPerZone ?? GATEWAYS_PER_ZONE),
    image,
    size,
    config: gatewayConfig({
      context,
      memoryMebibytes: size.memoryMebibytes,
      sampling: resolveSampling(spec, context, facts.longestPromiseMilliseconds),
    }),
    access: gatewayAccess(facts),
  };
}

/** Which traces are kept, every default resolved. */
export function resolveSampling(
  { traces = {} }: CollectorSpec,
  { tier }: PlanContext,
  longestPromiseMilliseconds: number,
): SamplingPlan {
  return {
    keptShare: traces.keptShare ?? KEPT_SHARE[tier],
    slowMilliseconds: traces.slowMilliseconds ?? (longestPromiseMilliseconds || SLOW_MILLISECONDS),
  };
}

/** So many in each zone; on nodes without zones, so many in all. */
function spreadOver(zones: readonly string[], perZone: number): SpreadPlan {
  const domains = minimumDomains(zones.length);
  return {
    replicas: Math.max(1, zones.length) * perZone,
    overZones: zones.length > 1,
    ...(domains === undefined ? {} : { minimumDomains: domains }),
  };
}

const placeOf = ({ name, namespace }: { readonly name: string; readonly namespace: string }) => ({ name, namespace });
