import { printRuleFile, type RuleFile } from '../../../observability/rules/rule';
import { SCRAPE_INTERVAL_SECONDS } from '../../../slo/metrics';
import { IMAGES, imageReference } from '../../versions/table';
import { JAEGER, PROMETHEUS } from './names';

/** The file of rules of one service, or of the platform. */
export interface LocalRules {
  /** Whose they are: `payment`. */
  readonly name: string;
  /** The rules as Prometheus reads them. */
  readonly text: string;
}

/** Where a cluster on one's own machine keeps metrics and traces: nothing of it outlives its pod. */
export interface LocalStoresPlan {
  /** Prometheus: what rollouts and dashboards ask, and what works alerts out. Nobody is called. */
  readonly prometheus: {
    readonly name: string;
    readonly namespace: string;
    readonly image: string;
    /** The port of its Service. */
    readonly port: number;
    readonly arguments: readonly string[];
    /** Its configuration, as it reads it. */
    readonly config: string;
    readonly rules: readonly LocalRules[];
  };
  /** Jaeger: where traces are looked at. */
  readonly jaeger: {
    readonly name: string;
    readonly namespace: string;
    readonly image: string;
    /** Where people look. */
    readonly uiPort: number;
  };
}

/** Where Prometheus finds its configuration, its rules, and a place to write. */
export const PROMETHEUS_PATHS = {
  config: '/etc/prometheus',
  configFile: 'prometheus.json',
  rules: '/etc/prometheus-rules',
  data: '/prometheus',
} as const;

/** How the name of a file with rules ends; the check `telemetry` knows it by this. */
export const RULES_ENDING = '.rules.json';

/** For looking back over a weekend. */
const RETENTION = '3d';

/**
 * What it keeps at most, in its own units of 1024: three quarters of the disk that its pod is given, which would otherwise be
 * evicted with everything (Prometheus documentation, "Storage": 80 to 85 % at most).
 */
const RETENTION_SIZE = '3GB';

/**
 * Decides where a cluster on one's own machine keeps metrics and traces: one replica of each, in memory or on a disk that ends
 * with the pod. It is for trying out, and survives nothing.
 */
export function planLocalStores(ruleFiles: readonly RuleFile[]): LocalStoresPlan {
  const { config, configFile, rules, data } = PROMETHEUS_PATHS;
  return {
    prometheus: {
      ...PROMETHEUS,
      image: imageReference(IMAGES.prometheus),
      arguments: [
        `--config.file=${config}/${configFile}`,
        `--storage.tsdb.path=${data}`,
        `--storage.tsdb.retention.time=${RETENTION}`,
        `--storage.tsdb.retention.size=${RETENTION_SIZE}`,
        '--web.enable-remote-write-receiver',
        '--enable-feature=exemplar-storage',
      ],
      config: `${JSON.stringify(
        {
          global: { scrape_interval: `${SCRAPE_INTERVAL_SECONDS}s` },
          rule_files: [`${rules}/*${RULES_ENDING}`],
          // Agents try again what was not taken, after what came later.
          storage: { tsdb: { out_of_order_time_window: '15m' }, exemplars: { max_exemplars: 100_000 } },
        },
        undefined,
        2,
      )}\n`,
      rules: ruleFiles.map((file) => ({ name: file.name, text: printRuleFile(file) })),
    },
    jaeger: { ...JAEGER, image: imageReference(IMAGES.jaeger) },
  };
}
