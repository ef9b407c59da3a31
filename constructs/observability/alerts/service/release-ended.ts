import { equal, is, max } from '../../../slo/promql';
import { select } from '../../catalogue/catalogue';
import { fires, silent } from '../../proof/proof';
import type { Alert } from '../alert';
import { inPhase, labelsOf, phases, rolloutInfo, runQuery } from './rollout';
import type { MonitoredService } from './service';

const MINUTE = 60;

/** That a release ended otherwise than it should. */
export function endedReleaseAlerts(service: MonitoredService): readonly Alert[] {
  return [aborted(service), failed(service)];
}

function aborted(service: MonitoredService): Alert {
  const { name, namespace } = service;
  const alert = 'ReleaseAborted';
  return {
    name: alert,
    severity: 'ticket',
    service: name,
    namespace,
    condition: 'a release was taken back, and nothing has been released since',
    expression: equal(inPhase(service, ['Abort']), 1),
    forSeconds: MINUTE,
    summary: `${name}: a release was taken back`,
    runbook: {
      means:
        `A new version of ${name} broke its promise, or could not be judged, and all requests went back to the old version. ` +
        'Users have what they had before. What git asks for is not what runs.',
      queries: [{ asks: 'Which phase is it in?', query: rolloutInfo(service) }, runQuery(service)],
      steps: [
        `Why? \`kubectl argo rollouts get rollout ${name} --namespace ${namespace}\`, then \`kubectl describe analysisrun --namespace ${namespace}\` of the run that failed: its measurements and its message.`,
        '“evidence” failed: there were too few requests. Release at a busier hour, or name a load job.',
        `Mend it and release anew, or take the change back in git. \`kubectl argo rollouts retry rollout ${name} --namespace ${namespace}\` tries the same version again.`,
      ],
    },
    proofs: () => [
      {
        title: 'a release is aborted, and the next one goes through',
        series: phases(service, ['Progressing', 10 * MINUTE], ['Abort', 20 * MINUTE], ['Completed', 20 * MINUTE]),
        expected: [
          silent(alert, 9 * MINUTE),
          silent(alert, 10 * MINUTE),
          fires(alert, 12 * MINUTE, labelsOf(service)),
          fires(alert, 28 * MINUTE, labelsOf(service)),
          silent(alert, 37 * MINUTE),
        ],
      },
      {
        title: 'another service is aborted, and this one releases',
        series: [
          ...phases(service, ['Progressing', 20 * MINUTE]),
          ...phases({ ...service, name: `${name}-batch` }, ['Abort', 20 * MINUTE]),
        ],
        expected: [silent(alert, 15 * MINUTE)],
      },
    ],
  };
}

function failed(service: MonitoredService): Alert {
  const { name, namespace } = service;
  const alert = 'ReleaseFailed';
  return {
    name: alert,
    severity: 'ticket',
    service: name,
    namespace,
    condition: 'the controller refuses the Rollout, fails at it, or has waited too long for its pods',
    expression: equal(inPhase(service, ['InvalidSpec', 'Error', 'Timeout']), 1),
    forSeconds: 5 * MINUTE,
    summary: `${name}: its release does not come to an end`,
    runbook: {
      means: `Argo Rollouts cannot do what the Rollout of ${name} says: it is not valid, pods cannot be made, or they do not become ready in time. The old version goes on serving.`,
      queries: [
        { asks: 'InvalidSpec, Error or Timeout?', query: rolloutInfo(service) },
        {
          asks: 'How many pods are missing?',
          query: max(select('rollout_info_replicas_unavailable', [is('namespace', namespace), is('name', name)])),
        },
      ],
      steps: [
        `What does it say? \`kubectl argo rollouts get rollout ${name} --namespace ${namespace}\`: its message.`,
        'InvalidSpec: `npm start` refuses what Kubernetes took; was the Rollout changed by hand?',
        `Timeout: \`kubectl get pods --namespace ${namespace}\` and \`kubectl describe pod\`: image, quota, room on the nodes, readiness.`,
        `Go back: \`kubectl argo rollouts abort ${name} --namespace ${namespace}\`.`,
      ],
    },
    proofs: () => [
      {
        title: 'pods do not come in time, and then they do',
        series: phases(service, ['Progressing', 10 * MINUTE], ['Timeout', 20 * MINUTE], ['Completed', 20 * MINUTE]),
        expected: [
          silent(alert, 9 * MINUTE),
          silent(alert, 13 * MINUTE),
          fires(alert, 17 * MINUTE, labelsOf(service)),
          silent(alert, 37 * MINUTE),
        ],
      },
      {
        title: 'the Rollout is not valid',
        series: phases(service, ['InvalidSpec', 20 * MINUTE]),
        expected: [fires(alert, 7 * MINUTE, labelsOf(service))],
      },
      {
        title: 'a release waits as planned',
        series: phases(service, ['Paused', 20 * MINUTE]),
        expected: [silent(alert, 15 * MINUTE)],
      },
    ],
  };
}
