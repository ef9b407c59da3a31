import { FROM_PODS } from './collection';
import { gauge, producer } from './metric';

/** What collecting itself says of every target, whatever the target exposes. */
export const COLLECTION = producer({
  name: 'collection',
  version: 'Prometheus receiver of the OpenTelemetry Collector',
  source: 'prometheus.io, "Jobs and instances", "Automatically generated labels and time series"',
  collected: FROM_PODS,
  metrics: {
    up: gauge(),
    scrape_duration_seconds: gauge(),
    scrape_samples_scraped: gauge(),
  },
});

/** What the metrics store writes when it works rules out. */
export const RULER = producer({
  name: 'rules',
  version: 'Amazon Managed Service for Prometheus',
  source: 'Amazon Managed Service for Prometheus user guide, "Troubleshoot rule evaluations"',
  collected: { by: 'store', labels: [], ownLabelsWin: true },
  metrics: {
    ALERTS: gauge(['alertname', 'alertstate', 'severity', 'service', 'namespace', 'environment', 'budget', 'window'], {
      alertstate: ['pending', 'firing'],
      severity: ['page', 'ticket', 'none'],
    }),
  },
});
