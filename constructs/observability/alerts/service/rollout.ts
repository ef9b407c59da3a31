import { is, isOneOf, matches, max, type Vector } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { holds, missing, mock, type MockSeries, type Stretch } from '../../proof/series';
import type { Alert } from '../alert';
import type { MonitoredService } from './service';

/** Whether the Rollout is in one of these phases. Both replicas of the controller report it. */
export function inPhase({ name, namespace }: MonitoredService, phases: readonly string[]): Vector {
  return max(select('rollout_info', [is('namespace', namespace), is('name', name), isOneOf('phase', phases)]), [
    'namespace',
    'name',
  ]);
}

/** What the series of the Rollout carry, beside what the rule gives. */
export const labelsOf = ({ name }: MonitoredService): Readonly<Record<string, string>> => ({ name });

/** Which phase the Rollout is in. */
export function rolloutInfo({ name, namespace }: MonitoredService): Vector {
  return max(select('rollout_info', [is('namespace', namespace), is('name', name)]), ['phase', 'strategy']);
}

/**
 * What its analyses are called: by the Rollout, the hash of the version, the revision and, but for a background run, a step or
 * kind; a second of the same name gets a number (argo-rollouts v1.9.1, rollout/analysis.go, `newAnalysisRunFromRollout`, and
 * utils/analysis/helpers.go, `CreateWithCollisionCounter`). So `trip` does not answer for `trip-batch`.
 */
export const runNames = ({ name }: Pick<MonitoredService, 'name'>): string =>
  `${name}-[0-9a-z]+-[0-9]+(-[0-9a-z]+)?([.][0-9]+)?`;

/** How its analyses ended, as a question for a person. */
export function runQuery(service: MonitoredService): Alert['runbook']['queries'][number] {
  return {
    asks: 'How did its analyses end?',
    query: max(select('analysis_run_info', [is('namespace', service.namespace), matches('name', runNames(service))]), [
      'name',
      'phase',
    ]),
  };
}

/** A Rollout that goes through phases, as both replicas of the controller report it: one series for each phase. */
export function phases(
  { name, namespace }: MonitoredService,
  ...course: readonly (readonly [phase: string, seconds: number])[]
): readonly MockSeries[] {
  const all = [...new Set(course.map(([phase]) => phase))];
  return ['argo-rollouts-a', 'argo-rollouts-b'].flatMap((pod) =>
    all.map((phase) =>
      mock(
        'rollout_info',
        { namespace, name, phase, pod, strategy: 'canary' },
        ...course.map(([each, seconds]): Stretch => (each === phase ? holds(seconds, 1) : missing(seconds))),
      ),
    ),
  );
}
