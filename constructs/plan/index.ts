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

export { edgeProblems, edgeSpec, type EdgeSpec } from './edge/spec';
export { planEdge, type EdgeFacts, type EdgePlan } from './edge/plan';
export { GATEWAY_PORTS, GATEWAY_SERVICE } from './edge/defaults';
export { gatewayDrain, type GatewayDrain } from './edge/drain';
export { STRIPPED_REQUEST_HEADERS, type StrippedHeader } from './edge/headers';
export { TARGET_GROUP_IDENTITY, targetGroupBinding } from './edge/target-group-binding';

export { resilienceSpec, type ResilienceSpec } from './resilience/spec';
export { callGraphProblems, callGraphWarnings } from './resilience/graph-rules';
export { gatewayProblems, gatewaySpec, type GatewaySpec } from './gateway/spec';
export { edgeRouteProblems } from './gateway/route-rules';
export { planMeshGateway, type MeshGatewayPlan } from './gateway/plan';
export { planMeshPolicies, type MeshPoliciesPlan } from './mesh/policies';
export { meshProblems, meshSpec, type MeshSpec } from './controllers/spec';
export { planControllers, type ControllerPlan, type ControllersContext } from './controllers/plan';
export { controllerNamespaces } from './controllers/namespaces';
export { injectionLabels } from './controllers/injection';
export { gitopsProblems, gitopsSpec, type GitopsSpec } from './gitops/spec';
export { planGitops, type GitopsPlan } from './gitops/plan';
export { namespacesProblems, namespacesSpec, type NamespacesSpec } from './guard-rails/namespaces/spec';
export { namespacesOf, planNamespaces, type NamespacePlan } from './guard-rails/namespaces/plan';
export { MESH_SIDECAR, quotaOf, type NamespaceQuota } from './guard-rails/namespaces/quota';
export { PRIORITY_CLASS_NAMES, PRIORITY_CLASSES, type PriorityClassName } from './guard-rails/priority-classes';
export { EXEMPT_NAMESPACES, type ExemptNamespace } from './guard-rails/admission/exempt-namespaces';

export {
  CHARTS,
  ISTIO_RELEASES,
  KUBERNETES_RELEASES,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from './versions/table';

export { alertingProblems, alertingSpec, type AlertingSpec } from './observability/alerting/spec';
export { planAlerting, type AlertingPlan } from './observability/alerting/plan';
export { planAlertManager, printAlertManager, type AlertManagerPlan } from './observability/alerting/alert-manager';
export { planAlarms, type Watched } from './observability/alarms/plan';
export { keyOf, type AlarmPlan } from './observability/alarms/model';
export { planProbe, type ProbePlan } from './observability/probe/plan';
export { collectorProblems, collectorSpec, type CollectorSpec } from './observability/collector/spec';
export { planCollector, type CollectorFacts, type CollectorPlan } from './observability/collector/plan';
export { collectorConfig, printCollectorConfig, type CollectorConfig } from './observability/collector/config/config';
export { configProblems } from './observability/collector/config/problems';
