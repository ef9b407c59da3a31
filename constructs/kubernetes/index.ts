// The public entry `bulkhead/kubernetes`: constructs for any cdk8s app.
export { Microservice, type MicroserviceProps } from './microservice';
export { Rollout, type RolloutProps } from './rollout';
export { TrafficRouter, type TrafficRouterProps } from './traffic-router';
export { LoadBalancerClass, readinessGateLabel, type LoadBalancerClassProps } from './load-balancer-class';
export type { ContextProps } from './context';
