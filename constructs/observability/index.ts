// The public entry `bulkhead/observability`: from the promises of services, everything that watches them.
export { monitoredService } from './services';
export type { MonitoredService } from './alerts/service/service';
export type { MonitoredPlatform } from './alerts/platform/alerts';
export { planMonitoring, provenRules, RUNBOOKS, type MonitoringInput, type MonitoringPlan } from './plan';
export type { Alert, AlertSeverity, BudgetCost, Runbook } from './alerts/alert';
export type { Inhibition, LabelCondition } from './alerts/inhibitions';
export { packRuleFiles, RULE_LIMITS, ruleExcesses, ruleSize, type RuleExcess, type RuleSize } from './rules/limits';
export { printRuleFile, type Rule, type RuleFile, type RuleGroup } from './rules/rule';
export { promtoolTests, type ProvenRules, type PromtoolFile } from './proof/promtool';
export { grafanaDashboard, METRICS_DATA_SOURCE, type DataSource } from './dashboards/grafana';
export type { Dashboard } from './dashboards/dashboard';
export type { RunbookPage } from './runbooks/markdown';
export { PRODUCERS, select, type MetricName, type ProducerName } from './catalogue/catalogue';
export type { Collection, MetricFamily, Producer } from './catalogue/metric';
