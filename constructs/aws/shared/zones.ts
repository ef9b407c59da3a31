import type { ISubnet } from 'aws-cdk-lib/aws-ec2';

/** The zones of subnets, in their order and once each. */
export function zonesOf(subnets: readonly ISubnet[]): readonly string[] {
  return [...new Set(subnets.map(({ availabilityZone }) => availabilityZone))];
}
