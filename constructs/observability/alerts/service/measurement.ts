import { above, and, atLeast, averageOverTime, is, sum, type Vector } from '../../../slo/promql';
import { unmeasuredQuery, requestRateQuery } from '../../../slo/queries';
import { select } from '../../catalogue/catalogue';
import { fires, silent, type Proof } from '../../proof/proof';
import { requestSeries } from '../../proof/requests';
import { holds } from '../../proof/series';
import type { Alert } from '../alert';
import { FEWEST_REQUESTS } from './burn-rate';
import { BASE_WINDOW_SECONDS, recordedRate } from './recordings';
import { healthyPods, noHealthyPods, pods } from './healthy-pods';
import type { MonitoredService } from './service';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** How far back a service must have been measured to have vanished, in seconds. After that the ticket is left. */
const VANISHED_WITHIN_SECONDS = HOUR;

/** How soon somebody is called at the earliest, in seconds, and at the latest: the hour of being measured must not be over. */
const VANISHED_FOR_SECONDS = { least: 5 * MINUTE, most: 30 * MINUTE } as const;

/**
 * How long nothing must be counted before that is no accident, in seconds. New pods have no series before their first request:
 * where few come, a release or a lost node is followed by a silence that means nothing. So it lasts as long as it usually takes
 * for the requests by which anybody is called.
 */
function vanishedForSeconds({ slo }: MonitoredService): number {
  const { least, most } = VANISHED_FOR_SECONDS;
  const usual = Math.ceil(FEWEST_REQUESTS / slo.requestsPerSecond / MINUTE) * MINUTE;
  return Math.min(most, Math.max(least, usual));
}

/**
 * The requests that should have come meanwhile, at the pace of the last hour, for their absence to be no accident: half of what
 * the wait is made for, since a promise is written for the day, and nights are quieter.
 */
const FEWEST_MISSED = FEWEST_REQUESTS / 2;

/** Everything belongs together, whatever its labels. */
const ANYWAY = { on: [] } as const;

/** That a service can be seen at all: silence is not health, and no budget burns where nothing is counted. */
export function measurementAlerts(service: MonitoredService): readonly Alert[] {
  return [vanished(service), unmeasured(service), noHealthyPods(service)];
}

/** No series of requests, though pods are ready. The labels that `absent` makes up are taken away. */
function silentThoughUp(service: MonitoredService): Vector {
  const { source, name, namespace } = service;
  return and(sum(unmeasuredQuery(source, { service: name, namespace })), above(healthyPods(service), 0), ANYWAY);
}

function vanished(service: MonitoredService): Alert {
  const { name, namespace } = service;
  return {
    name: 'RequestsVanished',
    severity: 'page',
    service: name,
    namespace,
    condition: 'requests came all the time within the last hour, and none are counted any more, though pods are ready',
    expression: and(
      silentThoughUp(service),
      // Minutes that were not recorded do not count: the pace stays what it was while nothing is counted any more.
      atLeast(
        averageOverTime(recordedRate(service, 'availability'), VANISHED_WITHIN_SECONDS),
        Number((FEWEST_MISSED / vanishedForSeconds(service)).toPrecision(3)),
      ),
      ANYWAY,
    ),
    forSeconds: vanishedForSeconds(service),
    summary: `${name}: nothing is measured any more, though its pods are ready`,
    runbook: {
      means:
        `Nobody counts requests to ${name} any more. Either none reach it, or whoever counts is gone: until this is ` +
        'mended, no alert on its promise can fire. Users may have an outage that nothing else will tell of.',
      queries: unmeasuredQueries(service),
      steps: unmeasuredSteps(service),
    },
    proofs: () => [
      ...vanishingProofs(service, 'RequestsVanished'),
      {
        title: 'requests that were never measured have not vanished',
        series: pods(service, 3, holds(HOUR, 3)),
        expected: [silent('RequestsVanished', 50 * MINUTE)],
      },
      {
        title: 'all pods are new in a quiet night, and nobody calls them',
        series: [
          ...requestSeries(service, [
            { seconds: HOUR, perSecond: FEWEST_MISSED / 2 / vanishedForSeconds(service) },
            { seconds: HOUR },
          ]),
          ...pods(service, 3, holds(2 * HOUR, 3)),
        ],
        expected: [60, 75, 90, 105, 118].map((minutes) => silent('RequestsVanished', minutes * MINUTE)),
      },
      {
        title: 'all pods are new, after an hour in which nobody called the old ones',
        series: [
          ...requestSeries(service, [{ seconds: HOUR, perSecond: 0 }, { seconds: HOUR }]),
          ...pods(service, 3, holds(2 * HOUR, 3)),
        ],
        expected: [60, 75, 90, 105, 118].map((minutes) => silent('RequestsVanished', minutes * MINUTE)),
      },
    ],
  };
}

