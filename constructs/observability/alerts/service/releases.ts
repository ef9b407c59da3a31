import type { Alert } from '../alert';
import { endedReleaseAlerts } from './release-ended';
import { waitingReleaseAlerts } from './release-waiting';
import type { MonitoredService } from './service';

/** That a release needs somebody. None of these pages: where users are hurt, the alerts on the promise do. */
export function releaseAlerts(service: MonitoredService): readonly Alert[] {
  return [...endedReleaseAlerts(service), ...waitingReleaseAlerts(service)];
}
