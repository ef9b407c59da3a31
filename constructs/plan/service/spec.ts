import { z } from 'zod';
import { routerSpec } from '../../delivery/router';
import { strategySpec } from '../../delivery/spec';
import { sloSpec } from '../../slo/spec';
import { callSpec, resilienceSpec } from '../resilience/spec';
import { told } from '../spec';
import { serviceEdgeSpec } from './edge-spec';

export { serviceProblems } from './rules';

/** A name that Kubernetes takes for Services and labels (RFC 1123), short enough for what is appended to it. */
const NAME = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

const serviceName = (because: string) =>
  z
    .string()
    .regex(NAME)
    .meta(told({ as: 'payment', because }));

const urlPath = (as: string) =>
  z
    .string()
    .regex(/^\/[\w\-./~%]*$/)
    .meta(told({ as, because: 'a path begins with a slash' }));

/** The name of a service, where it stands as a key. */
export const serviceNameSpec = serviceName('Kubernetes makes longer names of it, and none may exceed 63 characters');

/** The shape of a service's description. What types cannot say is in `serviceProblems`. */
export const serviceSpec = z.strictObject({
  /**
   * What it is called, everywhere: `payment`. Its Kubernetes objects, its metrics, its IAM role and its address for other
   * services (`http://payment.payment:8080`) carry this name. At most 40 lower-case letters, digits and dashes.
   */
  name: serviceNameSpec,

  /**
   * What it runs, with a tag or a digest: `ghcr.io/rides/payment:1.4.2`. `latest` is refused: a tag that moves rolls nothing
   * out, cannot be rolled back to, and gives two pods of one version different code.
   */
  image: z
    .string()
    .min(1)
    .meta(told({ as: 'ghcr.io/rides/payment:1.4.2', because: 'an image is named with its version' })),

  /** What it promises its users: `{ availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, … }`. */
  promise: sloSpec.meta(
    told({
      as: { availability: 0.999, latency: { percentile: 99, thresholdMilliseconds: 250 }, requestsPerSecond: 50 },
    }),
  ),

  /**
   * The port that it listens on: `8080`. Its Kubernetes Services use the same number, because the VPC CNI enforces network
   * policies only where both are the same (EKS user guide, "Limit Pod traffic with Kubernetes network policies").
   * @default - `8080`
   */
  port: z
    .int()
    .min(1024)
    .max(65535)
    .meta(told({ as: 8080, because: 'a process without privileges cannot listen below 1024' }))
    .optional(),

  /**
   * The port that answers the platform: probes and metrics, and not the users: `9090`. A service with one port names that.
   * @default - `9090`
   */
  adminPort: z
    .int()
    .min(1024)
    .max(65535)
    .meta(told({ as: 9090, because: 'a process without privileges cannot listen below 1024' }))
    .optional(),

  /**
   * The Kubernetes namespace that it lives in: `payments`.
   * @default - a namespace of its own, named like the service
   */
  namespace: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
    .meta(told({ as: 'payments', because: 'a namespace is a DNS label' }))
    .optional(),

  /**
   * What each pod is given: `{ cpuMillicores: 500, memoryMebibytes: 512 }`.
   * @default - 100 millicores and 128 MiB in development, 250 and 256 elsewhere
   */
  resources: z
    .strictObject({
      /** The share of a processor that is reserved, in thousandths: `500` is half a core. The autoscaler measures against it. */
      cpuMillicores: z
        .int()
        .min(10)
        .max(64_000)
        .meta(told({ as: 250, because: 'processor time is asked for in thousandths of a core' })),
      /** The memory that is reserved and never exceeded, in MiB: `512`. Request and limit are the same: memory cannot be throttled. */
      memoryMebibytes: z
        .int()
        .min(16)
        .max(262_144)
        .meta(told({ as: 256, because: 'memory is asked for in MiB' })),
      /**
       * The most processor time that it may take, in thousandths of a core: `2000`.
       * @default - twice the request, and a whole core at least, so that one thread is never stopped within a request
       */
      cpuLimitMillicores: z
        .int()
        .min(10)
        .max(64_000)
        .meta(told({ as: 1000, because: 'the limit is in thousandths of a core' }))
        .optional(),
    })
    .meta(told({ as: { cpuMillicores: 250, memoryMebibytes: 256 } }))
    .optional(),

  /**
   * Between how many pods the autoscaler chooses, before those of a rollout: `{ minimum: 3, maximum: 12 }`.
   * @default - from 1 to 3 in development; elsewhere from one pod in each zone (two at least) to four times as many
   */
  replicas: z
    .strictObject({
      /** The fewest pods: `3`. */
      minimum: z
        .int()
        .min(1)
        .max(1000)
        .meta(told({ as: 3 })),
      /** The most pods: `12`. */
      maximum: z
        .int()
        .min(1)
        .max(5000)
        .meta(told({ as: 12 })),
    })
    .meta(told({ as: { minimum: 3, maximum: 12 } }))
    .optional(),

  /**
   * The services that it calls: `['user', 'mapping']`. It is told their addresses by `BULKHEAD_CALLS`
   * (`user=http://user.user:8080,mapping=…`), and reaches nothing else in the cluster. What it answers without is named
   * as `{ service: 'mapping', optional: true }`.
   * @default - none
   */
  calls: z
    .array(callSpec)
    .meta(told({ as: ['user', { service: 'mapping', optional: true }] }))
    .optional(),

  /**
   * The services that may call it: `['trip']`. Nobody else gets through.
   * @default - the services of the environment that name it among their `calls`
   */
  callers: z
    .array(serviceName('a caller is a service, by its name'))
    .meta(told({ as: ['trip'] }))
    .optional(),

  /**
   * The stores of the environment that it uses: `['ledger']`.
   * @default - none
   */
  stores: z
    .array(
      z
        .string()
        .min(1)
        .meta(told({ as: 'ledger', because: 'a store is named as in the environment' })),
    )
    .meta(told({ as: ['ledger'] }))
    .optional(),

  /**
   * Addresses outside the cluster that it must reach: `[{ cidr: '203.0.113.0/24', port: 443 }]`.
   * @default - none
   */
  reaches: z
    .array(
      z.strictObject({
        /** The addresses: `203.0.113.0/24`, or `0.0.0.0/0` for a provider without fixed ones. */
        cidr: z
          .string()
          .regex(/^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/)
          .meta(told({ as: '203.0.113.0/24', because: 'a network policy knows addresses, not names' })),
        /** The TCP port: `443`. */
        port: z
          .int()
          .min(1)
          .max(65535)
          .meta(told({ as: 443 })),
      }),
    )
    .meta(told({ as: [{ cidr: '203.0.113.0/24', port: 443 }] }))
    .optional(),

  /**
   * Makes it reachable from outside the cluster, through the mesh's gateway or a load balancer:
   * `{ routes: [{ path: '/v1/trips', methods: ['POST'], authentication: 'required' }] }`, or whole subtrees, `{ paths: ['/trips'] }`.
   * @default - only other services reach it
   */
  edge: serviceEdgeSpec.meta(told({ as: { paths: ['/trips'] } })).optional(),

  /**
   * Settings, given as environment variables: `{ CURRENCY: 'EUR' }`. A change of any rolls the pods.
   * @default - none
   */
  configuration: z
    .record(
      z
        .string()
        .regex(/^[A-Z][A-Z0-9_]*$/)
        .meta(told({ as: 'CURRENCY', because: 'an environment variable is written in capitals' })),
      z.string().meta(told({ as: 'EUR', because: 'an environment variable is text' })),
    )
    .meta(told({ as: { CURRENCY: 'EUR' } }))
    .optional(),

  /**
   * Secrets of AWS Secrets Manager that it reads as files: `['stripe-key']` is the secret
   * `/bulkhead/prod/services/payment/stripe-key`, in the file `/var/run/secrets/platform/stripe-key`. Databases and brokers
   * are entered with IAM and need none. A secret makes Secrets Manager something that a pod cannot start without.
   * @default - none
   */
  secrets: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
        .meta(told({ as: 'stripe-key', because: 'the name becomes part of a path, and a file' })),
    )
    .meta(told({ as: ['stripe-key'] }))
    .optional(),

  /**
   * How a new version takes over: `canary({ … })` or `blueGreen({ … })`.
   * @default - a canary with 5, 25 and 50 % of the requests, judged by the promise from the first step on
   */
  strategy: strategySpec.optional(),

  /**
   * What divides requests between two versions: `{ kind: 'istio' }`.
   * @default - as the environment has it; else `replicas`, by the number of pods
   */
  router: routerSpec.optional(),

  /**
   * How calls to it survive failures, where there is a mesh: how long callers wait, what is tried again, how much is let
   * through: `{ timeoutMilliseconds: 2000, retries: { idempotent: 'idempotent-methods' } }`.
   * @default - all of it follows from the promise and the pods
   */
  resilience: resilienceSpec.meta(told({ as: { timeoutMilliseconds: 2000 } })).optional(),

  /**
   * For how long a pod that is being stopped goes on answering, in seconds: `30`. The load balancer's deregistration delay
   * is the same. Take more than the longest request.
   * @default - `30`
   */
  drainSeconds: z
    .int()
    .min(5)
    .max(900)
    .meta(told({ as: 30, because: 'a pod must outlive the requests that it has, and those still sent to it' }))
    .optional(),

  /**
   * Where it says how it is, on its admin port: `{ readiness: '/readyz' }`.
   * @default - `/startupz`, `/readyz` and `/livez`, 60 seconds to start
   */
  health: z
    .strictObject({
      /**
       * Answers 200 once it has started: `/startupz`.
       * @default - `/startupz`
       */
      startup: urlPath('/startupz').optional(),
      /**
       * Answers 200 while it can serve: `/readyz`. It may ask what it depends on, if it cannot serve without.
       * @default - `/readyz`
       */
      readiness: urlPath('/readyz').optional(),
      /**
       * Answers 200 unless only a restart would help: `/livez`. It must not ask what it depends on: a slow database would
       * restart every pod at once.
       * @default - `/livez`
       */
      liveness: urlPath('/livez').optional(),
      /**
       * How long it may take to start, in seconds: `120`.
       * @default - `60`
       */
      startupSeconds: z
        .int()
        .min(5)
        .max(1800)
        .meta(told({ as: 120, because: 'after this time the pod is restarted' }))
        .optional(),
    })
    .meta(told({ as: { readiness: '/readyz' } }))
    .optional(),

  /**
   * Where its metrics are read, on its admin port: `{ path: '/metrics' }`.
   * @default - `/metrics`
   */
  metrics: z
    .strictObject({
      /**
       * The path: `/metrics`.
       * @default - `/metrics`
       */
      path: urlPath('/metrics').optional(),
    })
    .meta(told({ as: { path: '/metrics' } }))
    .optional(),

  /**
   * How important its pods are when nodes are short: the name of a PriorityClass, `critical-service`.
   * @default - the cluster's default
   */
  priorityClass: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/)
    .meta(told({ as: 'critical-service', because: 'a PriorityClass is named like any object' }))
    .optional(),
});

/** A service: what a service team writes, and the props of `Microservice`. */
export type ServiceSpec = z.infer<typeof serviceSpec>;
