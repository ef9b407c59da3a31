import { ruleGroup, type Places } from '../../rules/alert-rules';
import type { ProvenRules } from '../../proof/promtool';
import type { RuleFile, RuleGroup } from '../../rules/rule';
import { PLATFORM_SERVICE, type Alert } from '../alert';
import { capacityAlerts } from './capacity';
import { controllerAlerts } from './controllers';
import { meshAlerts } from './mesh';
import { nodeAlerts } from './nodes';
import { podAlerts } from './pods';
import { rolloutsAlerts } from './releases';
import { telemetryAlerts } from './telemetry';

/** What a platform consists of, as far as whoever watches it needs to know. */
export interface MonitoredPlatform {
  /** Whether there is a service mesh. */
  readonly mesh: boolean;
}

/** Everything that calls somebody about the platform itself. */
export function platformAlerts(platform: MonitoredPlatform): readonly Alert[] {
  return Object.values(topics(platform)).flat();
}

/** Who is called about the platform, and when. */
export function platformRules(platform: MonitoredPlatform, places: Places): RuleFile {
  const groups = Object.entries(topics(platform)).map(([topic, alerts]): RuleGroup =>
    ruleGroup(`${PLATFORM_SERVICE}-${topic}`, [], alerts, places),
  );
  return { name: PLATFORM_SERVICE, groups };
}

/** The rules of the platform with their proofs. */
export function provenPlatformRules(platform: MonitoredPlatform, places: Places): ProvenRules {
  return {
    ...platformRules(platform, places),
    proofs: platformAlerts(platform).flatMap(({ proofs }) => proofs()),
  };
}

function topics({ mesh }: MonitoredPlatform): Readonly<Record<string, readonly Alert[]>> {
  return {
    telemetry: telemetryAlerts(),
    nodes: nodeAlerts(),
    pods: [...podAlerts(), ...controllerAlerts()],
    capacity: capacityAlerts(),
    ...(mesh ? { mesh: meshAlerts() } : {}),
    releases: rolloutsAlerts(),
  };
}
