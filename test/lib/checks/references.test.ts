import { CfnSecurityGroup, CfnSecurityGroupIngress, CfnSubnet, CfnVPC } from 'aws-cdk-lib/aws-ec2';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { CfnDBCluster, CfnDBSubnetGroup } from 'aws-cdk-lib/aws-rds';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { CfnResource, CrossStackReferences, Fn, ReferenceStrength, type Stack } from 'aws-cdk-lib/core';
import { references } from '../../../lib/checks/references';
import { FOUNDATIONS, OUTAGE_WHEN_REPLACED } from '../../../lib/checks/references/keepers';
import { findings, rendered } from './rendered';

type Stacks = { readonly network: Stack; readonly data: Stack };

const strong = <T extends CfnResource>(resource: T): T => {
  CrossStackReferences.of(resource).produce(ReferenceStrength.STRONG);
  return resource;
};
const vpc = (scope: Stack): CfnVPC => new CfnVPC(scope, 'Vpc', { cidrBlock: '10.0.0.0/16' });
const subnet = (scope: Stack): CfnSubnet =>
  new CfnSubnet(scope, 'Subnet', { vpcId: 'vpc-1', cidrBlock: '10.0.0.0/24' });
const key = (scope: Stack): CfnKey => new CfnKey(scope, 'Key');
const topic = (scope: Stack): CfnTopic => new CfnTopic(scope, 'Topic');
const cluster = (scope: Stack, props: { kmsKeyId?: string; dbSubnetGroupName?: string; port?: number }): CfnDBCluster =>
  new CfnDBCluster(scope, 'Cluster', { engine: 'aurora-postgresql', ...props });
const functionWith = (scope: Stack, value: string): CfnFunction =>
  new CfnFunction(scope, 'Function', {
    code: { zipFile: 'x' },
    role: 'arn:aws:iam::111122223333:role/r',
    environment: { variables: { VALUE: value } },
  });

const ACCEPTED: readonly [string, (stacks: Stacks) => void][] = [
  [
    'a strong reference that feeds a create-only property of a store',
    ({ network, data }) => cluster(data, { kmsKeyId: strong(key(network)).attrArn }),
  ],
  [
    'a weak reference that feeds a property which can change in place',
    ({ network, data }) => functionWith(data, topic(network).ref),
  ],
  [
    'a weak reference that feeds a create-only property of what can be replaced without loss',
    ({ network, data }) =>
      new CfnResource(data, 'Permission', {
        type: 'AWS::Lambda::Permission',
        properties: { Action: 'lambda:InvokeFunction', FunctionName: functionWith(network, 'x').ref, Principal: 'x' },
      }),
  ],
  [
    'a strong reference that reaches a store through a group of subnets',
    ({ network, data }) => {
      const group = new CfnDBSubnetGroup(data, 'Group', {
        dbSubnetGroupDescription: 'x',
        subnetIds: [strong(subnet(network)).ref],
      });
      cluster(data, { dbSubnetGroupName: group.ref });
    },
  ],
  [
    'a strong reference to a VPC, whoever refers to it',
    ({ network, data }) => functionWith(data, strong(vpc(network)).ref),
  ],
  [
    'a strong reference to a subnet, whoever refers to it',
    ({ network, data }) => functionWith(data, strong(subnet(network)).ref),
  ],
  [
    'a strong reference to a key, whoever refers to it',
    ({ network, data }) => functionWith(data, strong(key(network)).attrArn),
  ],
  ['references within a stack', ({ data }) => cluster(data, { kmsKeyId: key(data).attrArn })],
];

