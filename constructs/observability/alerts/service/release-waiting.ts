import { and, equal, is, matches, max, maxOverTime, type Selector } from '../../../slo/promql';
import { printDuration } from '../../../slo/promql-text';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import { holds, missing, mock } from '../../proof/series';
import type { Alert } from '../alert';
import { inPhase, labelsOf, phases, rolloutInfo, runNames, runQuery } from './rollout';
import type { MonitoredService } from './service';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How much longer than planned a release may stand still before somebody is told, in seconds. */
const PATIENCE_SECONDS = 10 * MINUTE;

/** That a release waits for somebody to decide. */
export function waitingReleaseAlerts(service: MonitoredService): readonly Alert[] {
  return [held(service), standsStill(service)];
}

/** The longest that a release stands in one place by its plan, in seconds, in whole minutes: no pause is longer than all of it. */
function plannedSeconds({ release }: MonitoredService): number {
  return Math.ceil(release.secondsToFull / MINUTE) * MINUTE + PATIENCE_SECONDS;
}

/**
 * Held for want of evidence: the Rollout is paused, and an analysis of it ended without a verdict, which was running a while
 * ago. An older run tells nothing of this release; runs stay for as long as the history that the Rollout keeps.
 */
function held(service: MonitoredService): Alert {
  const { name, namespace, release } = service;
  const alert = 'ReleaseHeld';
  const within = Math.max(HOUR, plannedSeconds(service));
  const runs = (phase: string): Selector =>
    select('analysis_run_info', [is('namespace', namespace), matches('name', runNames(service)), is('phase', phase)]);
  const unjudged = and(
    max(runs('Inconclusive'), ['namespace', 'name']),
    max(maxOverTime(runs('Running'), within), ['namespace', 'name']),
  );
  const run = { namespace, name: `${name}-7c9f5d-12-2` };
  return {
    name: alert,
    severity: 'ticket',
    service: name,
    namespace,
    condition: 'a release is paused, and its analysis found too few requests to judge by',
    expression: and(equal(inPhase(service, ['Paused']), 1), unjudged, { on: ['namespace'] }),
    forSeconds: MINUTE,
    summary: `${name}: a release waits for a person, since there were too few requests to judge it`,
    runbook: {
      means:
        `The new version of ${name} got too few requests to tell whether it keeps the promise. It has its share of requests, ` +
        'and keeps it until somebody decides. ' +
        (release.onNoEvidence === 'hold'
          ? `The service asks for that: \`onNoEvidence: 'hold'\`.`
          : `The service says \`onNoEvidence: 'abort'\`, by which it should have gone back by itself: find out why it did not.`),
      queries: [runQuery(service), { asks: 'Which phase is it in?', query: rolloutInfo(service) }],
      steps: [
        `Look for yourself: \`kubectl argo rollouts get rollout ${name} --namespace ${namespace}\`, the dashboard, the logs of the new pods.`,
        `Good: \`kubectl argo rollouts promote ${name} --namespace ${namespace}\` goes on with the next step.`,
        `Not sure: \`kubectl argo rollouts abort ${name} --namespace ${namespace}\` goes back.`,
        'Next time, stay longer at the share, take a larger one, or name a load job: `npx bulkhead rollout` says how long would do.',
      ],
    },
    proofs: () => [
      {
        title: 'an analysis ends without a verdict, and a person promotes',
        series: [
          ...phases(service, ['Paused', 30 * MINUTE], ['Progressing', 20 * MINUTE]),
          mock('analysis_run_info', { ...run, phase: 'Running' }, holds(10 * MINUTE, 1), missing(40 * MINUTE)),
          mock('analysis_run_info', { ...run, phase: 'Inconclusive' }, missing(10 * MINUTE), holds(40 * MINUTE, 1)),
        ],
        expected: [
          silent(alert, 8 * MINUTE),
          silent(alert, 10 * MINUTE),
          fires(alert, 12 * MINUTE, labelsOf(service)),
          silent(alert, 37 * MINUTE),
        ],
      },
      {
        title: 'a later release waits as planned, and the run of an earlier one is still there',
        series: [
          ...phases(service, ['Completed', 3 * within], ['Paused', 30 * MINUTE]),
          mock('analysis_run_info', { ...run, phase: 'Running' }, holds(10 * MINUTE, 1), missing(3 * within)),
          mock('analysis_run_info', { ...run, phase: 'Inconclusive' }, missing(10 * MINUTE), holds(3 * within, 1)),
        ],
        expected: [silent(alert, 3 * within + 20 * MINUTE)],
      },
      {
        title: 'this service waits as planned, and the analysis of another in its namespace found too little',
        series: [
          ...phases(service, ['Paused', 30 * MINUTE]),
          ...['Running', 'Inconclusive'].map((phase) =>
            mock('analysis_run_info', { ...run, name: `${name}-batch-7c9f5d-12-2`, phase }, holds(30 * MINUTE, 1)),
          ),
        ],
        expected: [silent(alert, 25 * MINUTE)],
      },
      {
        title: 'an analysis succeeds while the release waits as planned',
        series: [
          ...phases(service, ['Paused', 30 * MINUTE]),
          mock('analysis_run_info', { ...run, phase: 'Running' }, holds(10 * MINUTE, 1), missing(20 * MINUTE)),
          mock('analysis_run_info', { ...run, phase: 'Successful' }, missing(10 * MINUTE), holds(20 * MINUTE, 1)),
        ],
        expected: [silent(alert, 25 * MINUTE)],
      },
    ],
  };
}

