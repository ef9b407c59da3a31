import { blueGreen, canary } from '../../../constructs/delivery/spec';
import type { CheckSpec } from '../../../constructs/delivery/checks';
import { service, type EnvironmentService } from '../../../lib/environment/service';

const promise = {
  availability: 0.999,
  latency: { percentile: 99, thresholdMilliseconds: 250 },
  requestsPerSecond: 200,
  windowDays: 28,
} as const;

/** The least that a service needs to say, the ground that the tests vary. */
export const LEAST = service({
  image: 'ghcr.io/rides/payment:1.4.2',
  promise: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 200 },
});

/** A promise and a smoke check that say everything which has an end. */
const CHECKS: CheckSpec[] = [
  {
    check: 'promise',
    windowSeconds: 120,
    initialDelaySeconds: 180,
    intervalSeconds: 60,
    count: 6,
    failureLimit: 1,
    inconclusiveLimit: 1,
    consecutiveErrorLimit: 30,
    consecutiveSuccessLimit: 3,
  },
  {
    check: 'smoke',
    path: '/healthz',
    target: 'canary',
    timeoutSeconds: 5,
    initialDelaySeconds: 0,
    intervalSeconds: 10,
    count: 3,
    failureLimit: 0,
    inconclusiveLimit: 0,
    consecutiveErrorLimit: 12,
    consecutiveSuccessLimit: 3,
  },
];

/** An analysis beside the steps measures until the promotion: the rules let its checks have no end of their own. */
const ENDLESS_CHECKS = CHECKS.map(({ count: _, consecutiveSuccessLimit: __, ...check }) => check as CheckSpec);

/** All of a canary, by the mesh: each kind of step, in each of its forms. */
const trip = service({
  resilience: { timeoutMilliseconds: 3000 },
  image: { build: 'examples/reference-service' },
  promise,
  calls: ['payment', { service: 'mapping', optional: true }],
  replicas: { minimum: 4, maximum: 8 },
  router: { kind: 'istio' },
  strategy: canary({
    steps: [
      { step: 'setCanaryScale', scale: { replicas: 2 } },
      {
        step: 'headerRoute',
        name: 'testers',
        match: [
          { header: 'x-canary', value: { exact: 'yes' } },
          { header: 'x-client', value: { prefix: 'test-' } },
          { header: 'x-version', value: { regex: 'v[12]' } },
        ],
      },
      {
        step: 'mirror',
        name: 'shadow',
        percentage: 10,
        match: [
          { method: { exact: 'GET' }, path: { exact: '/v1/trips' } },
          { method: { exact: 'GET' }, path: { prefix: '/v1/quotes/' } },
          { method: { exact: 'HEAD' }, path: { regex: '/v[12]/.*' } },
        ],
      },
      { step: 'analysis', checks: CHECKS },
      {
        step: 'experiment',
        seconds: 3600,
        templates: [
          { name: 'baseline', version: 'stable', replicas: 1, weight: 5 },
          { name: 'candidate', version: 'canary', replicas: 1, weight: 5 },
        ],
        checks: CHECKS,
      },
      { step: 'headerRoute', name: 'testers' },
      { step: 'mirror', name: 'shadow' },
      { step: 'setCanaryScale', scale: { weight: 50 } },
      { step: 'setWeight', weight: 5 },
      { step: 'setCanaryScale', scale: { matchTrafficWeight: true } },
      { step: 'pause', seconds: 1800 },
      { step: 'setWeight', weight: 50 },
      { step: 'pause' },
    ],
    analysis: { startingStep: 9, checks: ENDLESS_CHECKS },
    minPodsPerReplicaSet: 2,
    dynamicStableScale: false,
    scaleDownDelaySeconds: 300,
    abortScaleDownDelaySeconds: 300,
    onNoEvidence: 'hold',
    load: { requestsPerSecond: 20, path: '/v1/trips' },
  }),
});

/** All of a blue-green release, and all that a service says of itself and of how calls to it survive failures. */
const payment = service({
  image: 'ghcr.io/rides/payment:1.4.2',
  promise,
  port: 8443,
  adminPort: 9091,
  namespace: 'payments',
  resources: { cpuMillicores: 500, memoryMebibytes: 512, cpuLimitMillicores: 2000 },
  replicas: { minimum: 3, maximum: 12 },
  reaches: [{ cidr: '203.0.113.0/24', port: 443 }],
  edge: {
    hosts: ['api.rides.example'],
    paths: ['/v1/payments'],
    routes: [
      {
        path: '/v1/refunds',
        match: 'exact',
        methods: ['POST'],
        authentication: 'required',
        claims: { scope: 'refunds:write', role: ['clerk', 'auditor'] },
        maximumBodyKibibytes: 64,
        cors: {
          origins: ['https://app.rides.example'],
          headers: ['authorization'],
          exposedHeaders: ['retry-after'],
          credentials: false,
          maximumAgeSeconds: 600,
        },
      },
      {
        path: '/v1/receipts',
        match: 'prefix',
        authentication: 'required',
        maximumBodyKibibytes: 'unlimited',
        cors: 'none',
      },
    ],
  },
  configuration: { CURRENCY: 'EUR' },
  secrets: ['stripe-key'],
  drainSeconds: 45,
  health: { startup: '/started', readiness: '/ready', liveness: '/alive', startupSeconds: 120 },
  metrics: { path: '/prometheus' },
  priorityClass: 'critical-service',
  strategy: blueGreen({
    previewReplicaCount: 2,
    autoPromotionEnabled: true,
    autoPromotionSeconds: 300,
    prePromotionAnalysis: { checks: CHECKS },
    postPromotionAnalysis: { checks: CHECKS },
    scaleDownDelaySeconds: 3600,
    abortScaleDownDelaySeconds: 300,
    onNoEvidence: 'abort',
    load: { requestsPerSecond: 20, path: '/v1/payments' },
  }),
  resilience: {
    timeoutMilliseconds: 2000,
    retries: {
      attempts: 2,
      perTryTimeoutMilliseconds: 500,
      backoffMilliseconds: 25,
      idempotent: 'idempotent-methods',
      idempotencyKey: 'idempotency-key',
      budgetPercent: 20,
    },
    ejection: { consecutiveErrors: 5, ejectionSeconds: 30, maximumPercent: 34 },
    limits: { perCaller: 1000, perPod: 500 },
    keepAliveSeconds: 65,
    zones: 'any',
    warmupSeconds: 60,
    rateLimit: { requestsPerSecondPerPod: 1000, burst: 2000 },
    callsInSequence: true,
  },
});

/** The other two routers, the third form of an image, and calls by name. */
const mapping = service({
  ...LEAST,
  image: { tag: '2.0.0' },
  edge: {},
  router: { kind: 'alb', pingPong: true },
});
const fares = service({
  ...LEAST,
  calls: ['mapping'],
  router: { kind: 'replicas' },
  resilience: { timeoutMilliseconds: 2000 },
});

/** Services that between them say everything that can be said. */
export const EVERYTHING: Readonly<Record<string, EnvironmentService>> = { trip, payment, mapping, fares };
