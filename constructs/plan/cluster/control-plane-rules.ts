import type { Problem } from '../problem';
import type { ClusterSpec } from './spec';

/** What is wrong between the zones of a control plane and those of the network that it stands in. */
export function controlPlaneZonesProblems(spec: ClusterSpec, zones: readonly string[]): Problem[] {
  return (spec.controlPlaneZones ?? []).flatMap((zone, index) =>
    zones.includes(zone)
      ? []
      : [
          {
            field: `controlPlaneZones[${index}]`,
            value: zone,
            reason: 'the network has no such zone, and the control plane stands in private subnets of the network',
            remedy: `use zones of the network: ${zones.join(', ')}; a zone that a cluster was made in has to stay in both`,
          },
        ],
  );
}

/** What is wrong with the zones of a control plane by themselves. */
export function repeatedZoneProblems({ controlPlaneZones = [] }: ClusterSpec): Problem[] {
  return controlPlaneZones.flatMap((zone, index) =>
    controlPlaneZones.indexOf(zone) === index
      ? []
      : [
          {
            field: `controlPlaneZones[${index}]`,
            value: zone,
            reason: 'the zone is listed twice, and a control plane has its network interfaces in two zones at least',
            remedy: 'name each zone once',
          },
        ],
  );
}
