// A part of the OpenTelemetry Collector's configuration that the platform uses, as version 0.159.0 takes it. A field that is not here
// is one that nobody needs yet; its name and meaning stand in the README.md of each component at that version.

import type { Duration } from './settings';

/** Keeps the collector below its memory: what comes while there is none is refused, and the sender tries again. */
export interface MemoryLimiter {
  /** How often it looks. */
  readonly check_interval: Duration;
  /** How much memory it may take, in MiB. */
  readonly limit_mib: number;
  /** How much may come between two looks, in MiB: it refuses from that far below the limit on. */
  readonly spike_limit_mib: number;
}

/** Says of telemetry which pod it comes from. */
export interface KubernetesAttributes {
  readonly auth_type: 'serviceAccount';
  /** The environment variable with the name of the node whose pods it knows. */
  readonly filter: { readonly node_from_env_var: string };
  /** Whether it starts only when it knows the pods. */
  readonly wait_for_metadata: boolean;
  /** What is said of a pod. */
  readonly extract: {
    readonly metadata: readonly string[];
    readonly labels: readonly { readonly tag_name: string; readonly key: string; readonly from: 'pod' }[];
  };
  /** How the pod is found; the first that fits. */
  readonly pod_association: readonly {
    readonly sources: readonly (
      { readonly from: 'connection' } | { readonly from: 'resource_attribute'; readonly name: string }
    )[];
  }[];
}

/** Writes to the resource that telemetry comes from. */
export interface ResourceProcessor {
  /** What is written. */
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly action: 'upsert' }[];
}

/** Drops what fits any of the conditions (OTTL). */
export interface FilterProcessor {
  /** With `ignore` a condition that cannot be worked out drops nothing. */
  readonly error_mode: 'ignore';
  /** Of metrics. */
  readonly metric_conditions?: readonly string[];
  /** Of log lines. */
  readonly log_conditions?: readonly string[];
}

/** Puts what comes in a short time together. */
export interface BatchProcessor {
  /** How long more is waited for. */
  readonly timeout: Duration;
  /** From how many on it is sent at once. */
  readonly send_batch_size: number;
  /** How many there are in a batch at most. */
  readonly send_batch_max_size: number;
}

/** By what a trace is kept: it is where any policy holds. */
export type SamplingPolicy = {
  /** What it is called, in metrics. */
  readonly name: string;
} & (
  | {
      readonly type: 'status_code';
      readonly status_code: { readonly status_codes: readonly ('ERROR' | 'OK' | 'UNSET')[] };
    }
  | { readonly type: 'latency'; readonly latency: { readonly threshold_ms: number } }
  | { readonly type: 'probabilistic'; readonly probabilistic: { readonly sampling_percentage: number } }
  | {
      readonly type: 'ottl_condition';
      readonly ottl_condition: { readonly error_mode: 'ignore'; readonly span: readonly string[] };
    }
);

/** Decides of each trace as a whole whether it is kept. */
export interface TailSampling {
  /** How long more spans of a trace are waited for. */
  readonly decision_wait: Duration;
  /** How many traces are held while they wait. */
  readonly num_traces: number;
  /** How many decisions are remembered, for spans that come late. */
  readonly decision_cache: { readonly sampled_cache_size: number; readonly non_sampled_cache_size: number };
  /** By what a trace is kept. */
  readonly policies: readonly SamplingPolicy[];
}

/** The processors, by their types. */
export interface Processors {
  /** Refuses what there is no memory for. */
  readonly memory_limiter: MemoryLimiter;
  /** Says whose telemetry it is. */
  readonly k8s_attributes: KubernetesAttributes;
  /** Says which environment it is of. */
  readonly resource: ResourceProcessor;
  /** Drops. */
  readonly filter: FilterProcessor;
  /** Puts together. */
  readonly batch: BatchProcessor;
  /** Chooses traces. */
  readonly tail_sampling: TailSampling;
}
