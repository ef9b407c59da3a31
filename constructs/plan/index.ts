// The public entry `bulkhead/plan`: what a tier is, decided without any engine.
export { ENVIRONMENT_TIERS, pathName, physicalName, type EnvironmentTier, type PlanContext } from './context';
export { formatProblems, SpecError, type Problem } from './problem';
export { checkSpec, shapeProblems } from './spec';

export { networkProblems, networkSpec, type NetworkSpec } from './network/spec';
export { planNetwork, type NetworkPlan } from './network/plan';

export { clusterProblems, clusterSpec, type ClusterSpec } from './cluster/spec';
export { planCluster, type ClusterPlan } from './cluster/plan';
export { COMPUTE_MODE_FACTS, type ComputeMode, type ComputeModeFacts } from './cluster/compute-modes';

export { databaseProblems, databaseSpec, type DatabaseSpec } from './database/spec';
export { planDatabase, type DatabasePlan } from './database/plan';

export { serviceProblems, serviceSpec, type ServiceSpec } from './service/spec';
export { planService, type ServicePlan } from './service/plan';
export { defaultFacts, type ServiceFacts } from './service/facts';
export { peerFacts } from './service/peers';

export { CHARTS, KUBERNETES_RELEASES, KUBERNETES_VERSIONS, type KubernetesVersion } from './versions/table';
