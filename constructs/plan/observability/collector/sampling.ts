import { PROMISE_ATTRIBUTE } from '../names';
import type { SamplingPolicy, TailSampling } from './config/processors';

/** Which traces are kept. */
export interface SamplingPlan {
  /** Of the traces with which nothing is wrong, the share that is kept, from 0 to 1. */
  readonly keptShare: number;
  /** From which duration on a trace is kept for it, in milliseconds. */
  readonly slowMilliseconds: number;
}

/** How long a trace is waited for, in seconds: longer than any caller waits for an answer, so that it is whole. */
const DECISION_SECONDS = 30;

/** How many traces a MiB of a gateway's memory may hold: about 10 KiB each, in half of the memory. Not measured. */
const TRACES_PER_MEBIBYTE = 50;

/** A decision is remembered for ten times as long as its trace, for spans that come late. */
const REMEMBERED = 10;

/** In a millisecond. */
const NANOSECONDS = 1_000_000;

/**
 * A service was slower than it promises. Its spans say what that is, so that the collectors, which hold traces in their memory,
 * need not start anew whenever a service comes or promises something else. Whoever does not say it promises nothing.
 */
const BROKEN_PROMISES: SamplingPolicy = {
  name: 'broken-promises',
  type: 'ottl_condition',
  ottl_condition: {
    error_mode: 'ignore',
    span: [
      [
        'span.kind == SPAN_KIND_SERVER',
        `resource.attributes["${PROMISE_ATTRIBUTE}"] != nil`,
        `span.end_time_unix_nano - span.start_time_unix_nano > Int(resource.attributes["${PROMISE_ATTRIBUTE}"]) * ${NANOSECONDS}`,
      ].join(' and '),
    ],
  },
};

/** Decides of each trace whether it is kept: with an error, too slow, or by chance. */
export function tailSampling(plan: SamplingPlan, memoryMebibytes: number): TailSampling {
  const traces = memoryMebibytes * TRACES_PER_MEBIBYTE;
  return {
    decision_wait: `${DECISION_SECONDS}s`,
    num_traces: traces,
    decision_cache: { sampled_cache_size: traces * REMEMBERED, non_sampled_cache_size: traces * REMEMBERED },
    policies: [
      { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
      { name: 'slow', type: 'latency', latency: { threshold_ms: plan.slowMilliseconds } },
      BROKEN_PROMISES,
      ...(plan.keptShare > 0
        ? [
            {
              name: 'share-of-the-rest',
              type: 'probabilistic',
              probabilistic: { sampling_percentage: plan.keptShare * 100 },
            } as const,
          ]
        : []),
    ],
  };
}
