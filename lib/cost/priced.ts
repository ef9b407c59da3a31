import { isObject, type Template, type TemplateResource } from '../checks/template';
import { PRICES, type Price } from './prices';

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

/** Something that costs money as it is used. */
export interface Usage {
  readonly billed: string;
  readonly type: string;
  /** What is measured: `GB ingested`. */
  readonly by: string;
  readonly count: (resource: TemplateResource, template: Template) => number;
}

const one = (): number => 1;

/** What is billed by the hour or the month. Each type of the templates is here, in {@link USAGE} or in {@link FREE}. */
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
  { billed: 'KMS key', type: 'AWS::KMS::Key', unit: 'key', price: PRICES.key, count: one },
  { billed: 'Secret', type: 'AWS::SecretsManager::Secret', unit: 'secret', price: PRICES.secret, count: one },
];

/** What is billed by use. */
export const USAGE: readonly Usage[] = [
  {
    billed: 'Nodes of EKS Auto Mode',
    type: 'AWS::EKS::Cluster',
    by: 'EC2 instance-hour, about 12 % on top of it for Auto Mode, and EBS storage',
    count: (cluster) => {
      const compute = cluster.Properties?.ComputeConfig;
      return isObject(compute) && compute.Enabled === true ? 1 : 0;
    },
  },
  { billed: 'NAT gateway traffic', type: 'AWS::EC2::NatGateway', by: 'GB, beside the traffic itself', count: one },
  {
    billed: 'Interface endpoint traffic',
    type: 'AWS::EC2::VPCEndpoint',
    by: 'GB',
    count: (endpoint) => (endpoint.Properties?.VpcEndpointType === 'Interface' ? 1 : 0),
  },
  { billed: 'CloudWatch log groups', type: 'AWS::Logs::LogGroup', by: 'GB ingested, GB-month stored', count: one },
  { billed: 'Flow logs', type: 'AWS::EC2::FlowLog', by: 'GB delivered to CloudWatch Logs', count: one },
  {
    billed: 'Aurora Serverless above its least',
    type: 'AWS::RDS::DBInstance',
    by: 'capacity unit-hour',
    count: (instance) => (isServerless(instance) ? 1 : 0),
  },
  {
    billed: 'Aurora storage and backups',
    type: 'AWS::RDS::DBCluster',
    by: 'GB-month, million I/O requests, GB-month of backups beyond the size of the database',
    count: one,
  },
  {
    billed: 'Enhanced monitoring',
    type: 'AWS::RDS::DBInstance',
    by: 'GB ingested by CloudWatch Logs',
    count: (instance) => (Number(instance.Properties?.MonitoringInterval ?? 0) > 0 ? 1 : 0),
  },
  {
    billed: 'Prometheus metrics',
    type: 'AWS::APS::Workspace',
    by: 'sample ingested, sample queried, GB-month stored',
    count: one,
  },
  { billed: 'Image repositories', type: 'AWS::ECR::Repository', by: 'GB-month stored, GB to the internet', count: one },
  {
    billed: 'Load balancer traffic',
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    by: 'capacity unit-hour: connections, GB',
    count: one,
  },
  { billed: 'Firewall requests', type: 'AWS::WAFv2::WebACL', by: 'million requests', count: one },
  { billed: 'Logs in S3', type: 'AWS::S3::Bucket', by: 'GB-month stored, request', count: one },
  { billed: 'AWS Backup vaults', type: 'AWS::Backup::BackupVault', by: 'GB-month of snapshots', count: one },
  {
    billed: 'KMS keys',
    type: 'AWS::KMS::Key',
    by: 'request; each of the first two rotations adds a key’s price',
    count: one,
  },
  { billed: 'Secrets', type: 'AWS::SecretsManager::Secret', by: 'API call', count: one },
  {
    billed: 'Functions of deployments and rotation',
    type: 'AWS::Lambda::Function',
    by: 'request, GB-second',
    count: one,
  },
];

/** Types that AWS charges nothing for by themselves. A prefix ends with a colon. */
export const FREE: readonly string[] = [
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupSelection',
  'AWS::CDK::Metadata',
  'AWS::CertificateManager::Certificate',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::LaunchTemplate',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EKS::AccessEntry',
  'AWS::EKS::Addon',
  'AWS::EKS::PodIdentityAssociation',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::IAM::',
  'AWS::KMS::Alias',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::Permission',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBParameterGroup',
  'AWS::RDS::DBProxyTargetGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::Route53::RecordSet',
  'AWS::S3::BucketPolicy',
  'AWS::SSM::Parameter',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::SecretsManager::SecretTargetAttachment',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::WebACLAssociation',
  'Custom::',
];

/** A regional NAT gateway is billed for each zone that it stands in: each that it has addresses for. */
function natUnits(gateway: TemplateResource): number {
  return Math.max(1, lengthOf(gateway, 'AvailabilityZoneAddresses'));
}

function isServerless({ Properties }: TemplateResource): boolean {
  return Properties?.DBInstanceClass === 'db.serverless';
}

function leastUnits(instance: TemplateResource, template: Template): number {
  if (!isServerless(instance)) return 0;
  return numberIn(clusterOf(instance, template)?.Properties?.ServerlessV2ScalingConfiguration, 'MinCapacity');
}

function ioOptimized(instance: TemplateResource, template: Template): boolean {
  return clusterOf(instance, template)?.Properties?.StorageType === 'aurora-iopt1';
}

function clusterOf({ Properties }: TemplateResource, { Resources }: Template): TemplateResource | undefined {
  const reference = Properties?.DBClusterIdentifier;
  return isObject(reference) && typeof reference.Ref === 'string' ? Resources?.[reference.Ref] : undefined;
}

function lengthOf({ Properties }: TemplateResource, property: string): number {
  const value = Properties?.[property];
  return Array.isArray(value) ? value.length : 0;
}

function numberIn(value: unknown, key: string): number {
  return isObject(value) ? Number(value[key] ?? 0) : 0;
}
