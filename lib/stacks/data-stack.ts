import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { KubernetesCluster } from '../../constructs/aws/kubernetes-cluster';
import { ReplicatedDatabase } from '../../constructs/aws/replicated-database';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What the stores stand on. */
export interface DataStackProps extends PlatformStackProps {
  /** The network stack's VPC. */
  readonly vpc: IVpc;
  /** The cluster whose pods, and no others, the stores admit. */
  readonly cluster: KubernetesCluster;
}

/** The data stores of the environment, by their names. */
export class DataStack extends PlatformStack {
  public readonly stores: Readonly<Record<string, ReplicatedDatabase>>;

  public constructor(scope: Construct, id: string, props: DataStackProps) {
    super(scope, id, 'Data stores: replicated databases, their proxies, backups and roles', props);
    const { environment, vpc, cluster } = props;
    this.stores = Object.fromEntries(
      Object.entries(environment.stores ?? {}).map(([name, spec]) => [
        name,
        new ReplicatedDatabase(this, name, {
          ...spec,
          name,
          vpc,
          admit: [cluster.podSecurityGroup],
          context: this.context,
        }),
      ]),
    );
  }
}
