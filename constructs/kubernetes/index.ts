// The public entry `bulkhead/kubernetes`: constructs for any cdk8s app.
export { Microservice, type MicroserviceProps } from './microservice';
export { Rollout, type RolloutProps } from './rollout';
export { TrafficRouter, type TrafficRouterProps } from './traffic-router';
export { LoadBalancerClass, readinessGateLabel, type LoadBalancerClassProps } from './load-balancer-class';
export { ServiceNamespaces, type ServiceNamespacesProps } from './service-namespaces';
export { AdmissionPolicies, type AdmissionPolicyProps } from './admission-policies';
export { PriorityClasses } from './priority-classes';
export { MeshGateway, type MeshGatewayProps } from './mesh-gateway';
export { MeshMember, type MeshMemberProps } from './mesh-member';
export { MeshPolicies, type MeshPoliciesProps } from './mesh-policies';
export { CollectorAgent, type CollectorAgentProps } from './collector/agent';
export { CollectorGateway, type CollectorGatewayProps } from './collector/gateway';
export { KubeStateMetrics, type KubeStateMetricsProps } from './kube-state-metrics';
export { Grafana, type GrafanaProps } from './grafana';
export { GrafanaDashboard, type GrafanaDashboardProps } from './grafana/dashboard';
export type { ContextProps } from './context';
