import { describeStrategy } from '../../../constructs/delivery/describe';
import { worstCase } from '../../../constructs/delivery/exposure';
import { timelineOf } from '../../../constructs/delivery/timeline';
import type { ServicePlan } from '../../../constructs/plan/service/plan';
import type { CheckResult } from '../../checks/run';
import type { RenderedPlatform } from '../../checks/subject';
import type { Application } from '../../charts/application';
import type { ServiceApplication } from '../../charts/services';

/** One service in the report. */
export interface ServiceReport {
  readonly environment: string;
  readonly service: string;
  /** `canary 5, 25, 50 %` */
  readonly strategy: string;
  /** What divides its requests between two versions: `istio`. */
  readonly router: string;
  /** How long a release takes that nothing stops, in seconds. */
  readonly secondsToFull: number;
  /**
   * The share of all requests, times the time, that a version reaches which turns bad at the worst of all moments at which
   * the release still stops it, in seconds; `null` when nothing stops it.
   */
  readonly badShareSeconds: number | null;
  /** `fail` when a check has found an error in it. */
  readonly verdict: 'pass' | 'fail';
}

/** The services of an environment, in the order in which it names them. */
export function serviceReports(
  { environment, applications }: RenderedPlatform,
  checks: readonly CheckResult[],
): readonly ServiceReport[] {
  return applications.filter(isService).map(({ name, plan }) => ({
    environment: environment.name,
    service: name,
    ...releaseOf(plan),
    verdict: isFailing(environment.name, name, checks) ? 'fail' : 'pass',
  }));
}

const isService = (application: Application): application is ServiceApplication => 'plan' in application;

function releaseOf({ strategy, router }: ServicePlan): Omit<ServiceReport, 'environment' | 'service' | 'verdict'> {
  return {
    strategy: describeStrategy(strategy),
    router: router.kind,
    secondsToFull: timelineOf(strategy).secondsToFull,
    badShareSeconds: worstCase(strategy).atWorst?.shareSeconds ?? null,
  };
}

/** A finding about an object names its application before it: `payment: Rollout payment/payment`. */
function isFailing(environment: string, application: string, checks: readonly CheckResult[]): boolean {
  return checks
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ findings }) => findings)
    .some(
      (finding) => finding.environment === environment && finding.resource?.startsWith(`${application}: `) === true,
    );
}
