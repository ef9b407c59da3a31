import type { Alert } from '../alert';
import { collectionAlerts } from './collection';
import { exportAlerts } from './exports';
import { storeAlerts } from './metrics-store';

/** What can be wrong with what sees everything else: an alert that nobody measures for is no alert. */
export function telemetryAlerts(): readonly Alert[] {
  return [...storeAlerts(), ...collectionAlerts(), ...exportAlerts()];
}
