import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { FrontDoor } from '../../constructs/aws/front-door';
import type { KubernetesCluster } from '../../constructs/aws/kubernetes-cluster';
import { edgeSection } from '../environment/edge';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What the edge stands on. */
export interface EdgeStackProps extends PlatformStackProps {
  /** The network stack's VPC. */
  readonly vpc: IVpc;
  /** The cluster whose gateway it leads to. */
  readonly cluster: KubernetesCluster;
}

/** The way in: name, certificate, firewall, load balancer. */
export class EdgeStack extends PlatformStack {
  public readonly door: FrontDoor;

  public constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, 'Edge: load balancer, certificate, firewall, DNS', props);
    const { environment, vpc, cluster } = props;
    this.door = new FrontDoor(this, 'FrontDoor', {
      ...edgeSection(environment),
      vpc,
      podSecurityGroup: cluster.podSecurityGroup,
      clusterName: cluster.clusterName,
      context: this.context,
    });
  }
}
