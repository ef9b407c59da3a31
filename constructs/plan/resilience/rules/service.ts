import type { PlanContext } from '../../context';
import { under, type Problem } from '../../problem';
import { DEFAULT_DRAIN_SECONDS, resolveReplicas } from '../../service/defaults';
import type { ServiceFacts } from '../../service/facts';
import type { ServiceSpec } from '../../service/spec';
import { largestEjectionPercent } from '../ejection';
import { underWayPerPod } from '../limits';
import { loadOf } from '../plan';
import { longestPauses, resolveTimes } from '../times';

/** What is wrong with a service's resilience of the right shape, looked at alone. Fields are relative to the service. */
export function resilienceProblems(
  spec: ServiceSpec,
  context: PlanContext,
  facts: Pick<ServiceFacts, 'zones'>,
): Problem[] {
  return under('resilience', [
    ...retryProblems(spec),
    ...tryProblems(spec),
    ...timeoutProblems(spec),
    ...burstProblems(spec),
    // A playground has fewer pods than the services that it shares with production are described for.
    ...(context.tier === 'development' ? [] : sizeProblems(spec, context, facts)),
    ...(context.tier === 'production' ? zoneProblems(spec, context, facts) : []),
  ]);
}

/** Tries that nothing may be tried. */
function retryProblems({ resilience }: ServiceSpec): Problem[] {
  const { attempts = 1, idempotent, idempotencyKey } = resilience?.retries ?? {};
  if (attempts === 1 || idempotent !== 'none' || idempotencyKey !== undefined) return [];
  return [
    {
      field: 'retries.attempts',
      value: attempts,
      reason: 'no request may be carried out twice, so none is tried again',
      remedy: "leave attempts out, or say which requests may be: idempotent: 'safe-methods', or an idempotencyKey",
    },
  ];
}

function tryProblems(spec: ServiceSpec): Problem[] {
  const { retries = {}, timeoutMilliseconds: given } = spec.resilience ?? {};
  const { attempts, perTryMilliseconds, timeoutMilliseconds, backoffMilliseconds } = resolveTimes(spec);
  const { thresholdMilliseconds } = spec.promise.latency;
  const pauses = longestPauses(attempts, backoffMilliseconds);
  const perTry = retries.perTryTimeoutMilliseconds;
  const room = attempts * perTryMilliseconds + pauses;
  if (room > timeoutMilliseconds) {
    return [
      {
        field:
          perTry !== undefined
            ? 'retries.perTryTimeoutMilliseconds'
            : given !== undefined
              ? 'timeoutMilliseconds'
              : 'retries.backoffMilliseconds',
        value: perTry ?? given ?? retries.backoffMilliseconds,
        reason: `${attempts} tries of ${perTryMilliseconds} ms and the pauses between them take ${room} ms, and the caller gives up after ${timeoutMilliseconds}`,
        remedy: `take timeoutMilliseconds: ${room} or more, or shorter tries and pauses`,
      },
    ];
  }
  if (perTryMilliseconds >= thresholdMilliseconds) return [];
  const field =
    perTry !== undefined && attempts > 1
      ? 'retries.perTryTimeoutMilliseconds'
      : given !== undefined
        ? 'timeoutMilliseconds'
        : 'retries.attempts';
  return [
    {
      field,
      value: field.endsWith('perTryTimeoutMilliseconds') ? perTry : (given ?? attempts),
      reason: `each try would be given up after ${perTryMilliseconds} ms, and the service promises an answer in ${thresholdMilliseconds}: answers that keep the promise would be thrown away`,
      remedy: `take timeoutMilliseconds: ${attempts * thresholdMilliseconds + pauses} or more, or fewer attempts`,
    },
  ];
}

