import { isObject, type Template, type TemplateResource } from '../checks/template';
import { PRICES, type Price } from './prices';
import {
  clusterOf,
  ioOptimized,
  isServerless,
  leastUnits,
  lengthOf,
  metricsOfAlarm,
  mostSeriesOf,
  natUnits,
  numberIn,
  runsAMonth,
} from './units';

/** Something that costs money as long as it stands, whether it is used or not. */
export interface Standing {
  /** What the bill says: `NAT gateway`. */
  readonly billed: string;
  /** The CloudFormation type that it is billed for. */
  readonly type: string;
  /** What is counted: `gateway`. */
  readonly unit: string;
  /** Absent where no price could be sourced. */
  readonly price?: Price;
  /** How many units a resource of the type has. */
  readonly count: (resource: TemplateResource, template: Template) => number;
}

const one = (): number => 1;

/** What is billed by the hour or the month. Each type of the templates is here, in `usage.ts` or in `free.ts`. */
export const STANDING: readonly Standing[] = [
  { billed: 'NAT gateway', type: 'AWS::EC2::NatGateway', unit: 'gateway', price: PRICES.natGateway, count: natUnits },
  { billed: 'Public IPv4 address', type: 'AWS::EC2::EIP', unit: 'address', price: PRICES.publicAddress, count: one },
  {
    billed: 'Interface endpoint',
    type: 'AWS::EC2::VPCEndpoint',
    unit: 'endpoint in a zone',
    price: PRICES.interfaceEndpoint,
    count: (endpoint) => (endpoint.Properties?.VpcEndpointType === 'Interface' ? lengthOf(endpoint, 'SubnetIds') : 0),
  },
  {
    billed: 'EKS control plane',
    type: 'AWS::EKS::Cluster',
    unit: 'cluster',
    price: PRICES.controlPlane,
    count: one,
  },
  {
    billed: 'EKS provisioned control plane',
    type: 'AWS::EKS::Cluster',
    unit: 'cluster of a larger tier',
    count: (cluster) => {
      const scaling = cluster.Properties?.ControlPlaneScalingConfig;
      const tier = isObject(scaling) ? scaling.Tier : undefined;
      return tier === undefined || tier === 'standard' ? 0 : 1;
    },
  },
  {
    billed: 'Node group, its least',
    type: 'AWS::EKS::Nodegroup',
    unit: 'EC2 instance',
    count: (nodeGroup) => numberIn(nodeGroup.Properties?.ScalingConfig, 'MinSize'),
  },
  {
    billed: 'Aurora Serverless, its least',
    type: 'AWS::RDS::DBInstance',
    unit: 'capacity unit',
    price: PRICES.serverlessUnit,
    count: (instance, template) => (ioOptimized(instance, template) ? 0 : leastUnits(instance, template)),
  },
  {
    billed: 'Aurora Serverless, I/O-Optimized, its least',
    type: 'AWS::RDS::DBInstance',
    unit: 'capacity unit',
    count: (instance, template) => (ioOptimized(instance, template) ? leastUnits(instance, template) : 0),
  },
  {
    billed: 'Aurora instance',
    type: 'AWS::RDS::DBInstance',
    unit: 'instance of its class',
    count: (instance) => (isServerless(instance) ? 0 : 1),
  },
  {
    billed: 'Database Insights, advanced',
    type: 'AWS::RDS::DBInstance',
    unit: 'instance, by its capacity',
    count: (instance, template) =>
      clusterOf(instance, template)?.Properties?.DatabaseInsightsMode === 'advanced' ? 1 : 0,
  },
  {
    // The least of 8 capacity units per proxy of a serverless store: public reports of 2024; no price for eu-west-1 found.
    billed: 'RDS Proxy',
    type: 'AWS::RDS::DBProxy',
    unit: 'proxy, by its database’s capacity, 8 units at least',
    count: one,
  },
  {
    // Like an interface endpoint, as far as is known; nothing was found that confirms it.
    billed: 'RDS Proxy endpoint beside the first',
    type: 'AWS::RDS::DBProxyEndpoint',
    unit: 'endpoint in a zone',
    count: (endpoint) => lengthOf(endpoint, 'VpcSubnetIds'),
  },
  {
    billed: 'Application load balancer',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    unit: 'load balancer',
    count: one,
  },
  { billed: 'Firewall', type: 'AWS::WAFv2::WebACL', unit: 'web ACL, with its rules', count: one },
  {
    billed: 'CloudWatch alarm',
    type: 'AWS::CloudWatch::Alarm',
    unit: 'metric that an alarm looks at',
    price: PRICES.alarm,
    count: metricsOfAlarm,
  },
  {
    billed: 'CloudWatch composite alarm',
    type: 'AWS::CloudWatch::CompositeAlarm',
    unit: 'alarm on other alarms',
    price: PRICES.compositeAlarm,
    count: one,
  },
  {
    billed: 'CloudWatch dashboard',
    type: 'AWS::CloudWatch::Dashboard',
    unit: 'dashboard; an account has three for nothing',
    price: PRICES.dashboard,
    count: one,
  },
  {
    // Its rate is fixed, so it is a price of standing there; what its function takes comes on top. None for eu-west-1 was found.
    billed: 'Probe of the public entry',
    type: 'AWS::Synthetics::Canary',
    unit: 'run a month',
    count: runsAMonth,
  },
  {
    billed: 'Prometheus metrics, at most',
    type: 'AWS::APS::Workspace',
    unit: 'active series that the workspace takes',
    count: mostSeriesOf,
  },
  { billed: 'KMS key', type: 'AWS::KMS::Key', unit: 'key', price: PRICES.key, count: one },
  { billed: 'Secret', type: 'AWS::SecretsManager::Secret', unit: 'secret', price: PRICES.secret, count: one },
];
