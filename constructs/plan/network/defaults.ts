import type { ByTier, PlanContext } from '../context';
import type { RetentionDays } from '../retention';
import type { ZoneSlots } from './addresses';
import type { InterfaceEndpointName } from './endpoints';
import type { NetworkSpec } from './spec';

/** How private subnets reach the internet. */
export type EgressMode = NonNullable<NetworkSpec['egress']>;

/** What the address plan must hold at peak. */
export type Capacity = NonNullable<NetworkSpec['capacity']>;

/** What can be lost in development is an hour of work; a NAT gateway a zone costs as much as its nodes. */
const EGRESS: ByTier<EgressMode> = { development: 'single', staging: 'per-zone', production: 'per-zone' };

/** Room for the shipped services several times over, at about 30 pods a node. */
const CAPACITY: ByTier<Capacity> = {
  development: { pods: 200, nodes: 6 },
  staging: { pods: 1000, nodes: 40 },
  production: { pods: 3000, nodes: 100 },
};

/**
 * What a pod needs to start and to be heard: its image (`ecr.*`), its credentials (`eks-auth`, `sts`), its secrets and
 * its logs. With them a broken way out stops calls to third parties only, and image pulls, the largest flow, bypass NAT.
 * Staging has the same, because private DNS and security groups at the endpoints are what a rehearsal would find.
 */
const START_AND_BE_HEARD: readonly InterfaceEndpointName[] = [
  'ecr.api',
  'ecr.dkr',
  'eks-auth',
  'logs',
  'secretsmanager',
  'sts',
];
const INTERFACE_ENDPOINTS: ByTier<readonly InterfaceEndpointName[]> = {
  development: [],
  staging: START_AND_BE_HEARD,
  production: START_AND_BE_HEARD,
};

/** PCI DSS 10.5.1 asks for 12 months of audit history; a month covers a release in staging, a week a debugging session. */
const FLOW_LOG_RETENTION: ByTier<RetentionDays> = { development: 7, staging: 30, production: 365 };

/**
 * One record a minute shows a scan or a failover as it happened; a record of ten minutes blurs both. On Nitro instances
 * it is a minute or less in any case (VPC user guide, "Flow log basics"), so elsewhere ten minutes save on the rest.
 */
const FLOW_LOG_INTERVAL: ByTier<60 | 600> = { development: 600, staging: 600, production: 60 };

/** A spec with every default filled in. */
export interface ResolvedNetwork {
  /** How private subnets reach the internet. */
  readonly egress: EgressMode;
  /** Whether subnets have IPv6 beside IPv4. */
  readonly ipv6: boolean;
  /** For how many zones address space is set aside. */
  readonly zoneSlots: ZoneSlots;
  /** What the address plan must hold at peak. */
  readonly capacity: Capacity;
  /** Networks that this one must not overlap. */
  readonly connectedCidrs: readonly string[];
  /** The services that get an interface endpoint. */
  readonly interfaceEndpoints: readonly InterfaceEndpointName[];
  /** What is recorded, and for how long. */
  readonly flowLogs: {
    readonly retentionDays: RetentionDays;
    readonly trafficType: 'ALL' | 'ACCEPT' | 'REJECT';
    readonly intervalSeconds: 60 | 600;
  };
}

/** Fills in what a spec leaves open, by the tier of its environment. */
export function resolveNetwork(spec: NetworkSpec, { tier }: PlanContext): ResolvedNetwork {
  return {
    egress: spec.egress ?? EGRESS[tier],
    ipv6: spec.ipv6 ?? false,
    zoneSlots: spec.zoneSlots ?? 4,
    capacity: spec.capacity ?? CAPACITY[tier],
    connectedCidrs: spec.connectedCidrs ?? [],
    interfaceEndpoints: spec.interfaceEndpoints ?? INTERFACE_ENDPOINTS[tier],
    flowLogs: {
      retentionDays: spec.flowLogs?.retentionDays ?? FLOW_LOG_RETENTION[tier],
      trafficType: spec.flowLogs?.trafficType ?? 'ALL',
      intervalSeconds: FLOW_LOG_INTERVAL[tier],
    },
  };
}
