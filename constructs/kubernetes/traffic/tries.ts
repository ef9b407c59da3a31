import type { RequestTimes } from '../../plan/resilience/times';
import type { HttpRoute } from '../manifests/mesh';
import { meshDuration } from './mesh-objects';

/** The route of any request. */
export const ANY_ROUTE = 'any';

/** The route of the requests that may be carried out twice, before that of all others. */
const IDEMPOTENT_ROUTE = 'idempotent';

/** Failures after which a request has reached nobody: whatever it asks, it may be sent to another pod. */
const NOT_REACHED = ['connect-failure', 'refused-stream', 'reset-before-request'];

/** And those after which it may have been carried out: 502, 503, 504, a connection that broke, a try that took too long. */
const FAILED = [...NOT_REACHED, 'gateway-error', 'reset'];

/** What a route says of its requests' tries. */
export interface Tries extends Required<Pick<HttpRoute, 'timeout' | 'retries'>> {
  /** Its name. */
  readonly name: string;
  /** The requests that it is about; any where it does not say. */
  readonly match?: readonly TriesMatch[];
}

/** Some requests, by what decides whether they may be carried out twice. */
export type TriesMatch =
  | {
      /** Their method. */
      readonly method: { readonly exact: string };
    }
  | {
      /** A header that they have. */
      readonly headers: Readonly<Record<string, { readonly regex: string }>>;
    };

/**
 * The routes of a service, one for all requests of the same tries. Neither Istio nor Envoy asks for the method when it tries
 * again, but a route does: so requests that may be carried out twice have one of their own. The mesh's own answer that
 * too much is under way is never tried again (Envoy, `x-envoy-overloaded`).
 */
export function tries(times: RequestTimes): readonly Tries[] {
  const { retried } = times;
  const any = { name: ANY_ROUTE, ...triesOfAny(times) };
  const again = {
    timeout: meshDuration(times.timeoutMilliseconds),
    retries: {
      attempts: times.attempts - 1,
      perTryTimeout: meshDuration(times.perTryMilliseconds),
      retryOn: FAILED.join(','),
      backoff: meshDuration(times.backoffMilliseconds),
    },
  };
  if (retried === 'none') return [any];
  if (retried === 'all') return [{ name: ANY_ROUTE, ...again }];
  return [{ name: IDEMPOTENT_ROUTE, match: matches(retried), ...again }, any];
}

/** What holds for any request, whatever it asks. */
function triesOfAny(times: RequestTimes): Required<Pick<HttpRoute, 'timeout' | 'retries'>> {
  return {
    timeout: meshDuration(times.timeoutMilliseconds),
    retries: {
      attempts: 1,
      retryOn: NOT_REACHED.join(','),
      backoff: meshDuration(times.backoffMilliseconds),
    },
  };
}

/** An empty header would match a pattern that asks only whether it is there. */
function matches({ methods, idempotencyKey }: Exclude<RequestTimes['retried'], string>): readonly TriesMatch[] {
  return [
    ...methods.map((exact) => ({ method: { exact } })),
    ...(idempotencyKey === undefined ? [] : [{ headers: { [idempotencyKey]: { regex: '.+' } } }]),
  ];
}
