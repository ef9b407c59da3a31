import fc from 'fast-check';
import type { GraphSurroundings } from '../../../../constructs/plan/resilience/graph';
import type { CalledServices } from '../../../../constructs/plan/resilience/graph-rules';
import type { ResilienceSpec } from '../../../../constructs/plan/resilience/spec';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { development, production } from '../service/examples';

/** A service that promises 99.9 %, and 99 % within 250 ms, at 100 requests/s. */
export function service(name: string, more: Partial<ServiceSpec> = {}): ServiceSpec {
  return {
    name,
    image: `ghcr.io/rides/${name}:1.0.0`,
    promise: {
      availability: 0.999,
      latency: { percentile: 99, thresholdMilliseconds: 250 },
      requestsPerSecond: 100,
    },
    ...more,
  };
}

/** A promise of a service, other than usual. */
export function promise(more: Partial<ServiceSpec['promise']>): Pick<ServiceSpec, 'promise'> {
  return { promise: { ...service('any').promise, ...more } };
}

/** A promise to answer 99 % within so many milliseconds. */
export const within = (thresholdMilliseconds: number): Pick<ServiceSpec, 'promise'> =>
  promise({ latency: { percentile: 99, thresholdMilliseconds } });

/** Services by their names. */
export function named(...services: readonly ServiceSpec[]): CalledServices {
  return Object.fromEntries(services.map((each) => [each.name, each]));
}

/** Three zones of production. */
export const inProduction: GraphSurroundings = {
  context: production,
  facts: { zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
};

/** Two zones of a playground. */
export const inDevelopment: GraphSurroundings = {
  context: development,
  facts: { zones: ['eu-west-1a', 'eu-west-1b'] },
};

/** How many pods, over how many zones. */
export const sizes = fc
  .record({
    minimum: fc.integer({ min: 1, max: 60 }),
    more: fc.integer({ min: 0, max: 200 }),
    zones: fc.integer({ min: 2, max: 4 }),
  })
  .map(({ minimum, more, zones }) => ({ replicas: { minimum, maximum: minimum + more }, zones }));

/** How much comes, and how long it takes. */
export const loads = fc.record({
  requestsPerSecond: fc.double({ min: 0.01, max: 50_000, noNaN: true }),
  latencyMilliseconds: fc.constantFrom(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000),
});

/** Everything that can be said of a service's resilience. */
export const FULL: ResilienceSpec = {
  timeoutMilliseconds: 3000,
  retries: {
    attempts: 2,
    perTryTimeoutMilliseconds: 1200,
    backoffMilliseconds: 50,
    idempotent: 'idempotent-methods',
    idempotencyKey: 'idempotency-key',
    budgetPercent: 10,
  },
  ejection: { consecutiveErrors: 3, ejectionSeconds: 60, maximumPercent: 30 },
  limits: { perCaller: 400, perPod: 100 },
  keepAliveSeconds: 120,
  zones: 'own-first',
  warmupSeconds: 60,
  rateLimit: { requestsPerSecondPerPod: 200, burst: 300 },
  callsInSequence: true,
};

/** For each of its fields something that is refused. */
export const REFUSED: readonly (readonly [value: unknown, field: string])[] = [
  [{ timeoutMilliseconds: 0 }, 'timeoutMilliseconds'],
  [{ retries: 3 }, 'retries'],
  [{ retries: { attempts: 6 } }, 'retries.attempts'],
  [{ retries: { perTryTimeoutMilliseconds: 1.5 } }, 'retries.perTryTimeoutMilliseconds'],
  [{ retries: { backoffMilliseconds: 0 } }, 'retries.backoffMilliseconds'],
  [{ retries: { idempotent: 'GET' } }, 'retries.idempotent'],
  [{ retries: { idempotencyKey: 'Idempotency-Key' } }, 'retries.idempotencyKey'],
  [{ retries: { budgetPercent: 0 } }, 'retries.budgetPercent'],
  [{ ejection: false }, 'ejection'],
  [{ ejection: { consecutiveErrors: 0 } }, 'ejection.consecutiveErrors'],
  [{ ejection: { ejectionSeconds: 301 } }, 'ejection.ejectionSeconds'],
  [{ ejection: { maximumPercent: 101 } }, 'ejection.maximumPercent'],
  [{ limits: 100 }, 'limits'],
  [{ limits: { perCaller: 0 } }, 'limits.perCaller'],
  [{ limits: { perPod: 0 } }, 'limits.perPod'],
  [{ keepAliveSeconds: 1 }, 'keepAliveSeconds'],
  [{ zones: 'own' }, 'zones'],
  [{ warmupSeconds: -1 }, 'warmupSeconds'],
  [{ rateLimit: 100 }, 'rateLimit'],
  [{ rateLimit: {} }, 'rateLimit.requestsPerSecondPerPod'],
  [{ rateLimit: { requestsPerSecondPerPod: 1, burst: 0 } }, 'rateLimit.burst'],
  [{ callsInSequence: 'yes' }, 'callsInSequence'],
];
