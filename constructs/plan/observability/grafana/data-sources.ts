import { METRICS_DATA_SOURCE, type Json } from '../../../observability/dashboards/grafana';
import { SCRAPE_INTERVAL_SECONDS } from '../../../slo/metrics';
import { signedMetricsAddress, WORKSPACE_FACT } from '../../controllers/metrics-signer';
import type { MetricsProvider } from '../../service/facts';
import { DATA_SOURCES } from './names';

/** Where Grafana gets its answers. */
export interface DataSourceFacts {
  /** Who keeps the metrics. */
  readonly prometheus: MetricsProvider;
  /** The region, for what CloudWatch keeps. */
  readonly region: string;
  /** Where traces are looked at in the cluster; none where X-Ray keeps them. */
  readonly jaeger?: string;
}

/**
 * The data sources, as Grafana is provisioned with them. Only such as are in its image: one that is fetched when a pod starts is
 * not there on the day on which grafana.com cannot be reached, and may be another every day.
 *
 * - Metrics: the Prometheus data source, through the signer beside it. Grafana's own signing goes away with Grafana 13 for a
 *   plug-in that is not in the image.
 * - Logs, metrics of AWS, and spans: CloudWatch, with the pod's own role (aws-sdk-go-v2; grafana #100801).
 * - Traces: X-Ray's data source is not in the image. The spans of Transaction Search are logs, in `aws/spans`, which the data
 *   source of the logs can search. On one's own machine Jaeger, whose data source is there.
 *
 * Amazon Managed Service for Prometheus takes no exemplars (its user guide, "Configure exemplars"), so that a point of a curve
 * leads to a trace with a Prometheus of one's own only.
 */
export function dataSources({ prometheus, region, jaeger }: DataSourceFacts): readonly Json[] {
  const amazon = prometheus.kind === 'amazon';
  return [
    {
      name: 'Metrics',
      ...METRICS_DATA_SOURCE,
      access: 'proxy',
      isDefault: true,
      editable: false,
      url: amazon ? signedMetricsAddress(`$${WORKSPACE_FACT}`) : prometheus.address,
      jsonData: {
        httpMethod: 'POST',
        prometheusType: 'Prometheus',
        timeInterval: `${SCRAPE_INTERVAL_SECONDS}s`,
        // Alerts are not Grafana's.
        manageAlerts: false,
        ...(jaeger === undefined
          ? {}
          : { exemplarTraceIdDestinations: [{ name: 'trace_id', datasourceUid: DATA_SOURCES.traces }] }),
      },
    },
    ...(amazon
      ? [
          {
            name: 'Logs, spans and CloudWatch',
            uid: DATA_SOURCES.logs,
            type: 'cloudwatch',
            access: 'proxy',
            editable: false,
            jsonData: { authType: 'default', defaultRegion: region },
          },
        ]
      : []),
    ...(jaeger === undefined
      ? []
      : [
          {
            name: 'Traces',
            uid: DATA_SOURCES.traces,
            type: 'jaeger',
            access: 'proxy',
            editable: false,
            url: jaeger,
            jsonData: { nodeGraph: { enabled: true } },
          },
        ]),
  ];
}
