// A part of the OpenTelemetry Collector's configuration that the platform uses, as version 0.159.0 takes it. A field that is not here
// is one that nobody needs yet; its name and meaning stand in the README.md of each component at that version.

import type { ScrapeJob } from '../scraping/job';
import type { Duration, Listening } from './settings';

/** Takes telemetry that others send by OTLP. */
export interface OtlpReceiver {
  /** Where it listens, by protocol. */
  readonly protocols: {
    readonly grpc?: Listening;
    readonly http?: Listening;
  };
}

/** Collects metrics as Prometheus does. */
export interface PrometheusReceiver {
  /** From whom it collects. */
  readonly config: { readonly scrape_configs: readonly ScrapeJob[] };
}

/** Reads logs from files. */
export interface FileLogReceiver {
  /** Patterns of paths. */
  readonly include: readonly string[];
  /** Patterns of paths that are left alone. */
  readonly exclude: readonly string[];
  readonly include_file_path: true;
  readonly include_file_name: false;
  /** Where a file that nobody has read yet is begun. */
  readonly start_at: 'beginning' | 'end';
  /** How often new lines are looked for. */
  readonly poll_interval: Duration;
  /** From which size on a line is split. */
  readonly max_log_size: string;
  /** The extension that remembers how far each file was read. */
  readonly storage: string;
  /** For how long a line is held that nobody takes; `0s` for ever. */
  readonly retry_on_failure: { readonly enabled: true; readonly max_elapsed_time: Duration };
  /** What becomes of a line, step by step. */
  readonly operators: readonly LogOperator[];
}

type OnError = 'send' | 'send_quiet';

/** One step in the reading of a line. */
export type LogOperator =
  | {
      readonly type: 'container';
      /** From which size on a line is split. */
      readonly max_log_size: string;
    }
  | {
      readonly type: 'recombine';
      /** What the step is called. */
      readonly id: string;
      /** Of which lines; an expression. */
      readonly if: string;
      readonly combine_field: 'body';
      /** What stands between lines that are put together. */
      readonly combine_with: string;
      /** Where a new entry begins; an expression. */
      readonly is_first_entry: string;
      /** What tells the lines of different files apart. */
      readonly source_identifier: string;
      /** How long more lines are waited for. */
      readonly force_flush_period: Duration;
      /** From which size on a line is split. */
      readonly max_log_size: string;
    }
  | {
      readonly type: 'json_parser';
      /** Of which lines; an expression. */
      readonly if: string;
      readonly parse_to: 'attributes';
      /** What becomes of a line that cannot be read so. */
      readonly on_error: OnError;
    }
  | {
      readonly type: 'severity_parser';
      /** Of which lines; an expression. */
      readonly if: string;
      /** Where it stands. */
      readonly parse_from: string;
      /** Severities by the words and numbers for them. */
      readonly mapping: Readonly<Record<string, number>>;
      /** What becomes of a line that cannot be read so. */
      readonly on_error: OnError;
    }
  | {
      readonly type: 'trace_parser';
      /** Of which lines; an expression. */
      readonly if: string;
      /** Where the number of the trace stands. */
      readonly trace_id: { readonly parse_from: string };
      /** Where the number of the span stands. */
      readonly span_id: { readonly parse_from: string };
      /** What becomes of a line that cannot be read so. */
      readonly on_error: OnError;
    }
  | {
      readonly type: 'move';
      /** Of which lines; an expression. */
      readonly if: string;
      /** Where it stands. */
      readonly from: string;
      /** Where it is put. */
      readonly to: string;
    }
  | {
      readonly type: 'remove';
      /** Of which lines; an expression. */
      readonly if: string;
      /** What is taken away. */
      readonly field: string;
    };

/** The receivers, by their types. */
export interface Receivers {
  /** Takes what others send. */
  readonly otlp: OtlpReceiver;
  /** Collects metrics. */
  readonly prometheus: PrometheusReceiver;
  /** Reads logs. */
  readonly file_log: FileLogReceiver;
}
