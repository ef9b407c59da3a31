import type { Alert } from '../alert';
import { certificateAlerts } from './mesh-certificates';
import { configurationAlerts } from './mesh-configuration';
import { meshPodAlerts } from './mesh-pods';

/** What can be wrong with the mesh and the gateway that leads into it. */
export function meshAlerts(): readonly Alert[] {
  return [...meshPodAlerts(), ...configurationAlerts(), ...certificateAlerts()];
}
