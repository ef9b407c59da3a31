import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { KubernetesCluster } from '../../constructs/aws/kubernetes-cluster';
import { clusterSection } from '../environment/cluster';
import { kubectlLayer } from './kubectl-layer';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What the cluster stands on. */
export interface ClusterStackProps extends PlatformStackProps {
  /** The network stack's VPC. */
  readonly vpc: IVpc;
}

/** Kubernetes: the control plane, who may enter, nodes, add-ons. */
export class ClusterStack extends PlatformStack {
  public readonly cluster: KubernetesCluster;

  public constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, 'Kubernetes cluster: control plane, access, nodes, add-ons', props);
    this.cluster = new KubernetesCluster(this, 'Cluster', {
      ...clusterSection(props.environment),
      vpc: props.vpc,
      kubectlLayer: kubectlLayer(this),
      context: this.context,
    });
  }
}
