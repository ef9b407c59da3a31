import { isObject, type Template, type TemplateResource } from '../checks/template';
import { isServerless } from './units';

/** Something that costs money as it is used. */
export interface Usage {
  readonly billed: string;
  readonly type: string;
  /** What is measured: `GB ingested`. */
  readonly by: string;
  readonly count: (resource: TemplateResource, template: Template) => number;
}

const one = (): number => 1;

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
  {
    billed: 'Rules of Prometheus',
    type: 'AWS::APS::RuleGroupsNamespace',
    by: 'sample that a rule reads, once a minute',
    count: one,
  },
  { billed: 'Alerts', type: 'AWS::SNS::Topic', by: 'message: e-mail, HTTPS request', count: one },
  {
    billed: 'Traces',
    type: 'AWS::XRay::TransactionSearchConfig',
    by: 'GB of spans ingested, percent of traces indexed above the first',
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
