import { HASH_ARGUMENT, type AnalysisPlan, type MetricPlan } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import { goDuration } from '../duration';
import type { AnalysisTemplate, AnalysisTemplateMetric, PrometheusMetric } from '../manifests/rollout';
import { loadJob } from './load-job';
import { smokeJob } from './smoke-job';

/** How long a query may take: longer than any that is healthy, shorter than the least interval between two. */
const QUERY_TIMEOUT_SECONDS = 20;

/** One analysis of a service's rollout. */
export function analysisTemplate(analysis: AnalysisPlan, plan: ServicePlan): AnalysisTemplate {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: analysis.name, namespace: plan.namespace, labels: plan.labels },
    spec: {
      ...(asksByHash(analysis) ? { args: [{ name: HASH_ARGUMENT }] } : {}),
      metrics: analysis.metrics.map((metric) => templateMetric(metric, plan)),
    },
  };
}

/** Whether an analysis has to be told which pods are the new version's. */
export function asksByHash({ metrics }: AnalysisPlan): boolean {
  return metrics.some(({ kind }) => kind === 'query');
}

function templateMetric(metric: MetricPlan, plan: ServicePlan): AnalysisTemplateMetric {
  const pace = {
    name: metric.name,
    ...(metric.initialDelaySeconds === 0 ? {} : { initialDelay: goDuration(metric.initialDelaySeconds) }),
    interval: goDuration(metric.intervalSeconds),
    ...(metric.count === undefined ? {} : { count: metric.count }),
    failureLimit: metric.failureLimit,
    inconclusiveLimit: metric.inconclusiveLimit,
    consecutiveErrorLimit: metric.consecutiveErrorLimit,
    ...(metric.consecutiveSuccessLimit === undefined
      ? {}
      : { consecutiveSuccessLimit: metric.consecutiveSuccessLimit }),
  };
  if (metric.kind === 'request') return { ...pace, provider: { job: smokeJob(metric, plan) } };
  if (metric.kind === 'load') return { ...pace, provider: { job: loadJob(metric, plan) } };
  return {
    ...pace,
    successCondition: metric.successCondition,
    failureCondition: metric.failureCondition,
    provider: { prometheus: question(metric.query, plan) },
  };
}

/**
 * Without an address the controller takes that of its variable `ARGO_ROLLOUTS_PROMETHEUS_ADDRESS`: it is only known after
 * a deployment, and names the account's workspace. It signs for the region with its own role.
 */
function question(query: string, { prometheus }: ServicePlan): PrometheusMetric {
  const common = { query, timeout: QUERY_TIMEOUT_SECONDS };
  return prometheus.kind === 'address'
    ? { address: prometheus.address, ...common }
    : { ...common, authentication: { sigv4: { region: prometheus.region } } };
}
