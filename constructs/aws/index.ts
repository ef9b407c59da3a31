// The public entry `bulkhead/aws`: the tiers as CDK constructs.
export { type ContextProps } from './context';
export { KubernetesCluster, type KubernetesClusterProps } from './kubernetes-cluster';
export { MultiAzNetwork, type MultiAzNetworkProps } from './multi-az-network';
export { ReplicatedDatabase, type ReplicatedDatabaseProps } from './replicated-database';
export { ServiceAccountRole, type ServiceAccountRoleProps } from './service-account-role';
