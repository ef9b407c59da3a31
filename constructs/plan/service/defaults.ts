import type { ByTier, PlanContext } from '../context';
import type { ReplicaRange } from './capacity';
import type { ServiceFacts } from './facts';
import type { ServiceSpec } from './spec';

/** Where most HTTP servers of containers listen; above 1024, so that no privilege is needed. */
export const DEFAULT_PORT = 8080;

/** A port of its own for what the platform asks, so that no user reads metrics or drowns a probe. */
export const DEFAULT_ADMIN_PORT = 9090;

/** Longer than any request that a person waits for. AWS' own default of 300 s makes every rollout five minutes longer. */
export const DEFAULT_DRAIN_SECONDS = 30;

/** What a small service in a managed runtime uses; to be measured and changed. */
const RESOURCES: ByTier<{ readonly cpuMillicores: number; readonly memoryMebibytes: number }> = {
  development: { cpuMillicores: 100, memoryMebibytes: 128 },
  staging: { cpuMillicores: 250, memoryMebibytes: 256 },
  production: { cpuMillicores: 250, memoryMebibytes: 256 },
};

/** One core: below it, a limit stops a single thread in the middle of a request for the rest of each tenth of a second. */
const LEAST_CPU_LIMIT_MILLICORES = 1000;
const CPU_LIMIT_TIMES = 2;

/** Four times what is needed at rest: room for a peak, and a bound on what a mistake costs. */
const MAXIMUM_TIMES = 4;

/** How long a process has from SIGTERM to SIGKILL: Kubernetes' own default, which processes are written for. */
export const SHUTDOWN_SECONDS = 30;

/**
 * How long a pod still gets new requests after it began to stop: endpoints, proxies and the load balancer's controller hear
 * of it one after the other. Source: AWS Load Balancer Controller, "Pod readiness gate" and its advice on preStop.
 */
export const PROPAGATION_SECONDS = 10;

/** The paths by which services of the blueprint say how they are. */
export const HEALTH_PATHS = { startup: '/startupz', readiness: '/readyz', liveness: '/livez' } as const;

/** Long enough for a runtime to warm up; a service that needs more says so. */
export const STARTUP_SECONDS = 60;

/** What each pod is given, with its limits. */
export interface PodResources {
  /** The processor share that is reserved, in thousandths of a core. */
  readonly cpuMillicores: number;
  /** The most processor time that it may take. */
  readonly cpuLimitMillicores: number;
  /** Memory, reserved and at most, in MiB. */
  readonly memoryMebibytes: number;
}

/** What each pod is given. */
export function resolveResources({ resources }: ServiceSpec, { tier }: PlanContext): PodResources {
  const { cpuMillicores, memoryMebibytes } = resources ?? RESOURCES[tier];
  const usual = Math.max(CPU_LIMIT_TIMES * cpuMillicores, LEAST_CPU_LIMIT_MILLICORES);
  return { cpuMillicores, memoryMebibytes, cpuLimitMillicores: resources?.cpuLimitMillicores ?? usual };
}

/** Between how many pods the autoscaler chooses. */
export function resolveReplicas(
  { replicas }: ServiceSpec,
  { tier }: PlanContext,
  { zones }: Pick<ServiceFacts, 'zones'>,
): ReplicaRange {
  if (replicas !== undefined) return replicas;
  if (tier === 'development') return { minimum: 1, maximum: 3 };
  const minimum = Math.max(2, zones.length);
  return { minimum, maximum: MAXIMUM_TIMES * minimum };
}

/** The namespace that a service lives in. */
export function resolveNamespace({ namespace, name }: Pick<ServiceSpec, 'namespace' | 'name'>): string {
  return namespace ?? name;
}