/**
 * Paused for longer than the whole release takes. The controller does not say why a Rollout is paused, and a pause of its plan
 * looks no different; but none of them is as long as all of it.
 */
function standsStill(service: MonitoredService): Alert {
  const { name, namespace, release } = service;
  const alert = 'ReleaseStandsStill';
  const forSeconds = plannedSeconds(service);
  return {
    name: alert,
    severity: 'ticket',
    service: name,
    namespace,
    condition: 'a release has been paused for longer than all of it should take',
    expression: equal(inPhase(service, ['Paused']), 1),
    forSeconds,
    summary: `${name}: a release has been standing still for ${printDuration(forSeconds)}`,
    runbook: {
      means:
        `A release of ${name} that goes well takes ${printDuration(Math.max(MINUTE, forSeconds - PATIENCE_SECONDS))}, and this one has not moved for longer. ` +
        (release.waitsForPeople > 0
          ? 'Its plan has a step that waits for a person.'
          : 'Its plan waits for nobody: somebody paused it, or it was held for want of evidence.') +
        ' Two versions serve at once for as long.',
      queries: [{ asks: 'Which phase is it in?', query: rolloutInfo(service) }, runQuery(service)],
      steps: [
        `Where does it stand? \`kubectl argo rollouts get rollout ${name} --namespace ${namespace}\`.`,
        `Decide: \`kubectl argo rollouts promote ${name} --namespace ${namespace}\`, or \`kubectl argo rollouts abort ${name} --namespace ${namespace}\`.`,
      ],
    },
    proofs: () => [
      {
        title: 'nobody decides, and then somebody does',
        series: phases(service, ['Paused', forSeconds + 30 * MINUTE], ['Completed', 20 * MINUTE]),
        expected: [
          silent(alert, forSeconds - 5 * MINUTE),
          fires(alert, forSeconds + 5 * MINUTE, labelsOf(service)),
          silent(alert, forSeconds + 37 * MINUTE),
        ],
      },
      {
        title: 'each pause is as planned',
        series: phases(
          service,
          ['Paused', forSeconds - 5 * MINUTE],
          ['Progressing', 10 * MINUTE],
          ['Paused', forSeconds - 5 * MINUTE],
        ),
        expected: [silent(alert, forSeconds), silent(alert, 2 * forSeconds - 2 * MINUTE)],
      },
    ],
  };
}
