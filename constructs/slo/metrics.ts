import { is, isNoneOf, matches, matchesNot, type Matcher } from './promql';

/** Who counts the requests: the `mesh` (Istio's proxy beside the pod) or the `service` itself (OpenTelemetry). */
export const METRIC_SOURCES = ['mesh', 'service'] as const;

/** One of {@link METRIC_SOURCES}. */
export type MetricSource = (typeof METRIC_SOURCES)[number];

/** What a source must expose so that promises can be judged: the names stand here and nowhere else. */
export interface MetricsContract {
  /** Whom a person would ask for it, in messages: `the mesh`. */
  readonly spokenOf: string;
  /** The counter of requests. */
  readonly requests: string;
  /** The histogram of durations without its suffix (`_bucket`, `_sum`, `_count`). */
  readonly durations: string;
  /** The upper boundaries of the histogram's buckets in milliseconds, rising, without the last one (+Inf). */
  readonly boundariesMilliseconds: readonly number[];
  /** How many milliseconds the histogram's unit has: 1 or 1000. */
  readonly millisecondsPerUnit: 1 | 1000;
  /** The names of the labels that tell whose requests they are. */
  readonly labels: {
    /** The workload that answered. */
    readonly service: string;
    /** Its namespace. */
    readonly namespace: string;
    /** The HTTP status that it answered with. */
    readonly status: string;
  };
  /** What holds of every series that counts, whichever the service. */
  readonly always: readonly Matcher[];
}

/**
 * The label that tells the versions of a service apart. Argo Rollouts puts it on the pods
 * (`rollouts-pod-template-hash`; not Kubernetes' own `pod-template-hash`), and scraping copies it to every series.
 */
export const POD_HASH_LABEL = 'rollouts_pod_template_hash';

/**
 * The pod labels that scraping must copy to every series of the pod, by the name that the series then carries. Prometheus
 * names cannot hold the dots, slashes and dashes of Kubernetes' names, so its service discovery turns them into `_`.
 */
export const SCRAPED_POD_LABELS: Readonly<Record<string, string>> = {
  app_kubernetes_io_name: 'app.kubernetes.io/name',
  [POD_HASH_LABEL]: 'rollouts-pod-template-hash',
};

/**
 * How often every pod is scraped, in seconds. A rate needs two samples, and a range of four scrapes keeps them when one
 * is missed: Grafana's `$__rate_interval` follows the same rule.
 */
export const SCRAPE_INTERVAL_SECONDS = 30;

/** The shortest window that a rate is taken over, in seconds: four scrapes. */
export const SHORTEST_WINDOW_SECONDS = 4 * SCRAPE_INTERVAL_SECONDS;

/**
 * The routes that answer the platform, not its users. A service should not count them; where it does, queries leave them
 * out, because a probe that always succeeds dilutes the errors of a canary with little traffic.
 */
export const UNCOUNTED_ROUTES: readonly string[] = ['/livez', '/readyz', '/startupz', '/metrics'];

/** A status that breaks the availability promise. 4xx is the caller's mistake and keeps it. */
const SERVER_ERROR = '5..';

/** The contract of each source. */
export const METRICS: Readonly<Record<MetricSource, MetricsContract>> = {
  // Istio's standard metrics (istio.io, "Istio Standard Metrics"). The proxy of the answering pod reports
  // (`reporter="destination"`): its series are scraped from that pod and so carry the version's label, which the caller's
  // do not. The workload is the Rollout's name since Istio 1.22 (istio #49256), before it was the ReplicaSet's.
  // Istio sets no buckets of its own, so they are Envoy's (`StatsConfig.histogram_bucket_settings`, "default"), from half a
  // millisecond to an hour; the pod annotation `sidecar.istio.io/statsHistogramBuckets` would change them. Probes do not
  // pass the proxy: the injector rewrites them (`rewriteAppHTTPProbers`).
  mesh: {
    spokenOf: 'the mesh',
    requests: 'istio_requests_total',
    durations: 'istio_request_duration_milliseconds',
    boundariesMilliseconds: [
      0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
      3_600_000,
    ],
    millisecondsPerUnit: 1,
    labels: {
      service: 'destination_workload',
      namespace: 'destination_workload_namespace',
      status: 'response_code',
    },
    always: [is('reporter', 'destination')],
  },

  // OpenTelemetry's semantic conventions for HTTP (stable): metric `http.server.request.duration` in seconds, attributes
  // `http.request.method`, `http.route`, `http.response.status_code`, and the boundaries that the convention advises.
  // Its Prometheus form turns dots into `_`, adds the unit, and counts the requests in `_count`.
  service: {
    spokenOf: 'the service',
    requests: 'http_server_request_duration_seconds_count',
    durations: 'http_server_request_duration_seconds',
    boundariesMilliseconds: [5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000],
    millisecondsPerUnit: 1000,
    labels: {
      service: 'app_kubernetes_io_name',
      namespace: 'namespace',
      status: 'http_response_status_code',
    },
    always: [isNoneOf('http_route', UNCOUNTED_ROUTES)],
  },
};

/** Answered with a server error. */
export const failed = (source: MetricSource): Matcher => matches(METRICS[source].labels.status, SERVER_ERROR);

/** Answered, and not with a server error. */
export const answered = (source: MetricSource): Matcher => matchesNot(METRICS[source].labels.status, SERVER_ERROR);

/** The boundaries, in milliseconds, that the histograms of all these sources have, rising. */
export function commonBoundaries(sources: readonly MetricSource[]): readonly number[] {
  const [first, ...rest] = sources.map((source) => METRICS[source].boundariesMilliseconds);
  return (first ?? []).filter((boundary) => rest.every((boundaries) => boundaries.includes(boundary)));
}

/** The highest boundary below +Inf of a source's histogram, in milliseconds: what a percentile reads when it is beyond. */
export function highestBoundary(source: MetricSource): number {
  return Math.max(...METRICS[source].boundariesMilliseconds);
}