const REFUSED: readonly [string, (stacks: Stacks) => void, object][] = [
  [
    'a weak reference that feeds a create-only property of a store',
    ({ network, data }) => cluster(data, { kmsKeyId: key(network).attrArn }),
    {
      resource: 'prod/data/Cluster',
      field: 'KmsKeyId',
      reason: expect.stringContaining('AWS::RDS::DBCluster Cluster (KmsKeyId) is replaced, with the data in it'),
    },
  ],
  [
    'a weak reference inside a function inside a create-only property',
    ({ network, data }) => cluster(data, { kmsKeyId: Fn.sub('alias/${Key}', { Key: key(network).ref }) }),
    { resource: 'prod/data/Cluster', field: 'KmsKeyId' },
  ],
  [
    'a weak reference that reaches a store through a group of subnets',
    ({ network, data }) => {
      const group = new CfnDBSubnetGroup(data, 'Group', {
        dbSubnetGroupDescription: 'x',
        subnetIds: [subnet(network).ref],
      });
      cluster(data, { dbSubnetGroupName: group.ref });
    },
    {
      resource: 'prod/data/Group',
      field: 'SubnetIds',
      reason: expect.stringContaining('hence AWS::RDS::DBCluster Cluster (DBSubnetGroupName) is replaced'),
    },
  ],
  [
    'a weak reference that would replace what traffic passes through',
    ({ network, data }) => new CfnSecurityGroup(data, 'Group', { groupDescription: 'x', vpcId: vpc(network).ref }),
    { resource: 'prod/data/Group', field: 'VpcId', reason: expect.stringContaining('still name the old one') },
  ],
  [
    'a weak reference in a rule that cannot be made twice',
    ({ network, data }) =>
      new CfnSecurityGroupIngress(data, 'Rule', {
        ipProtocol: 'tcp',
        groupId: 'sg-1',
        sourceSecurityGroupId: new CfnSecurityGroup(network, 'Pods', { groupDescription: 'x' }).attrGroupId,
      }),
    { resource: 'prod/data/Rule', field: 'SourceSecurityGroupId' },
  ],
  [
    'a weak reference to a create-only property of a nested type',
    ({ network, data }) =>
      new CfnResource(data, 'Kafka', {
        type: 'AWS::MSK::Cluster',
        properties: { BrokerNodeGroupInfo: { ClientSubnets: [subnet(network).ref] } },
      }),
    { resource: 'prod/data/Kafka', field: 'BrokerNodeGroupInfo.ClientSubnets' },
  ],
  [
    'a strong reference where nothing would be replaced',
    ({ network, data }) => functionWith(data, strong(topic(network)).ref),
    {
      resource: 'prod/data/Function',
      field: 'Environment.Variables.VALUE',
      reason: expect.stringContaining('the export blocks updates of prod/network'),
    },
  ],
  [
    'an import that no stack of the app exports',
    ({ data }) => functionWith(data, Fn.importValue('elsewhere')),
    { reason: 'no stack of this app produces the export elsewhere' },
  ],
];

describe('the check of references', () => {
  it.each(ACCEPTED)('accepts %s', async (_, fill) => {
    expect(
      await findings(
        references,
        rendered((stacks) => void fill(stacks)),
      ),
    ).toEqual([]);
  });

  it.each(REFUSED)('refuses %s', async (_, fill, expected) => {
    expect(
      await findings(
        references,
        rendered((stacks) => void fill(stacks)),
      ),
    ).toMatchObject([{ environment: 'prod', stack: 'data', severity: 'error', ...expected }]);
  });

  it('refuses what reaches from one environment into another', async () => {
    const subject = rendered(({ network, data }) => {
      new CfnResource(network, 'Topic', { type: 'AWS::SNS::Topic' });
      functionWith(data, strong(vpc(network)).ref);
    });
    const elsewhere = subject.stacks.map((stack) => (stack.name === 'data' ? { ...stack, environment: 'dev' } : stack));
    expect(await findings(references, { ...subject, stacks: elsewhere })).toMatchObject([
      { environment: 'dev', reason: "it reaches from environment 'dev' into 'prod'" },
    ]);
  });
});

