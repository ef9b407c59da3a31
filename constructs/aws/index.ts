// The public entry `bulkhead/aws`: the tiers as CDK constructs.
export { ArgoCd, type ArgoCdProps } from './argo-cd';
export { type ContextProps } from './context';
export { FrontDoor, type FrontDoorProps } from './front-door';
export { KubernetesCluster, type KubernetesClusterProps } from './kubernetes-cluster';
export { MultiAzNetwork, type MultiAzNetworkProps } from './multi-az-network';
export { ReplicatedDatabase, type ReplicatedDatabaseProps } from './replicated-database';
export { ServiceAccountRole, type ServiceAccountRoleProps } from './service-account-role';
export { MetricsWorkspace, type MetricsWorkspaceProps } from './metrics-workspace';
