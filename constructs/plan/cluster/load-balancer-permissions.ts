import type { Permission } from './permissions';

/** The tag that the load balancer controller puts on everything that it makes; its value is the cluster's name. */
const OWNER_TAG = 'elbv2.k8s.aws/cluster';

/**
 * What the AWS Load Balancer Controller may do. It is its published policy (v3.2.2, the chart's version) with two
 * differences: where that asks for any owner tag, this asks for this cluster's, so that two clusters in one account cannot
 * change each other's load balancers; and what the chart's values switch off (Cognito, WAF classic, Shield, outposts' and
 * IPAM's address pools, IAM server certificates) is left out.
 */
export function loadBalancerPermissions(clusterName: string, partition: string): readonly Permission[] {
  const elb = (resource: string): string => `arn:${partition}:elasticloadbalancing:*:*:${resource}`;
  const securityGroups = `arn:${partition}:ec2:*:*:security-group/*`;
  const balancersAndTargets = ['targetgroup/*/*', 'loadbalancer/net/*/*', 'loadbalancer/app/*/*'].map(elb);
  const asked = { [`aws:RequestTag/${OWNER_TAG}`]: clusterName };
  const owned = { [`aws:ResourceTag/${OWNER_TAG}`]: clusterName };
  const untaggedRequest = { [`aws:RequestTag/${OWNER_TAG}`]: 'true' };
  return [
    {
      id: 'MakeTheServiceLinkedRole',
      actions: ['iam:CreateServiceLinkedRole'],
      resources: ['*'],
      conditions: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    },
    {
      id: 'Look',
      actions: [
        'ec2:DescribeAccountAttributes',
        'ec2:DescribeAddresses',
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeInstances',
        'ec2:DescribeInternetGateways',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeTags',
        'ec2:DescribeVpcPeeringConnections',
        'ec2:DescribeVpcs',
        'ec2:GetSecurityGroupsForVpc',
        'elasticloadbalancing:DescribeCapacityReservation',
        'elasticloadbalancing:DescribeListenerAttributes',
        'elasticloadbalancing:DescribeListenerCertificates',
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeLoadBalancerAttributes',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeSSLPolicies',
        'elasticloadbalancing:DescribeTags',
        'elasticloadbalancing:DescribeTargetGroupAttributes',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
        'elasticloadbalancing:DescribeTrustStores',
      ],
      resources: ['*'],
    },
    {
      id: 'UseCertificatesAndFirewalls',
      actions: [
        'acm:ListCertificates',
        'acm:DescribeCertificate',
        'wafv2:GetWebACL',
        'wafv2:GetWebACLForResource',
        'wafv2:AssociateWebACL',
        'wafv2:DisassociateWebACL',
      ],
      resources: ['*'],
    },
    // The cluster's own security group carries no owner tag, and is where targets are admitted.
    {
      id: 'AdmitLoadBalancersToTargets',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: ['*'],
    },
    { id: 'MakeSecurityGroups', actions: ['ec2:CreateSecurityGroup'], resources: ['*'] },
    {
      id: 'TagNewSecurityGroups',
      actions: ['ec2:CreateTags'],
      resources: [securityGroups],
      conditions: { StringEquals: { 'ec2:CreateAction': 'CreateSecurityGroup', ...asked } },
    },
    {
      id: 'TagOwnSecurityGroups',
      actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
      resources: [securityGroups],
      conditions: { Null: untaggedRequest, StringEquals: owned },
    },
    {
      id: 'RemoveOwnSecurityGroups',
      actions: ['ec2:DeleteSecurityGroup'],
      resources: ['*'],
      conditions: { StringEquals: owned },
    },
    {
      id: 'MakeLoadBalancers',
      actions: ['elasticloadbalancing:CreateLoadBalancer', 'elasticloadbalancing:CreateTargetGroup'],
      resources: ['*'],
      conditions: { StringEquals: asked },
    },
    {
      id: 'MakeListeners',
      actions: [
        'elasticloadbalancing:CreateListener',
        'elasticloadbalancing:DeleteListener',
        'elasticloadbalancing:CreateRule',
        'elasticloadbalancing:DeleteRule',
      ],
      resources: ['*'],
    },
    {
      id: 'TagNewLoadBalancers',
      actions: ['elasticloadbalancing:AddTags'],
      resources: balancersAndTargets,
      conditions: {
        StringEquals: { 'elasticloadbalancing:CreateAction': ['CreateTargetGroup', 'CreateLoadBalancer'], ...asked },
      },
    },
    {
      id: 'TagOwnLoadBalancers',
      actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
      resources: balancersAndTargets,
      conditions: { Null: untaggedRequest, StringEquals: owned },
    },
    {
      id: 'TagListeners',
      actions: ['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'],
      resources: ['listener/net/*/*/*', 'listener/app/*/*/*', 'listener-rule/net/*/*/*', 'listener-rule/app/*/*/*'].map(
        elb,
      ),
    },
    {
      id: 'ChangeOwnLoadBalancers',
      actions: [
        'elasticloadbalancing:DeleteLoadBalancer',
        'elasticloadbalancing:DeleteTargetGroup',
        'elasticloadbalancing:ModifyCapacityReservation',
        'elasticloadbalancing:ModifyListenerAttributes',
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        'elasticloadbalancing:ModifyTargetGroup',
        'elasticloadbalancing:ModifyTargetGroupAttributes',
        'elasticloadbalancing:SetIpAddressType',
        'elasticloadbalancing:SetSecurityGroups',
        'elasticloadbalancing:SetSubnets',
      ],
      resources: ['*'],
      conditions: { StringEquals: owned },
    },
    // Not limited by the owner tag: a TargetGroupBinding registers pods at a load balancer that the platform made.
    {
      id: 'RegisterTargets',
      actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      resources: [elb('targetgroup/*/*')],
    },
    {
      id: 'ChangeListeners',
      actions: [
        'elasticloadbalancing:AddListenerCertificates',
        'elasticloadbalancing:ModifyListener',
        'elasticloadbalancing:ModifyRule',
        'elasticloadbalancing:RemoveListenerCertificates',
        'elasticloadbalancing:SetRulePriorities',
        'elasticloadbalancing:SetWebAcl',
      ],
      resources: ['*'],
    },
  ];
}
