/**
 * Types whose replacement is an outage or fails, though the service specification does not count them as stateful: each
 * holds state, is what traffic passes through, or cannot be there twice. Those that it does count (databases, tables,
 * file systems, buckets, keys, secrets, log groups, backup vaults …) need no entry.
 */
export const OUTAGE_WHEN_REPLACED: ReadonlyMap<string, string> = new Map([
  ['AWS::EKS::Cluster', 'it holds every Kubernetes object'],
  ['AWS::EKS::Nodegroup', 'its nodes and what runs on them go'],
  ['AWS::EKS::Addon', 'what it does for the cluster stops in between'],
  ['AWS::EKS::AccessEntry', 'its people are locked out in between'],
  ['AWS::EKS::PodIdentityAssociation', 'its pods lose their permissions in between'],
  ['AWS::MSK::Cluster', 'it holds the log of events'],
  ['AWS::APS::Workspace', 'it holds the metrics'],
  ['AWS::APS::RuleGroupsNamespace', 'its alerts are silent in between, and a workspace takes a name once'],
  ['AWS::Grafana::Workspace', 'it holds the dashboards'],
  ['AWS::RDS::DBProxy', 'its endpoint is what services connect to'],
  ['AWS::RDS::DBProxyEndpoint', 'it is what services connect to'],
  ['AWS::RDS::GlobalCluster', 'it binds the regions of a database'],
  ['AWS::DSQL::Cluster', 'it holds data'],
  ['AWS::ElastiCache::ServerlessCache', 'it holds data'],
  ['AWS::MemoryDB::Cluster', 'it holds data'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'its address is what clients connect to'],
  ['AWS::EC2::VPC', 'everything stands in it'],
  ['AWS::EC2::Subnet', 'everything in it goes'],
  ['AWS::EC2::VPCEndpoint', 'connections through it break'],
  ['AWS::EC2::NatGateway', 'its address is what partners admit'],
  ['AWS::EC2::SecurityGroup', 'other stacks still name the old one, and it cannot be deleted while they do'],
  // Made anew before the old one is deleted, with the same values: EC2 answers that it exists, and the deployment
  // fails.
  ['AWS::EC2::SecurityGroupIngress', 'EC2 refuses to make the same rule twice'],
  ['AWS::EC2::SecurityGroupEgress', 'EC2 refuses to make the same rule twice'],
  ['AWS::EC2::Route', 'EC2 refuses to make the same route twice'],
]);

/**
 * Types that live as long as their environment and that create-only properties of other resources name: they are always
 * referred to strongly, whoever refers to them, so that nobody has to judge each consumer.
 */
export const FOUNDATIONS: ReadonlySet<string> = new Set([
  'AWS::APS::Workspace',
  'AWS::EC2::VPC',
  'AWS::EC2::Subnet',
  'AWS::KMS::Key',
]);
