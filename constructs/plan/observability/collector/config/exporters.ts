// A part of the OpenTelemetry Collector's configuration that the platform uses, as version 0.159.0 takes it. A field that is not here
// is one that nobody needs yet; its name and meaning stand in the README.md of each component at that version.

import type { Duration } from './settings';

/** How often sending is tried again. */
export interface Retry {
  /** Whether it is tried again at all. */
  readonly enabled: boolean;
  /** After which time the first time. */
  readonly initial_interval?: Duration;
  /** The longest time between two attempts. */
  readonly max_interval?: Duration;
  /** After which time it is given up; `0s` for never. */
  readonly max_elapsed_time?: Duration;
}

/** What waits to be sent. */
export interface SendingQueue {
  /** Whether there is a queue. */
  readonly enabled: boolean;
  /** What `queue_size` counts. */
  readonly sizer?: 'items' | 'bytes';
  /** How much fits. */
  readonly queue_size?: number;
  /** Whether who brings more than fits waits, instead of losing it. */
  readonly block_on_overflow?: boolean;
  /** The extension that keeps the queue when the collector stops. */
  readonly storage?: string;
  /** How much is sent at once. */
  readonly batch?: {
    readonly flush_timeout: Duration;
    readonly min_size: number;
    readonly max_size: number;
    readonly sizer: 'items' | 'bytes';
  };
}

interface Sending {
  readonly timeout?: Duration;
  readonly retry_on_failure?: Retry;
  readonly sending_queue?: SendingQueue;
}

/** Sends by OTLP over HTTP. */
export interface OtlpHttpExporter extends Sending {
  /** Where traces go. */
  readonly traces_endpoint?: string;
  /** Where logs go. */
  readonly logs_endpoint?: string;
  readonly compression: 'gzip';
  /** Headers of each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The extension that signs. */
  readonly auth?: { readonly authenticator: string };
}

/** Sends by OTLP over gRPC. */
export interface OtlpGrpcExporter extends Sending {
  /** Where it sends, as an address and a port. */
  readonly endpoint: string;
  /** How the connection is secured. */
  readonly tls: { readonly insecure: boolean };
}

/** Sends all spans of a trace to the same one of several collectors. */
export interface LoadBalancingExporter extends Sending {
  readonly routing_key: 'traceID';
  /** Who the collectors are. */
  readonly resolver: {
    readonly dns: {
      readonly hostname: string;
      readonly port: string;
      readonly interval: Duration;
      readonly timeout: Duration;
    };
  };
  /** How each is sent to. */
  readonly protocol: { readonly otlp: Sending & { readonly tls: { readonly insecure: boolean } } };
}

/** Writes metrics as Prometheus does. */
export interface RemoteWriteExporter {
  /** Where it writes. */
  readonly http: {
    readonly endpoint: string;
    readonly timeout: Duration;
    readonly auth?: { readonly authenticator: string };
    readonly tls?: { readonly insecure: boolean };
  };
  /** Labels of every series. */
  readonly external_labels: Readonly<Record<string, string>>;
  /** How OpenTelemetry's names become Prometheus' names. */
  readonly translation_strategy: 'UnderscoreEscapingWithoutSuffixes';
  readonly disable_scope_info: true;
  /** Whether each target gets a series of its own with what is known of it. */
  readonly target_info: { readonly enabled: false };
  /** How many requests of one batch are under way at once. */
  readonly max_batch_request_parallelism: 1;
  /** How often writing is tried again. */
  readonly retry_on_failure?: Retry;
  /** What waits to be written, in batches. */
  readonly remote_write_queue?: { readonly enabled: boolean; readonly queue_size: number };
}

/** The exporters, by their types. */
export interface Exporters {
  /** Sends over HTTP. */
  readonly otlp_http: OtlpHttpExporter;
  /** Sends over gRPC. */
  readonly otlp_grpc: OtlpGrpcExporter;
  /** Divides traces among collectors. */
  readonly load_balancing: LoadBalancingExporter;
  /** Writes metrics. */
  readonly prometheus_remote_write: RemoteWriteExporter;
}
