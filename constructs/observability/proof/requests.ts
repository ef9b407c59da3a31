import { METRICS } from '../../slo/metrics';
import { decimal } from '../../slo/decimal';
import type { MonitoredService } from '../alerts/service/service';
import type { MockSeries, Stretch } from './series';

/** Requests to a service for a while. */
export interface Requests {
  /** How long, in seconds. */
  readonly seconds: number;
  /** How many a second, on all pods; without it there are no series at all. */
  readonly perSecond?: number;
  /** The share of them that fail. */
  readonly failed?: number;
  /** The share of those answered that take longer than the threshold. */
  readonly slow?: number;
}

const PODS = ['a', 'b'] as const;

/**
 * What whoever counts says of these requests: on two pods, by status. Beside it stand requests that must not count, all of
 * which fail: another service's and, in the mesh, what callers report.
 */
export function requestSeries(service: MonitoredService, course: readonly Requests[]): readonly MockSeries[] {
  const seconds = course.reduce((total, each) => total + each.seconds, 0);
  const failing: readonly Requests[] = [{ seconds, perSecond: 50, failed: 1 }];
  const other = { ...service, name: `${service.name}-batch` };
  return [
    ...counted(service, course, {}),
    ...counted(other, failing, {}),
    ...(service.source === 'mesh' ? counted(service, failing, { reporter: 'source' }) : []),
  ];
}

function counted(
  { name, namespace, source, slo }: MonitoredService,
  course: readonly Requests[],
  more: Readonly<Record<string, string>>,
): readonly MockSeries[] {
  const { labels, requests, durations, millisecondsPerUnit } = METRICS[source];
  return PODS.flatMap((pod) => {
    const common = {
      [labels.namespace]: namespace,
      [labels.service]: name,
      pod: `${name}-${pod}`,
      ...(source === 'mesh' ? { reporter: 'destination' } : { http_request_method: 'GET', http_route: '/rides/:id' }),
      ...more,
    };
    const series = (
      metric: string,
      own: Readonly<Record<string, string>>,
      share: (each: Requests) => number,
    ): MockSeries => ({ metric, labels: { ...common, ...own }, course: course.map((each) => stretch(each, share)) });
    const failed = { [labels.status]: '503' };
    const answered = { [labels.status]: '200' };
    const within = String(decimal(slo.latency.thresholdMilliseconds / millisecondsPerUnit));
    return [
      ...(requests === `${durations}_count`
        ? []
        : [series(requests, failed, failedShare), series(requests, answered, answeredShare)]),
      series(`${durations}_count`, failed, failedShare),
      series(`${durations}_count`, answered, answeredShare),
      series(
        `${durations}_bucket`,
        { ...answered, le: within },
        (each) => answeredShare(each) * (1 - (each.slow ?? 0)),
      ),
      series(`${durations}_bucket`, { ...answered, le: '+Inf' }, answeredShare),
    ];
  });
}

const failedShare = ({ failed = 0 }: Requests): number => failed;
const answeredShare = ({ failed = 0 }: Requests): number => 1 - failed;

function stretch(each: Requests, share: (each: Requests) => number): Stretch {
  const { seconds, perSecond } = each;
  return perSecond === undefined ? { seconds } : { seconds, perSecond: (perSecond * share(each)) / PODS.length };
}
