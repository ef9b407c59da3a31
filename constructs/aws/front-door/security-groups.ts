import { CfnSecurityGroup, CfnSecurityGroupIngress, type ISecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EdgePlan } from '../../plan/edge/model';
import { cfnTags } from '../shared/names';

/** Props of {@link FrontDoorSecurityGroups}. */
export interface FrontDoorSecurityGroupsProps {
  /** Who may come in, and where requests go. */
  readonly plan: EdgePlan;
  /** Where the load balancer stands. */
  readonly vpc: IVpc;
  /** The group of the gateway's pods. */
  readonly pods: ISecurityGroup;
}

/** Clients reach the load balancer, the load balancer reaches the gateway's two ports, and that is all. */
export class FrontDoorSecurityGroups extends Construct {
  /** The id of the load balancer's. */
  public readonly loadBalancerId: string;

  public constructor(scope: Construct, id: string, { plan, vpc, pods }: FrontDoorSecurityGroupsProps) {
    super(scope, id);
    const { http, health } = plan.gateway.ports;
    const ways = [
      { id: 'Requests', port: http, description: 'Requests from the front door to the gateway' },
      { id: 'HealthChecks', port: health, description: 'Health checks from the front door to the gateway' },
    ];
    const loadBalancer = new CfnSecurityGroup(this, 'LoadBalancer', {
      groupDescription: `Front door ${plan.name}: clients come in, requests go to the gateway`,
      vpcId: vpc.vpcId,
      securityGroupIngress: clientRules(plan),
      // Here, and not as resources of their own: EC2 opens a group that names nobody to the whole world.
      securityGroupEgress: ways.map(({ port, description }) => ({
        ...tcp(port, description),
        destinationSecurityGroupId: pods.securityGroupId,
      })),
      tags: cfnTags(plan.tags),
    });
    this.loadBalancerId = loadBalancer.attrGroupId;
    // In this stack, also where the pods' group stands in another one: it need not know who comes.
    for (const { id: way, port, description } of ways) {
      new CfnSecurityGroupIngress(this, way, {
        ...tcp(port, description),
        groupId: pods.securityGroupId,
        sourceSecurityGroupId: this.loadBalancerId,
      });
    }
    if (plan.clients.some(({ cidr }) => cidr.endsWith('/0'))) {
      Validations.of(loadBalancer).acknowledge({
        id: 'AwsSolutions-EC23',
        reason:
          'this is the one place where the public comes in; the group admits it to the listeners and nowhere else',
      });
    }
  }
}

function tcp(port: number, description: string) {
  return { ipProtocol: 'tcp', fromPort: port, toPort: port, description };
}

function clientRules({ listeners, clients }: EdgePlan): CfnSecurityGroup.IngressProperty[] {
  return listeners.flatMap(({ kind, port }) =>
    clients.map(({ cidr, ipVersion }) => ({
      ...tcp(port, kind === 'redirect' ? 'Clients, to be sent to HTTPS' : 'Clients'),
      ...(ipVersion === 6 ? { cidrIpv6: cidr } : { cidrIp: cidr }),
    })),
  );
}
