import { Peer, Port, SecurityGroup, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CrossStackReferences, ReferenceStrength, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ClusterPlan } from '../../plan/cluster/plan';

/** The security groups of a cluster besides the one that EKS makes, in which control plane, nodes and pods talk. */
export class ClusterSecurityGroups extends Construct {
  /** Of the API's network interfaces: who may call it from outside the cluster. */
  public readonly controlPlane: SecurityGroup;
  /** Of every pod: stores and brokers admit it. It admits nobody by itself. */
  public readonly pods: SecurityGroup;
  /** Of people's machines: it may call the API. */
  public readonly operators: SecurityGroup;

  public constructor(scope: Construct, id: string, vpc: IVpc, plan: ClusterPlan) {
    super(scope, id);
    // No group has a name of its own besides its tag: a named group that has to be replaced cannot be.
    const group = (key: string, name: string, description: string, allowAllOutbound: boolean): SecurityGroup => {
      const made = new SecurityGroup(this, key, { vpc, description, allowAllOutbound });
      Tags.of(made).add('Name', name);
      return made;
    };
    this.controlPlane = group('ControlPlane', `${plan.name}-api`, `API of ${plan.name}: who may call it`, false);
    // Pods call AWS and each other anywhere; NetworkPolicies say which pod may do what, a security group cannot.
    this.pods = group('Pods', plan.podGroup, `Pods of ${plan.name}: stores admit this group`, true);
    // Strong: replaced behind a weak reference, the group would leave every store unreachable until it is deployed again.
    CrossStackReferences.of(this.pods).produce(ReferenceStrength.STRONG);
    this.operators = group('Operators', plan.operatorsGroup, `People who administer ${plan.name}`, false);

    const https = Port.tcp(443);
    this.operators.addEgressRule(Peer.anyIpv4(), https, 'AWS APIs, to sign in, and the cluster API');
    this.controlPlane.addIngressRule(this.operators, https, 'People who administer the cluster');
  }
}
