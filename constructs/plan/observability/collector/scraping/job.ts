import type { RelabelRule } from './relabel';

/** How a target is asked, the first choice first. Only OpenMetrics carries exemplars. */
export type ScrapeProtocol = 'OpenMetricsText1.0.0' | 'PrometheusText1.0.0' | 'PrometheusText0.0.4';

/** Whom metrics are collected from, and what becomes of them (Prometheus, "scrape_config"). */
export interface ScrapeJob {
  /** The label `job` of its series. */
  readonly job_name: string;
  /** How often. */
  readonly scrape_interval: `${number}s`;
  /** How long an answer may take. */
  readonly scrape_timeout: `${number}s`;
  /** How it is asked. */
  readonly scrape_protocols: readonly ScrapeProtocol[];
  /** Whether a label that the target writes stands where collecting would write the same. */
  readonly honor_labels: boolean;
  /** Whether the times that the target writes stand; those of collecting otherwise. */
  readonly honor_timestamps?: boolean;
  /** How the target is reached. */
  readonly scheme?: 'http' | 'https';
  /** The path, where no rule writes it. */
  readonly metrics_path?: string;
  /** Who asks. */
  readonly authorization?: { readonly credentials_file: string };
  /** Whose certificate the target must have. */
  readonly tls_config?: { readonly ca_file: string } | { readonly insecure_skip_verify: true };
  /** Which pods Kubernetes is asked for. */
  readonly kubernetes_sd_configs?: readonly {
    readonly role: 'pod';
    readonly namespaces?: { readonly names: readonly string[] };
    readonly selectors: readonly { readonly role: 'pod'; readonly field: string; readonly label?: string }[];
  }[];
  /** Targets that are known beforehand, with their labels. */
  readonly static_configs?: readonly {
    readonly targets: readonly string[];
    readonly labels: Readonly<Record<string, string>>;
  }[];
  /** Choose targets, and write their labels. */
  readonly relabel_configs: readonly RelabelRule[];
  /** Choose series, and write their labels. */
  readonly metric_relabel_configs: readonly RelabelRule[];
}
