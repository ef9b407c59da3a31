import type { PlanContext } from '../context';
import type { Problem } from '../problem';
import { cidrProblems, connectedProblems, sizeProblems } from './address-rules';
import { MOST_PODS_PER_NODE } from './capacity';
import { resolveNetwork, type ResolvedNetwork } from './defaults';
import type { NetworkSpec } from './spec';
import { zoneIndex, zoneLetter, zoneRegion } from '../zones';

/** What is wrong with a network of the right shape. Fields are relative to the network's section. */
export function networkProblems(spec: NetworkSpec, context: PlanContext): Problem[] {
  const resolved = resolveNetwork(spec, context);
  return [
    ...zoneProblems(spec.zones, resolved, context.region),
    ...cidrProblems(spec.cidr),
    ...connectedProblems(spec.cidr, resolved.connectedCidrs),
    ...sizeProblems(spec, resolved),
    ...capacityProblems(resolved),
    ...egressProblems(resolved, context),
    ...endpointProblems(resolved),
  ];
}

function zoneProblems(zones: readonly string[], { zoneSlots }: ResolvedNetwork, region: string): Problem[] {
  const few: Problem[] =
    new Set(zones).size >= 2
      ? []
      : [
          {
            field: 'zones',
            value: zones,
            reason: 'a network in fewer than two zones cannot lose one',
            remedy: `name at least two, three for production, as in ['${region}a', '${region}b', '${region}c']`,
          },
        ];
  return [...few, ...zones.flatMap((zone, index) => oneZoneProblems(zones, index, zone, zoneSlots, region))];
}

function oneZoneProblems(
  zones: readonly string[],
  index: number,
  zone: string,
  slots: number,
  region: string,
): Problem[] {
  const problem = (reason: string, remedy: string): Problem[] => [
    { field: `zones[${index}]`, value: zone, reason, remedy },
  ];
  const lies = zoneRegion(zone);
  if (lies === undefined) {
    return problem(
      'not the name of an availability zone; local and Wavelength zones and zone ids are none',
      `write a name such as '${region}a'; edge zones have neither EKS control planes nor Aurora`,
    );
  }
  if (lies !== region)
    return problem(`the zone lies in ${lies}, the environment in ${region}`, `name a zone of ${region}`);
  if (zones.indexOf(zone) < index) return problem('the zone is named twice', 'name each zone once');
  if (zoneIndex(zone) < slots) return [];
  const last = String.fromCharCode('a'.charCodeAt(0) + slots - 1);
  return problem(
    `addresses are set aside for the zones a to ${last} (zoneSlots: ${slots}), not for ${zoneLetter(zone)}`,
    slots < 8 && zoneIndex(zone) < 8
      ? 'set zoneSlots: 8 before the first deployment (later it moves every subnet), or choose a zone up to ' + last
      : `choose a zone up to ${last}`,
  );
}

function capacityProblems({ capacity }: ResolvedNetwork): Problem[] {
  const { pods, nodes } = capacity;
  if (pods <= nodes * MOST_PODS_PER_NODE) return [];
  return [
    {
      field: 'capacity.nodes',
      value: nodes,
      reason: `${pods} pods on ${nodes} nodes are more than the ${MOST_PODS_PER_NODE} a node that EKS recommends at most`,
      remedy: `plan at least ${Math.ceil(pods / MOST_PODS_PER_NODE)} nodes; about 30 pods a node is usual`,
    },
  ];
}

function egressProblems({ egress }: ResolvedNetwork, { tier }: PlanContext): Problem[] {
  if (egress !== 'single' || tier !== 'production') return [];
  return [
    {
      field: 'egress',
      value: egress,
      reason: 'one NAT gateway stands in one zone: when that zone is lost, no zone has a way out',
      remedy: "use 'per-zone', or 'regional'",
    },
  ];
}

function endpointProblems({ interfaceEndpoints }: ResolvedNetwork): Problem[] {
  return interfaceEndpoints.flatMap((name, index) =>
    interfaceEndpoints.indexOf(name) === index
      ? []
      : [
          {
            field: `interfaceEndpoints[${index}]`,
            value: name,
            reason: 'the endpoint is named twice, and its DNS name can exist once',
            remedy: 'name each endpoint once',
          },
        ],
  );
}
