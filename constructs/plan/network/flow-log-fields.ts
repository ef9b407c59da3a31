/**
 * What a flow log record holds, in order (VPC user guide, "Flow log records"). Beyond the default format: where it was
 * (zone, subnet, instance), who really talked when NAT or an endpoint stood between (`pkt-*`), which way and by which
 * path, and why it was refused. Append only: saved queries read by position.
 */
export const FLOW_LOG_FIELDS: readonly string[] = [
  'version',
  'account-id',
  'vpc-id',
  'subnet-id',
  'az-id',
  'instance-id',
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'pkt-srcaddr',
  'pkt-dstaddr',
  'pkt-src-aws-service',
  'pkt-dst-aws-service',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'reject-reason',
  'tcp-flags',
  'type',
  'flow-direction',
  'traffic-path',
  'log-status',
];