function unmeasured(service: MonitoredService): Alert {
  const { name, namespace } = service;
  const alert = 'RequestsUnmeasured';
  return {
    name: alert,
    severity: 'ticket',
    service: name,
    namespace,
    condition: 'no requests are counted at all, though pods are ready',
    expression: silentThoughUp(service),
    forSeconds: HOUR,
    summary: `${name}: its promise is not measured`,
    runbook: {
      means:
        `${name} has pods that are ready, and no series of requests. A service that nobody has called yet looks like this; ` +
        'so does one whose metrics are not collected. Its promise cannot be kept or broken until it is measured.',
      queries: unmeasuredQueries(service),
      steps: unmeasuredSteps(service),
    },
    proofs: () => [
      {
        title: 'pods that are ready, and never a request',
        series: pods(service, 3, holds(2 * HOUR, 3)),
        expected: [silent(alert, 55 * MINUTE), fires(alert, 65 * MINUTE)],
      },
      {
        title: 'requests are counted',
        series: [
          ...pods(service, 3, holds(2 * HOUR, 3)),
          ...requestSeries(service, [{ seconds: 2 * HOUR, perSecond: 1 }]),
        ],
        expected: [silent(alert, 115 * MINUTE)],
      },
      {
        title: 'no pods, no requests',
        series: pods(service, 3, holds(2 * HOUR, 0)),
        expected: [silent(alert, 115 * MINUTE)],
      },
    ],
  };
}

/** Requests, then none at all: what the alerts on measurement say, with pods and without. */
function vanishingProofs(service: MonitoredService, alert: string): readonly Proof[] {
  const requests = requestSeries(service, [{ seconds: 20 * MINUTE, perSecond: 5 }, { seconds: 90 * MINUTE }]);
  // A series is taken for there until five minutes after its last sample, and then the wait begins.
  const due = 25 * MINUTE + vanishedForSeconds(service);
  return [
    {
      title: 'the series vanish while pods are ready',
      series: [...requests, ...pods(service, 3, holds(110 * MINUTE, 3))],
      expected: [
        silent(alert, 18 * MINUTE),
        silent(alert, due - 3 * MINUTE),
        fires(alert, due + 2 * MINUTE),
        // What has been gone for longer than an hour is left to the ticket.
        silent(alert, 100 * MINUTE),
        fires('RequestsUnmeasured', 100 * MINUTE),
      ],
    },
    {
      title: 'the series vanish with the pods',
      series: [...requests, ...pods(service, 3, holds(20 * MINUTE, 3), holds(90 * MINUTE, 0))],
      expected: [silent(alert, due + 2 * MINUTE), silent(alert, 60 * MINUTE)],
    },
    {
      title: 'the series vanish and come back',
      series: [
        ...requestSeries(service, [
          { seconds: 20 * MINUTE, perSecond: 5 },
          { seconds: due - 10 * MINUTE },
          { seconds: 20 * MINUTE, perSecond: 5 },
        ]),
        ...pods(service, 3, holds(due + 30 * MINUTE, 3)),
      ],
      expected: [fires(alert, due + 5 * MINUTE), silent(alert, due + 12 * MINUTE)],
    },
    {
      title: 'all pods are new, and their first request comes later than usual',
      series: [
        ...requestSeries(service, [
          { seconds: 20 * MINUTE, perSecond: 5 },
          { seconds: due - 22 * MINUTE },
          { seconds: 20 * MINUTE, perSecond: 5 },
        ]),
        ...pods(service, 3, holds(due + 18 * MINUTE, 3)),
      ],
      expected: [silent(alert, due - 3 * MINUTE), silent(alert, due + 2 * MINUTE)],
    },
  ];
}

function unmeasuredQueries(service: MonitoredService): Alert['runbook']['queries'] {
  const { name, namespace, source } = service;
  return [
    {
      asks: 'Is anything counted?',
      query: requestRateQuery(source, { service: name, namespace }, BASE_WINDOW_SECONDS),
    },
    {
      asks: 'Are its pods collected from? 1 is yes, 0 is tried and failed, nothing is not tried.',
      query: select('up', [is('namespace', namespace)]),
    },
    { asks: 'How many of its pods are ready?', query: healthyPods(service) },
  ];
}

function unmeasuredSteps({ name, namespace, source, callers }: MonitoredService): readonly string[] {
  return [
    'Several services at once? Then it is the collection: see MetricsLost and MetricsNotStored.',
    `Does it get requests? \`kubectl logs --namespace ${namespace} --selector app.kubernetes.io/name=${name} --container ${name} --since 10m --tail 200 --prefix\` shows its own account.`,
    ...(callers.length === 0
      ? ['Nobody inside calls it: look at the way in, the load balancer and the gateway.']
      : [`Ask those who call it (${callers.join(', ')}) for errors: they see requests that never arrive.`]),
    source === 'mesh'
      ? `Do its pods have their proxy? \`kubectl get pods --namespace ${namespace} --selector app.kubernetes.io/name=${name}\` must show one container more than the service has.`
      : `Does it expose its metrics? \`kubectl port-forward\` to one of its pods in ${namespace}, at the port of the annotation \`prometheus.io/port\`, and look at the path of \`prometheus.io/path\`.`,
  ];
}
