import { CfnSecurityGroup, Port, SecurityGroup, type IConnectable, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';

/** Props of {@link StoreSecurityGroups}. */
export interface StoreSecurityGroupsProps {
  /** What the store is. */
  readonly plan: DatabasePlan;
  /** Where it stands. */
  readonly vpc: IVpc;
  /** Who may reach its proxy. */
  readonly admit: readonly IConnectable[];
}

/** The pods reach the proxy, the proxy reaches the database, and nothing else reaches anything. */
export class StoreSecurityGroups extends Construct {
  /** The proxy's. */
  public readonly proxy: SecurityGroup;
  /** The instances'. */
  public readonly database: SecurityGroup;

  public constructor(scope: Construct, id: string, { plan, vpc, admit }: StoreSecurityGroupsProps) {
    super(scope, id);
    this.proxy = closedGroup(this, 'Proxy', vpc, `Proxy of store ${plan.identifier}`);
    this.database = closedGroup(this, 'Database', vpc, `Instances of store ${plan.identifier}`);
    const port = Port.tcp(plan.port);
    for (const peer of admit) this.proxy.connections.allowFrom(peer, port, 'from pods');
    this.proxy.connections.allowTo(this.database, port, 'from its proxy');
  }
}

/**
 * A group that lets nothing out but what is added. Without an egress rule of its own, EC2 opens a group to the world, and
 * the CDK takes its own closing rule away as soon as another is added: so the rule that matches no packet stays here.
 */
function closedGroup(scope: Construct, id: string, vpc: IVpc, description: string): SecurityGroup {
  const group = new SecurityGroup(scope, id, { vpc, description, allowAllOutbound: false });
  const resource = group.node.defaultChild;
  if (resource instanceof CfnSecurityGroup) {
    resource.securityGroupEgress = [
      {
        cidrIp: '255.255.255.255/32',
        description: 'matches no packet',
        ipProtocol: 'icmp',
        fromPort: 252,
        toPort: 86,
      },
    ];
  }
  return group;
}
