import { pathName, type PlanContext } from '../context';

/** The namespace of what collects, keeps and shows metrics, logs and traces. */
export const OBSERVABILITY_NAMESPACE = 'observability';

/** The collector on each node, by the name of its DaemonSet, its Service and its service account. */
export const AGENT = { namespace: OBSERVABILITY_NAMESPACE, name: 'otel-agent', otlpHttpPort: 4318 } as const;

/** The collectors that decide which traces are kept, by the name of their StatefulSet, Service and service account. */
export const GATEWAY = { namespace: OBSERVABILITY_NAMESPACE, name: 'otel-gateway', otlpGrpcPort: 4317 } as const;

/** Who tells the state of Kubernetes' objects, by the name of its Deployment, Service account and label. */
export const CLUSTER_STATE = {
  namespace: OBSERVABILITY_NAMESPACE,
  name: 'kube-state-metrics',
  port: 8080,
  portName: 'http-metrics',
} as const;

/** Whose logs a log group holds: of the services, or of the platform's own pods in every other namespace. */
export const CONTAINER_LOGS = ['services', 'platform'] as const;

/** One of {@link CONTAINER_LOGS}. */
export type ContainerLogs = (typeof CONTAINER_LOGS)[number];

/** The log group of containers' logs: `/bulkhead/prod/logs/services`. Whoever writes to it does not make it. */
export function containerLogGroup(context: PlanContext, of: ContainerLogs): string {
  return pathName(context, 'logs', of);
}

/**
 * The only stream of each of these groups, made with it: CloudWatch takes logs by OTLP into a stream that exists, and gives
 * each group, not each stream, its rate since 2023 (CloudWatch Logs quotas).
 */
export const CONTAINER_LOG_STREAM = AGENT.name;

/** By what a service's telemetry says in which time it promises to answer, in milliseconds: an attribute of the resource. */
export const PROMISE_ATTRIBUTE = 'bulkhead.promise.latency_milliseconds';
