import { CfnSecurityGroup, CfnVPCEndpoint, type CfnRouteTable, type CfnSubnet, type CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { NetworkPlan } from '../../plan/network/model';
import { cfnTags, constructId, required } from '../shared/names';

/** A rule that matches nothing. A security group with no rule of its own for egress would be given one that allows all. */
const NOTHING_OUT = {
  description: 'Nothing: an endpoint only answers',
  ipProtocol: 'icmp',
  fromPort: 252,
  toPort: 86,
  cidrIp: '255.255.255.255/32',
};

/** Props of {@link Endpoints}. */
export interface EndpointsProps {
  /** The network to render. */
  readonly plan: NetworkPlan;
  /** The VPC that it stands in. */
  readonly vpc: CfnVPC;
  /** Subnets by their names in the plan. */
  readonly subnets: ReadonlyMap<string, CfnSubnet>;
  /** Route tables by their names in the plan. */
  readonly routeTables: ReadonlyMap<string, CfnRouteTable>;
}

/**
 * Ways to AWS services that do not leave the AWS network. Endpoint policies stay open: who may do what is decided by
 * each role's policy, and a policy here would also cut off public buckets that image layers and packages come from.
 */
export class Endpoints extends Construct {
  public constructor(scope: Construct, id: string, { plan, vpc, subnets, routeTables }: EndpointsProps) {
    super(scope, id);
    for (const endpoint of plan.gatewayEndpoints) {
      new CfnVPCEndpoint(this, constructId('Gateway', endpoint.name), {
        vpcEndpointType: 'Gateway',
        vpcId: vpc.ref,
        serviceName: endpoint.service,
        routeTableIds: endpoint.routeTables.map((name) => required(routeTables, name).ref),
        tags: cfnTags(endpoint.tags),
      });
    }
    if (plan.interfaceEndpoints.length === 0) return;
    const securityGroup = new CfnSecurityGroup(this, 'SecurityGroup', {
      vpcId: vpc.ref,
      groupDescription: `HTTPS from inside ${plan.name} to its interface endpoints`,
      securityGroupIngress: plan.interfaceEndpointAccess.sources.map((source) => ({
        description: 'HTTPS from inside the VPC',
        ipProtocol: 'tcp',
        fromPort: plan.interfaceEndpointAccess.port,
        toPort: plan.interfaceEndpointAccess.port,
        cidrIp: source,
      })),
      securityGroupEgress: [NOTHING_OUT],
      tags: cfnTags({ Name: `${plan.name}-endpoints` }),
    });
    for (const endpoint of plan.interfaceEndpoints) {
      new CfnVPCEndpoint(this, constructId('Interface', endpoint.name), {
        vpcEndpointType: 'Interface',
        vpcId: vpc.ref,
        serviceName: endpoint.service,
        subnetIds: endpoint.subnets.map((name) => required(subnets, name).ref),
        securityGroupIds: [securityGroup.attrGroupId],
        privateDnsEnabled: endpoint.privateDns,
        tags: cfnTags(endpoint.tags),
      });
    }
  }
}