/** A property of each type that replaces it when it changes, as its path. */
const CREATE_ONLY: Readonly<Record<string, readonly string[]>> = {
  'AWS::EKS::Cluster': ['RoleArn'],
  'AWS::EKS::Nodegroup': ['NodeRole'],
  'AWS::EKS::Addon': ['ClusterName'],
  'AWS::EKS::AccessEntry': ['PrincipalArn'],
  'AWS::EKS::PodIdentityAssociation': ['ServiceAccount'],
  'AWS::MSK::Cluster': ['BrokerNodeGroupInfo', 'ClientSubnets'],
  'AWS::APS::Workspace': ['KmsKeyArn'],
  'AWS::APS::RuleGroupsNamespace': ['Workspace'],
  'AWS::Grafana::Workspace': ['ClientToken'],
  'AWS::RDS::DBProxy': ['VpcSubnetIds'],
  'AWS::RDS::DBProxyEndpoint': ['DBProxyName'],
  'AWS::RDS::GlobalCluster': ['SourceDBClusterIdentifier'],
  'AWS::ElastiCache::ServerlessCache': ['KmsKeyId'],
  'AWS::MemoryDB::Cluster': ['SubnetGroupName'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['Name'],
  'AWS::EC2::VPC': ['Ipv4IpamPoolId'],
  'AWS::EC2::Subnet': ['VpcId'],
  'AWS::EC2::VPCEndpoint': ['VpcId'],
  'AWS::EC2::NatGateway': ['AllocationId'],
  'AWS::EC2::SecurityGroup': ['VpcId'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId'],
  'AWS::EC2::SecurityGroupEgress': ['DestinationSecurityGroupId'],
  'AWS::EC2::Route': ['RouteTableId'],
};

/** Types that nothing replaces today, with a property that would be the first to. */
const NEVER_REPLACED: Readonly<Record<string, readonly string[]>> = { 'AWS::DSQL::Cluster': ['KmsEncryptionKey'] };

const nested = (path: readonly string[], value: string): object =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) as object;

describe('the types whose replacement is an outage', () => {
  it('are these, each with a test', () => {
    expect([...OUTAGE_WHEN_REPLACED.keys()].sort()).toEqual(Object.keys({ ...CREATE_ONLY, ...NEVER_REPLACED }).sort());
  });

  const fed = async (type: string, path: readonly string[], value: (network: Stack) => string) =>
    findings(
      references,
      rendered(({ network, data }) => {
        new CfnResource(data, 'Fed', { type, properties: nested(path, value(network)) });
      }),
    );

  it.each(Object.entries(CREATE_ONLY))(
    '%s: a reference that decides on its replacement is strong',
    async (type, path) => {
      expect(await fed(type, path, (network) => topic(network).ref)).toMatchObject([
        {
          resource: 'prod/data/Fed',
          field: path.join('.'),
          // The reason of the row, not that of what holds data by AWS's own account.
          reason: expect.stringContaining(`is replaced (${OUTAGE_WHEN_REPLACED.get(type)})`),
          severity: 'error',
        },
      ]);
      expect(await fed(type, path, (network) => strong(topic(network)).ref)).toEqual([]);
    },
  );

  it.each(Object.entries(NEVER_REPLACED))('%s: changes in place, so that a reference is weak', async (type, path) => {
    expect(await fed(type, path, (network) => topic(network).ref)).toEqual([]);
    expect(await fed(type, path, (network) => strong(topic(network)).ref)).toHaveLength(1);
  });
});

describe('the foundations', () => {
  const types = ['AWS::APS::Workspace', 'AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::KMS::Key'];

  it('are these, each with a test', () => {
    expect([...FOUNDATIONS].sort()).toEqual([...types].sort());
  });

  it.each(types)('%s: a strong reference is right, whoever refers to it', async (type) => {
    const subject = rendered(({ network, data }) => {
      functionWith(data, strong(new CfnResource(network, 'Foundation', { type })).ref);
    });
    expect(await findings(references, subject)).toEqual([]);
  });

  it('are no other type: there a strong reference must have a reason', async () => {
    const subject = rendered(({ network, data }) => {
      functionWith(data, strong(new CfnResource(network, 'Role', { type: 'AWS::IAM::Role' })).ref);
    });
    expect(await findings(references, subject)).toMatchObject([{ resource: 'prod/data/Function', severity: 'error' }]);
  });
});
