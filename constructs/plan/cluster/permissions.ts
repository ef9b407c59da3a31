/** What an IAM policy allows, as plain data. There are no denials: what is not allowed here is denied. */
export interface Permission {
  /** Why it is needed; becomes the statement's id: `ResizeTheGroupsOfThisCluster`. */
  readonly id: string;
  /** `['autoscaling:SetDesiredCapacity']` */
  readonly actions: readonly string[];
  /** ARNs, or `*` where the service knows no resource for the action or a condition narrows it. */
  readonly resources: readonly string[];
  /** Conditions by operator and key: `{ StringEquals: { 'aws:ResourceTag/owner': 'x' } }`. */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The part of an ARN that says which of the separate AWS clouds a region belongs to: `aws-cn` of `cn-north-1`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
