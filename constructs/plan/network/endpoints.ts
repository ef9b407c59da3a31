/**
 * Interface endpoints that can be asked for, and who calls the service from inside the VPC. A name is what follows
 * `com.amazonaws.<region>.` in the endpoint's service name. Others can be added with the VPC construct's own method.
 */
export const INTERFACE_ENDPOINTS = {
  'acm-pca': 'cert-manager issuing from a private CA',
  aps: 'managing a Prometheus workspace',
  'aps-workspaces': 'writing and querying metrics in managed Prometheus',
  autoscaling: 'node autoscalers',
  backup: 'backup clients',
  cloudformation: 'tools inside the VPC that deploy',
  config: 'compliance checks',
  dsql: 'managing Aurora DSQL',
  'dynamodb-streams': 'readers of DynamoDB streams',
  ec2: 'CNI, CSI drivers and node autoscalers of node groups',
  ec2messages: 'Session Manager on older images',
  'ecr.api': 'image pulls: authorization and manifests',
  'ecr.dkr': 'image pulls: the registry; layers come from S3',
  eks: 'nodes that describe their cluster when they join',
  'eks-auth': 'Pod Identity: every pod that calls AWS',
  elasticache: 'managing caches',
  elasticfilesystem: 'the EFS CSI driver',
  elasticloadbalancing: 'the load balancer controller',
  events: 'publishing to EventBridge',
  'execute-api': 'private API Gateway APIs',
  fis: 'fault injection experiments',
  glue: 'the schema registry',
  grafana: 'managing managed Grafana',
  'guardduty-data': 'GuardDuty runtime monitoring',
  kafka: 'managing MSK',
  'kinesis-firehose': 'log delivery',
  'kinesis-streams': 'stream producers and consumers',
  kms: 'envelope encryption in applications',
  lambda: 'invoking functions',
  logs: 'log collectors',
  monitoring: 'publishing and reading CloudWatch metrics',
  rds: 'managing databases; IAM tokens need no endpoint',
  'rds-data': 'SQL through the Data API',
  secretsmanager: 'reading secrets',
  sns: 'publishing notifications',
  sqs: 'queues',
  ssm: 'parameters and Session Manager',
  ssmmessages: 'Session Manager sessions',
  states: 'starting workflows',
  sts: 'role assumption and identity checks',
  synthetics: 'canaries in the VPC',
  xray: 'sending traces',
} as const satisfies Readonly<Record<string, string>>;

/** One of {@link INTERFACE_ENDPOINTS}. */
export type InterfaceEndpointName = keyof typeof INTERFACE_ENDPOINTS;

/** The names of {@link INTERFACE_ENDPOINTS}. */
export const INTERFACE_ENDPOINT_NAMES = Object.keys(INTERFACE_ENDPOINTS) as readonly InterfaceEndpointName[];
