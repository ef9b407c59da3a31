import { physicalName, type PlanContext } from '../context';
import { ANYWHERE, clientBlock, type ClientBlock } from './clients';
import {
  CLIENT_KEEP_ALIVE_SECONDS,
  GATEWAY_PORTS,
  GATEWAY_SERVICE,
  IDLE_SECONDS,
  STRICT_TRANSPORT_SECURITY,
  TIER_DEFAULTS,
} from './defaults';
import { gatewayDrain } from './drain';
import { planFirewall } from './firewall';
import { STRIPPED_REQUEST_HEADERS } from './headers';
import type { CertificatePlan, EdgePlan, GatewayPlan, ListenerPlan, LogsPlan, RecordPlan, ZonesPlan } from './model';
import type { EdgeSpec } from './spec';
import { planTargetGroup } from './target-group';

export type { EdgePlan } from './model';

/** What an edge leads to. */
export interface EdgeFacts {
  /** The name of the cluster that the gateway runs in: `bulkhead-prod`. */
  readonly clusterName: string;
}

/** Decides an edge: pure, and the same for every renderer. The spec must have been checked. */
export function planEdge(spec: EdgeSpec, context: PlanContext, { clusterName }: EdgeFacts): EdgePlan {
  const name = physicalName(context, 'edge');
  const { tier } = context;
  const { domain } = spec;
  const scheme = spec.scheme ?? 'internet-facing';
  const ipv6 = spec.ipv6 ?? false;
  const subnets = scheme === 'internet-facing' ? 'public' : 'private';
  const idleSeconds = spec.timeouts?.idleSeconds ?? IDLE_SECONDS;
  const gateway = planGateway(spec, idleSeconds, subnets);
  const firewall = spec.firewall === 'none' ? undefined : planFirewall(spec.firewall ?? {}, context);
  return {
    name,
    scheme,
    ipv6,
    subnets,
    domain: domain?.name,
    certificate: planCertificate(domain),
    records: planRecords(domain, ipv6),
    listeners: planListeners(spec),
    clients: planClients(spec, ipv6),
    connections: {
      idleSeconds,
      clientKeepAliveSeconds: spec.timeouts?.clientKeepAliveSeconds ?? CLIENT_KEEP_ALIVE_SECONDS,
      http2: true,
      dropInvalidHeaders: true,
      // Not the strictest: that also refuses what is unusual and harmless, such as a GET that says it has no body.
      desyncMitigation: 'defensive',
      forwardedFor: 'append',
      whenFirewallUnreachable: firewall?.whenUnreachable ?? 'refuse',
      serverHeader: false,
    },
    zones: ZONES,
    targetGroup: planTargetGroup(spec, context, gateway, clusterName),
    gateway,
    firewall,
    logs: planLogs(spec, context),
    deletionProtection: spec.deletionProtection ?? TIER_DEFAULTS.deletionProtection[tier],
    tags: { Name: name },
  };
}

/**
 * Across zones. A zone has a pod or two of the gateway, and for a moment none while they are replaced: sent within the zone
 * only, its clients would get errors for as long as DNS remembers it. A zonal shift works either way, and across zones it
 * keeps requests from the pods of the zone too (AWS, "Using cross-zone load balancing with zonal shift").
 *
 * One healthy pod is the least, for both: across zones the count is that of all zones together (ELB user guide, "Target
 * group health"), so a higher one would declare every zone unhealthy at once, or send requests to dead pods, just when
 * there are few.
 */
const ZONES: ZonesPlan = { crossZone: true, zonalShift: true, leastHealthyForDns: 1, leastHealthyForRouting: 1 };

/**
 * What ELB recommends ("Security policies for your Application Load Balancer"): PQ adds a key exchange that a quantum
 * computer does not break to the classical one, and Res leaves out the CBC ciphers of TLS 1.2.
 */
const TLS_POLICIES: Readonly<Record<NonNullable<EdgeSpec['oldestTls']>, string>> = {
  '1.2': 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  '1.3': 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
};

const HTTP = 80;
const HTTPS = 443;

function planListeners({ domain, oldestTls = '1.2' }: EdgeSpec): ListenerPlan[] {
  if (domain === undefined) return [{ kind: 'plain', port: HTTP }];
  return [
    { kind: 'redirect', port: HTTP, toPort: HTTPS, status: 301 },
    {
      kind: 'tls',
      port: HTTPS,
      policy: TLS_POLICIES[oldestTls],
      strictTransportSecurity: STRICT_TRANSPORT_SECURITY,
    },
  ];
}

/** The hosted zone that the name's records go into; none where somebody else keeps the name. */
function hostedZoneId(domain: EdgeSpec['domain']): string | undefined {
  return domain === undefined || domain.zone === 'elsewhere' ? undefined : domain.zone.id;
}

function planCertificate(domain: EdgeSpec['domain']): CertificatePlan | undefined {
  if (domain === undefined) return undefined;
  if (domain.certificateArn !== undefined) return { kind: 'given', arn: domain.certificateArn };
  const zoneId = hostedZoneId(domain);
  return zoneId === undefined ? undefined : { kind: 'issued', name: domain.name, zoneId };
}

function planRecords(domain: EdgeSpec['domain'], ipv6: boolean): RecordPlan[] {
  const zoneId = hostedZoneId(domain);
  if (domain === undefined || zoneId === undefined) return [];
  const types: readonly RecordPlan['type'][] = ipv6 ? ['A', 'AAAA'] : ['A'];
  return types.map((type) => ({ name: domain.name, type, zoneId }));
}

function planClients({ clients }: EdgeSpec, ipv6: boolean): ClientBlock[] {
  if (clients === undefined) return ANYWHERE.filter(({ ipVersion }) => ipv6 || ipVersion === 4);
  return clients.flatMap((text) => clientBlock(text) ?? []);
}

function planGateway(
  { gateway, timeouts, firewall }: EdgeSpec,
  idleSeconds: number,
  admitsFrom: GatewayPlan['admitsFrom'],
): GatewayPlan {
  const rateLimit = firewall === undefined || firewall === 'none' ? undefined : firewall.rateLimit;
  const behindProxy = typeof rateLimit === 'object' && rateLimit.clientAddressHeader !== undefined;
  return {
    namespace: gateway?.namespace ?? GATEWAY_SERVICE.namespace,
    service: gateway?.service ?? GATEWAY_SERVICE.name,
    ports: {
      http: gateway?.httpPort ?? GATEWAY_PORTS.http,
      health: gateway?.healthPort ?? GATEWAY_PORTS.health,
    },
    drain: gatewayDrain(timeouts?.drainSeconds ?? idleSeconds),
    longerIdleThanSeconds: idleSeconds,
    trustedProxies: behindProxy ? 2 : 1,
    strippedHeaders: STRIPPED_REQUEST_HEADERS.map((header) => header.name),
    admitsFrom,
  };
}

/** Where a bucket is wanted although the tier has none. */
const LOG_RETENTION_DAYS = 30;

function planLogs({ logs }: EdgeSpec, { tier }: PlanContext): LogsPlan | undefined {
  const byTier = TIER_DEFAULTS.logs[tier];
  if (logs === 'none' || (logs === undefined && byTier === 'none')) return undefined;
  return {
    retentionDays: logs?.retentionDays ?? (byTier === 'none' ? LOG_RETENTION_DAYS : byTier),
    prefixes: { access: 'access', connections: 'connections', healthChecks: 'health-checks' },
    retain: true,
  };
}
