import type { ServiceSpec } from '../service/spec';
import { calleesOf } from './calls';
import {
  BACKOFF_MILLISECONDS,
  CONNECT_MILLISECONDS,
  CONNECT_SHARE,
  LEAST_TIMEOUT_MILLISECONDS,
  LONGEST_PAUSE_TIMES,
  METHODS,
  TIMEOUT_TIMES,
} from './defaults';

/** What the times of a request follow from. */
export type TimedService = Pick<ServiceSpec, 'promise' | 'calls' | 'resilience'>;

/** Which requests are tried again after they may have been carried out. */
export type Retried =
  | 'all'
  | 'none'
  | {
      /** Those of these methods. */
      readonly methods: readonly string[];
      /** And those that have this header, where there is one. */
      readonly idempotencyKey?: string;
    };

/** How long a request to a service may take, and how often it is tried. */
export interface RequestTimes {
  /** How long its caller waits, with all tries and the pauses between them. */
  readonly timeoutMilliseconds: number;
  /** How long a connection may take: a pod that is gone must leave time for another one. */
  readonly connectMilliseconds: number;
  /** How often a request is tried at most, the first time included. */
  readonly attempts: number;
  /** How long each try may take; the time-out where there is one only. */
  readonly perTryMilliseconds: number;
  /** The first pause, at most. */
  readonly backoffMilliseconds: number;
  /** Which requests are tried again. */
  readonly retried: Retried;
}

/** Works out the times of a request to a service. */
export function resolveTimes(service: TimedService): RequestTimes {
  const { timeoutMilliseconds: given, retries = {} } = service.resilience ?? {};
  const backoffMilliseconds = retries.backoffMilliseconds ?? BACKOFF_MILLISECONDS;
  const retried = retriedRequests(service);
  const attempts = retried === 'none' ? 1 : askedAttempts(service);
  const pauses = longestPauses(attempts, backoffMilliseconds);
  const perTry = attempts === 1 ? undefined : retries.perTryTimeoutMilliseconds;
  const timeoutMilliseconds =
    given ?? Math.max(defaultTimeout(service), perTry === undefined ? 0 : attempts * perTry + pauses);
  return {
    timeoutMilliseconds,
    connectMilliseconds: connectTimeout(timeoutMilliseconds),
    attempts,
    perTryMilliseconds: perTry ?? Math.max(1, Math.floor((timeoutMilliseconds - pauses) / attempts)),
    backoffMilliseconds,
    retried,
  };
}

/**
 * The longest that all pauses between tries can be together. Envoy draws the pause before try `n + 1` from 0 to
 * `(2^n − 1)` times the first, and never takes more than ten times the first (router filter, "x-envoy-max-retries").
 *
 * @example longestPauses(3, 25) // 25 + 75
 */
export function longestPauses(attempts: number, backoffMilliseconds: number): number {
  return Array.from({ length: attempts - 1 }, (_, index) => Math.min(2 ** (index + 1) - 1, LONGEST_PAUSE_TIMES))
    .map((times) => times * backoffMilliseconds)
    .reduce((sum, pause) => sum + pause, 0);
}

/** How often a request would be tried, if it may be tried twice at all. */
export function askedAttempts({ calls, resilience }: TimedService): number {
  return resilience?.retries?.attempts ?? (calleesOf({ calls }).length === 0 ? 2 : 1);
}

function retriedRequests(service: TimedService): Retried {
  const { idempotent = 'safe-methods', idempotencyKey } = service.resilience?.retries ?? {};
  if (askedAttempts(service) === 1) return 'none';
  if (idempotent === 'all') return 'all';
  const methods = METHODS[idempotent];
  if (methods.length === 0 && idempotencyKey === undefined) return 'none';
  return { methods, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
}

function defaultTimeout({ promise }: TimedService): number {
  return Math.max(TIMEOUT_TIMES * promise.latency.thresholdMilliseconds, LEAST_TIMEOUT_MILLISECONDS);
}

function connectTimeout(timeout: number): number {
  const { least, most } = CONNECT_MILLISECONDS;
  return Math.min(timeout, Math.max(least, Math.min(most, Math.floor(timeout * CONNECT_SHARE))));
}
