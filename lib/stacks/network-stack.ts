import type { Construct } from 'constructs';
import { MultiAzNetwork } from '../../constructs/aws/multi-az-network';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** The VPC: subnets in every zone, the ways out, endpoints, flow logs. */
export class NetworkStack extends PlatformStack {
  public readonly network: MultiAzNetwork;

  public constructor(scope: Construct, id: string, props: PlatformStackProps) {
    super(scope, id, 'Multi-AZ network: subnets, egress, endpoints, flow logs', props);
    this.network = new MultiAzNetwork(this, 'Network', { ...props.environment.network, context: this.context });
  }
}
