// The public entry `bulkhead/slo`: a promise, and everything that follows from it.
export { sloProblems, sloSpec, type Slo } from './spec';
export {
  burnRateAlerts,
  errorBudget,
  intolerableErrorRatio,
  latencyBudget,
  type BurnRateAlert,
  type ErrorBudget,
} from './budget';
export { analysisMetrics, requestsToJudge, type AnalysisMetric, type AnalysisOptions } from './analysis';
export {
  availabilityQuery,
  errorRatio,
  latencyQuery,
  requestRateQuery,
  unmeasuredQuery,
  withinThresholdQuery,
  type RequestsOf,
  type Window,
} from './queries';
export { METRICS, POD_HASH_LABEL, SCRAPED_POD_LABELS, type MetricsContract, type MetricSource } from './metrics';
export { metricsOf, type Vector } from './promql';
export { printQuery } from './promql-text';
