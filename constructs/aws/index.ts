// The public entry `bulkhead/aws`: the tiers as CDK constructs.
export { ArgoCd, type ArgoCdProps } from './argo-cd';
export { type ContextProps } from './context';
export { FrontDoor, type FrontDoorProps } from './front-door';
export { ManagedGrafana, type ManagedGrafanaProps } from './managed-grafana';
export { KubernetesCluster, type KubernetesClusterProps } from './kubernetes-cluster';
export { MultiAzNetwork, type MultiAzNetworkProps } from './multi-az-network';
export { ReplicatedDatabase, type ReplicatedDatabaseProps } from './replicated-database';
export { ServiceAccountRole, type ServiceAccountRoleProps } from './service-account-role';
export { MetricsWorkspace, type MetricsWorkspaceProps } from './metrics-workspace';
export { AlertRules, type AlertRulesProps } from './observability/alert-rules';
export { AlertTopics, type AlertTopicsProps } from './observability/alert-topics';
export { ContainerLogs, type ContainerLogsProps } from './observability/container-logs';
export { EntryProbe } from './observability/entry-probe';
export { PlatformAlarms, type PlatformAlarmsProps } from './observability/platform-alarms';
export { PlatformDashboard, type PlatformDashboardProps } from './observability/platform-dashboard';
export { TransactionSearch, type TransactionSearchProps } from './observability/transaction-search';
