import type { PlanContext } from '../plan/context';
import type { Alert } from './alerts/alert';
import { INHIBITIONS, type Inhibition } from './alerts/inhibitions';
import { platformAlerts, platformRules, provenPlatformRules, type MonitoredPlatform } from './alerts/platform/alerts';
import { provenServiceRules, serviceAlerts, serviceRules } from './alerts/service/alerts';
import type { MonitoredService } from './alerts/service/service';
import type { Dashboard } from './dashboards/dashboard';
import { platformDashboard } from './dashboards/platform';
import { serviceDashboard } from './dashboards/service';
import type { ProvenRules } from './proof/promtool';
import type { Places } from './rules/alert-rules';
import type { RuleFile } from './rules/rule';
import type { RunbookPage } from './runbooks/markdown';
import { platformRunbook } from './runbooks/platform';
import { serviceRunbook, serviceSummary } from './runbooks/service';

/** Where runbooks are, unless somebody says otherwise: a folder of the repository. */
export const RUNBOOKS = 'docs/runbooks';

/** What is watched. */
export interface MonitoringInput {
  /** The environment. */
  readonly context: PlanContext;
  /** Its services. */
  readonly services: readonly MonitoredService[];
  /** What they stand on. */
  readonly platform: MonitoredPlatform;
  /** The folder or address of the runbooks; {@link RUNBOOKS} where there is none. */
  readonly runbooks?: string;
}

/** Everything that follows from the promises of an environment's services, and from what they stand on. */
export interface MonitoringPlan {
  /** Who is called, and when: services in order, the platform last. */
  readonly alerts: readonly Alert[];
  /** The same as Prometheus reads it, with what is recorded: one file for each service, and one for the platform. */
  readonly ruleFiles: readonly RuleFile[];
  /** What is held back while its cause calls. */
  readonly inhibitions: readonly Inhibition[];
  /** One for each service, and one of everything. */
  readonly dashboards: readonly Dashboard[];
  /** One for each service, and one for the platform. */
  readonly runbooks: readonly RunbookPage[];
}

/**
 * Decides what is measured of an environment, who is called when, what they look at and what they do: pure, and from the one
 * promise of each service.
 *
 * @example
 * const { ruleFiles } = planMonitoring({ context, services: [monitoredService(spec, context, facts)], platform: { mesh: true } });
 * printRuleFile(ruleFiles[0]); // what Prometheus reads
 */
export function planMonitoring(input: MonitoringInput): MonitoringPlan {
  const { context, services, platform } = input;
  return {
    alerts: [...services.flatMap(serviceAlerts), ...platformAlerts(platform)],
    ruleFiles: planRuleFiles(input),
    inhibitions: INHIBITIONS,
    dashboards: [
      ...services.map((service) => planServiceDashboard(service, context)),
      platformDashboard(platform, context),
    ],
    runbooks: [...services.map((service) => serviceRunbook(service, context)), platformRunbook(platform, context)],
  };
}

/** The rules alone, for whoever wants nothing else: one file for each service in order, that of the platform last. */
export function planRuleFiles(input: MonitoringInput): readonly RuleFile[] {
  const { services, platform } = input;
  const places = placesOf(input);
  return [...services.map((service) => serviceRules(service, places)), platformRules(platform, places)];
}

/** The dashboard of one service, with what people must know of it first. */
export function planServiceDashboard(service: MonitoredService, context: PlanContext): Dashboard {
  return serviceDashboard(service, context, serviceSummary(service));
}

/** The same rules with the proofs that they call when they must, and only then. */
export function provenRules(input: MonitoringInput): readonly ProvenRules[] {
  const places = placesOf(input);
  return [
    ...input.services.flatMap((service) => provenServiceRules(service, places)),
    provenPlatformRules(input.platform, places),
  ];
}

function placesOf({ context, runbooks = RUNBOOKS }: MonitoringInput): Places {
  return { context, runbooks };
}
