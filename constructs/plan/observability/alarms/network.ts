import { unhealthyInZone } from './entry';
import { keyOf, type AlarmCondition, type AlarmPlan, type MetricAlarmPlan } from './model';
import { metric, MINUTE } from './metrics';

/** A NAT gateway, as far as alarms need to know it. */
export interface WatchedGateway {
  /** Its id: `nat-…`; known at deployment. */
  readonly id: string;
  /** The zone that it stands in and serves; none where it serves all. */
  readonly zone?: string;
}

const DROPPED_PERCENT = 0.1;
const FEWEST_PACKETS = 100_000;

/** The key of the alarm that says that a zone has failed. */
export const zoneImpaired = (letter: string): string => keyOf({ kind: 'ZoneImpaired', of: letter });

/**
 * What is watched of the ways out, and of zones as a whole. That the way out of a zone fails and the pods of its gateway as
 * well has one cause: then only that pages.
 */
export function networkAlarms(
  gateways: readonly WatchedGateway[],
  entryZones: readonly string[],
): readonly AlarmPlan[] {
  return [
    ...gateways.flatMap((gateway) => {
      const impaired = gateway.zone === undefined || !entryZones.includes(gateway.zone) ? undefined : gateway.zone;
      return wayOut(gateway, impaired);
    }),
    ...entryZones.map((zone) =>
      entryInZone(
        zone,
        gateways.some((gateway) => gateway.zone === zone),
      ),
    ),
  ];
}

function wayOut(gateway: WatchedGateway, impaired: string | undefined): AlarmPlan[] {
  const of = gateway.zone?.slice(-1);
  const named = of === undefined ? '' : ` of zone ${of}`;
  const causes = [portsUsedUp(gateway, of), dropsPackets(gateway, of)];
  const when: AlarmCondition = { any: causes.map(keyOf) };
  const fails: AlarmPlan = {
    form: 'composite',
    kind: 'WayOutFails',
    of,
    severity: 'page',
    summary: `pods${named} do not get out to the internet`,
    when,
    ...(impaired === undefined ? {} : { unless: zoneImpaired(impaired.slice(-1)) }),
    runbook: {
      means:
        'Connections to the outside fail: to payment providers, map services, image registries, and to AWS where there is no endpoint.',
      steps: [
        'Which of the two fires? NatPortsUsedUp: one of our pods opens too many connections. NatDropsPackets: AWS.',
        'Customers notice? Shift traffic out of the zone, as ZoneImpaired says.',
      ],
    },
  };
  if (impaired === undefined) return [...causes, fails];
  const letter = impaired.slice(-1);
  return [
    ...causes,
    fails,
    {
      form: 'composite',
      kind: 'ZoneImpaired',
      of: letter,
      severity: 'page',
      summary: `zone ${letter} seems to fail, in its way out and in the pods of its gateway`,
      when: { all: [when, unhealthyInZone(letter)] },
      runbook: {
        means: 'Two things that have nothing in common but their zone fail at once. The other zones carry the load.',
        steps: [
          'AWS Health, for the region: is the zone known to be impaired?',
          'Shift traffic out of it, now; look for the reason afterwards: `aws arc-zonal-shift start-zonal-shift --resource-identifier <load balancer> --away-from <zone id> --expires-in 2h --comment <why>`. `aws ec2 describe-availability-zones --query AvailabilityZones[].[ZoneName,ZoneId]` has the id: it is not the name.',
          'Is there room in the other zones? `kubectl get nodes --label-columns topology.kubernetes.io/zone`, and PodPending.',
        ],
      },
    },
  ];
}

function portsUsedUp({ id }: WatchedGateway, of: string | undefined): MetricAlarmPlan {
  return {
    form: 'metric',
    kind: 'NatPortsUsedUp',
    of,
    severity: 'none',
    summary: `the NAT gateway${of === undefined ? '' : ` of zone ${of}`} has no port left for a connection`,
    measure: metric('AWS/NATGateway', 'ErrorPortAllocation', { NatGatewayId: id }, 'Sum', MINUTE),
    comparison: 'above',
    threshold: 0,
    unit: 'connections that were refused',
    periods: 5,
    inPeriods: 3,
    because:
      'above zero, connections fail (VPC User Guide: 55,000 at once to one destination for each address); three minutes of five are no single burst',
    missing: 'fine',
    missingBecause: 'a gateway that is gone refuses nothing, and dropped packets or services show it',
    runbook: {
      means: 'Too many connections at once to one and the same destination.',
      steps: [
        'Who? The flow logs, by source and destination: `stats count(*) by srcAddr, dstAddr`.',
        'Nearly always a client that opens a connection for each request: let it keep them.',
        'Many callers for a good reason: more addresses for the gateway, or an endpoint where the destination is AWS: `network.interfaceEndpoints`.',
      ],
    },
  };
}

function dropsPackets({ id }: WatchedGateway, of: string | undefined): MetricAlarmPlan {
  const dimensions = { NatGatewayId: id };
  return {
    form: 'metric',
    kind: 'NatDropsPackets',
    of,
    severity: 'none',
    summary: `the NAT gateway${of === undefined ? '' : ` of zone ${of}`} drops packets`,
    measure: {
      kind: 'share',
      of: metric('AWS/NATGateway', 'PacketsDropCount', dimensions, 'Sum', 5 * MINUTE),
      outOf: metric('AWS/NATGateway', 'PacketsOutToDestination', dimensions, 'Sum', 5 * MINUTE),
      ignoreUpTo: FEWEST_PACKETS,
    },
    comparison: 'above',
    threshold: DROPPED_PERCENT,
    unit: '% of packets',
    periods: 3,
    inPeriods: 3,
    because:
      'AWS calls 0.01 % a sign of trouble within the gateway (VPC User Guide, PacketsDropCount); ten times as much is worth waking somebody',
    missing: 'fine',
    missingBecause: 'what is not dropped is not counted',
    runbook: {
      means:
        'The gateway itself loses packets: AWS has trouble in this zone, or more goes through it than it carries (100 Gbit/s).',
      steps: [
        'AWS Health, for NAT gateways of the region.',
        'Traffic: `BytesOutToDestination` of the gateway; who sends it is in the flow logs.',
      ],
    },
  };
}

function entryInZone(zone: string, mayBeImpaired: boolean): AlarmPlan {
  const of = zone.slice(-1);
  return {
    form: 'composite',
    kind: 'EntryZoneUnhealthy',
    of,
    severity: 'ticket',
    summary: `pods of the gateway in zone ${of} fail their health checks`,
    when: { any: [unhealthyInZone(of)] },
    ...(mayBeImpaired ? { unless: zoneImpaired(of) } : {}),
    runbook: {
      means: 'The other pods carry on; one zone less could not be lost any more without customers noticing.',
      steps: ['As for EntryTargetsUnhealthy.'],
    },
  };
}