function timeoutProblems(spec: ServiceSpec): Problem[] {
  const { timeoutMilliseconds } = resolveTimes(spec);
  const { drainSeconds = DEFAULT_DRAIN_SECONDS, resilience } = spec;
  if (timeoutMilliseconds <= drainSeconds * 1000) return [];
  return [
    {
      field: 'timeoutMilliseconds',
      value: resilience?.timeoutMilliseconds,
      reason: `a caller waits up to ${timeoutMilliseconds} ms, and a pod that is being stopped answers for ${drainSeconds} s more: every rollout would cut requests off`,
      remedy: `take at most ${drainSeconds * 1000}, or drainSeconds: ${Math.ceil(timeoutMilliseconds / 1000)}`,
    },
  ];
}

function burstProblems({ resilience }: ServiceSpec): Problem[] {
  const { requestsPerSecondPerPod = 0, burst } = resilience?.rateLimit ?? {};
  if (burst === undefined || burst >= requestsPerSecondPerPod) return [];
  return [
    {
      field: 'rateLimit.burst',
      value: burst,
      reason: `the bucket is filled with ${requestsPerSecondPerPod} once a second and holds ${burst}, so that the rest is lost`,
      remedy: `take ${requestsPerSecondPerPod} or more`,
    },
  ];
}

/** Limits that the load that is left after the loss of a zone would reach. */
function sizeProblems(spec: ServiceSpec, context: PlanContext, facts: Pick<ServiceFacts, 'zones'>): Problem[] {
  const { limits = {}, rateLimit, ejection } = spec.resilience ?? {};
  const zones = facts.zones.length;
  const replicas = resolveReplicas(spec, context, facts);
  const load = loadOf(spec);
  const problems: Problem[] = [];
  const perPod = underWayPerPod(load, replicas, zones);
  if (limits.perPod !== undefined && limits.perPod < perPod) {
    problems.push({
      field: 'limits.perPod',
      value: limits.perPod,
      reason: `by its promise a pod has ${rounded(perPod)} requests under way when a zone has been lost, and would refuse the rest`,
      remedy: `take ${Math.ceil(perPod)} or more, better twice as many, or leave it out`,
    });
  }
  const rate = underWayPerPod({ ...load, latencyMilliseconds: 1000 }, replicas, zones);
  if (rateLimit !== undefined && rateLimit.requestsPerSecondPerPod < rate) {
    problems.push({
      field: 'rateLimit.requestsPerSecondPerPod',
      value: rateLimit.requestsPerSecondPerPod,
      reason: `by its promise a pod gets ${rounded(rate)} requests/s when a zone has been lost, and would refuse the rest`,
      remedy: `take ${Math.ceil(rate)} or more, better twice as many`,
    });
  }
  const largest = largestEjectionPercent(replicas, zones);
  if (ejection?.maximumPercent !== undefined && ejection.maximumPercent > largest) {
    problems.push({
      field: 'ejection.maximumPercent',
      value: ejection.maximumPercent,
      reason: `a failure that all pods have in common could take more of them away than the loss of a zone, and the rest could not do their work`,
      remedy: `take at most ${largest}, or leave it out`,
    });
  }
  return problems;
}

function zoneProblems(spec: ServiceSpec, context: PlanContext, facts: Pick<ServiceFacts, 'zones'>): Problem[] {
  const { zones: asked, ejection } = spec.resilience ?? {};
  const zones = facts.zones.length;
  const { minimum } = resolveReplicas(spec, context, facts);
  if (asked !== 'own-first' || zones < 2) return [];
  const problems: Problem[] = [];
  if (minimum < zones) {
    problems.push({
      field: 'zones',
      value: asked,
      reason: `${minimum} pods are not in each of ${zones} zones, so that some callers have none to prefer and others share one`,
      remedy: `take replicas.minimum: ${zones} at least, better ${2 * zones}, or zones: 'any'`,
    });
  }
  if (ejection?.maximumPercent === 0) {
    problems.push({
      field: 'ejection.maximumPercent',
      value: 0,
      reason: 'a zone is left as its pods are left alone, so that callers would stay in a zone that fails',
      remedy: "leave it out, or take zones: 'any'",
    });
  }
  return problems;
}

const rounded = (value: number): number => Math.ceil(value * 10) / 10;
