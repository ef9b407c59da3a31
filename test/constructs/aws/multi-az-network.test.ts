import { Match, Template } from 'aws-cdk-lib/assertions';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { App, CfnResource, Stack } from 'aws-cdk-lib/core';
import { MultiAzNetwork, type MultiAzNetworkProps } from '../../../constructs/aws/multi-az-network';
import { SpecError } from '../../../constructs/plan/problem';
import { openFindings } from '../../nag';

const ENV = { account: '111122223333', region: 'eu-west-1' };
const PROPS: MultiAzNetworkProps = {
  cidr: '10.40.0.0/16',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  context: { environment: 'prod', tier: 'production' },
};
const IN_DEVELOPMENT = { environment: 'dev', tier: 'development' } as const;

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
type Resources = Readonly<Record<string, Resource>>;

function build(overrides: Partial<MultiAzNetworkProps> = {}) {
  const stack = new Stack(new App(), 'Test', { env: ENV });
  const network = new MultiAzNetwork(stack, 'Network', { ...PROPS, ...overrides });
  const template = Template.fromStack(stack);
  return { stack, network, template, resources: template.toJSON().Resources as Resources };
}

const production = build();
const dualStack = build({ ipv6: true });
const regional = build({ egress: 'regional' });
const single = build({ egress: 'single', context: IN_DEVELOPMENT });

const ofType = (resources: Resources, type: string): [id: string, resource: Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

const ref = (id: string) => ({ Ref: id });
const refersTo = (value: unknown): string | undefined => (value as { readonly Ref?: string } | undefined)?.Ref;
const tagsOf = ({ Properties }: Resource): Record<string, string> =>
  Object.fromEntries((Properties.Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
const nameOf = (resource: Resource) => tagsOf(resource).Name;

/** A tier's subnets, each with the routes that its table has beside the local one. */
function subnetsWithRoutes(resources: Resources, tier: string) {
  return ofType(resources, 'AWS::EC2::Subnet')
    .filter(([, subnet]) => nameOf(subnet)?.includes(`-${tier}-`))
    .map(([id, subnet]) => {
      const association = ofType(resources, 'AWS::EC2::SubnetRouteTableAssociation').find(
        ([, { Properties }]) => refersTo(Properties.SubnetId) === id,
      );
      const table = refersTo(association?.[1].Properties.RouteTableId);
      expect(table).toBeDefined();
      const routes = ofType(resources, 'AWS::EC2::Route')
        .map(([, { Properties }]) => Properties)
        .filter(({ RouteTableId }) => refersTo(RouteTableId) === table);
      return { zone: subnet.Properties.AvailabilityZone, routes };
    });
}

const onlyId = (resources: Resources, type: string): string => {
  const found = ofType(resources, type);
  expect(found).toHaveLength(1);
  return found[0]?.[0] ?? '';
};

describe('the way out', () => {
  test('a private subnet leaves through the gateway of its own zone', () => {
    const { resources } = production;
    const subnets = subnetsWithRoutes(resources, 'private');
    expect(subnets).toHaveLength(3);
    for (const { zone, routes } of subnets) {
      expect(routes).toHaveLength(1);
      expect(routes[0]).toMatchObject({ DestinationCidrBlock: '0.0.0.0/0' });
      const gateway = resources[refersTo(routes[0]?.NatGatewayId) ?? ''];
      const stands = resources[refersTo(gateway?.Properties.SubnetId) ?? ''];
      expect(stands?.Properties.AvailabilityZone).toBe(zone);
      expect(stands === undefined ? undefined : nameOf(stands)).toContain('-public-');
    }
  });

  test('an isolated subnet has no route out', () => {
    for (const { resources } of [production, dualStack, regional, single]) {
      const subnets = subnetsWithRoutes(resources, 'isolated');
      expect(subnets).toHaveLength(3);
      expect(subnets.flatMap(({ routes }) => routes)).toEqual([]);
    }
  });

  test('a public subnet leaves through the internet gateway', () => {
    const gateway = ref(onlyId(production.resources, 'AWS::EC2::InternetGateway'));
    for (const { routes } of subnetsWithRoutes(production.resources, 'public')) {
      expect(routes).toEqual([expect.objectContaining({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway })]);
    }
  });

  test('a regional gateway has an address of its own in each zone, and every private subnet leaves through it', () => {
    const { resources } = regional;
    const id = onlyId(resources, 'AWS::EC2::NatGateway');
    const Properties = resources[id]?.Properties ?? {};
    expect(Properties).toMatchObject({ AvailabilityMode: 'regional', ConnectivityType: 'public' });
    expect(Properties).not.toHaveProperty('SubnetId');
    expect(Properties).not.toHaveProperty('AllocationId');
    expect(refersTo(Properties.VpcId)).toBe(onlyId(resources, 'AWS::EC2::VPC'));
    const addresses = Properties.AvailabilityZoneAddresses as { AvailabilityZone: string; AllocationIds: unknown[] }[];
    expect(addresses.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual(PROPS.zones);
    expect(new Set(addresses.map(({ AllocationIds }) => JSON.stringify(AllocationIds))).size).toBe(3);
    for (const { routes } of subnetsWithRoutes(resources, 'private')) {
      expect(routes).toEqual([expect.objectContaining({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref(id) })]);
    }
  });

  test('changing to a regional gateway takes new addresses, since the old ones are held until the old gateways go', () => {
    const addresses = (resources: Resources) => ofType(resources, 'AWS::EC2::EIP').map(([id]) => id);
    expect(addresses(production.resources)).toHaveLength(3);
    expect(addresses(regional.resources)).toHaveLength(3);
    expect(addresses(regional.resources).some((id) => addresses(production.resources).includes(id))).toBe(false);
  });

  test('a single gateway serves every private subnet', () => {
    const { resources } = single;
    const gateway = ref(onlyId(resources, 'AWS::EC2::NatGateway'));
    expect(ofType(resources, 'AWS::EC2::EIP')).toHaveLength(1);
    for (const { routes } of subnetsWithRoutes(resources, 'private')) {
      expect(routes).toEqual([expect.objectContaining({ NatGatewayId: gateway })]);
    }
  });

  test('a gateway is made after the route that it needs itself', () => {
    const { resources } = production;
    const publicRoute = ofType(resources, 'AWS::EC2::Route').find(([, { Properties }]) => 'GatewayId' in Properties);
    const attachment = onlyId(resources, 'AWS::EC2::VPCGatewayAttachment');
    expect(publicRoute?.[1].DependsOn).toContain(attachment);
    for (const [, gateway] of ofType(resources, 'AWS::EC2::NatGateway')) {
      expect(gateway.DependsOn).toContain(publicRoute?.[0]);
    }
    for (const [, address] of ofType(resources, 'AWS::EC2::EIP')) expect(address.DependsOn).toContain(attachment);
    for (const [, gateway] of ofType(regional.resources, 'AWS::EC2::NatGateway')) {
      expect(gateway.DependsOn).toContain(onlyId(regional.resources, 'AWS::EC2::VPCGatewayAttachment'));
    }
  });
});

describe('IPv6', () => {
  test('a private subnet leaves through the egress-only gateway, a public one through the internet gateway', () => {
    const { resources } = dualStack;
    const egressOnly = ref(onlyId(resources, 'AWS::EC2::EgressOnlyInternetGateway'));
    const internet = ref(onlyId(resources, 'AWS::EC2::InternetGateway'));
    for (const { routes } of subnetsWithRoutes(resources, 'private')) {
      expect(routes).toContainEqual(
        expect.objectContaining({ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: egressOnly }),
      );
    }
    for (const { routes } of subnetsWithRoutes(resources, 'public')) {
      expect(routes).toContainEqual(expect.objectContaining({ DestinationIpv6CidrBlock: '::/0', GatewayId: internet }));
    }
  });

  test('each subnet has a /64 of its own out of the block of the VPC, and waits for that block', () => {
    const { resources } = dualStack;
    const block = onlyId(resources, 'AWS::EC2::VPCCidrBlock');
    const vpc = onlyId(resources, 'AWS::EC2::VPC');
    expect(resources[block]?.Properties).toEqual({ AmazonProvidedIpv6CidrBlock: true, VpcId: ref(vpc) });
    const subnets = ofType(resources, 'AWS::EC2::Subnet').map(([, subnet]) => subnet);
    const whole = { 'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': [vpc, 'Ipv6CidrBlocks'] }] }, 256, '64'] };
    expect(subnets.map(({ Properties }) => Properties.Ipv6CidrBlock)).toEqual(
      [0, 4, 5, 32, 36, 37, 64, 68, 69].map((index) => ({ 'Fn::Select': [index, whole] })),
    );
    for (const { DependsOn } of subnets) expect(DependsOn).toEqual([block]);
  });

  test('only private subnets hand out IPv6 addresses by themselves', () => {
    for (const [, subnet] of ofType(dualStack.resources, 'AWS::EC2::Subnet')) {
      const isPrivate = nameOf(subnet)?.includes('-private-');
      expect(subnet.Properties.AssignIpv6AddressOnCreation).toBe(isPrivate);
    }
  });

  test('turning it on changes subnets in place and moves none', () => {
    for (const [id, subnet] of ofType(production.resources, 'AWS::EC2::Subnet')) {
      expect(dualStack.resources[id]?.Properties).toMatchObject(subnet.Properties);
    }
  });

  test('without it, nothing of it exists', () => {
    production.template.resourceCountIs('AWS::EC2::VPCCidrBlock', 0);
    production.template.resourceCountIs('AWS::EC2::EgressOnlyInternetGateway', 0);
  });
});

describe('subnets', () => {
  test('no subnet hands out public addresses', () => {
    const subnets = ofType(production.resources, 'AWS::EC2::Subnet');
    expect(subnets).toHaveLength(9);
    for (const [, { Properties }] of subnets) expect(Properties.MapPublicIpOnLaunch).toBe(false);
  });

  test('load balancers and Karpenter find their subnets by tags, and only theirs', () => {
    const keys = (tier: string) =>
      ofType(production.resources, 'AWS::EC2::Subnet')
        .map(([, subnet]) => tagsOf(subnet))
        .filter(({ Name }) => Name === `bulkhead-prod-${tier}-b`);
    expect(keys('public')).toEqual([{ Name: 'bulkhead-prod-public-b', 'kubernetes.io/role/elb': '1' }]);
    expect(keys('private')).toEqual([
      {
        Name: 'bulkhead-prod-private-b',
        'kubernetes.io/role/internal-elb': '1',
        'karpenter.sh/discovery': 'bulkhead-prod',
      },
    ]);
    expect(keys('isolated')).toEqual([{ Name: 'bulkhead-prod-isolated-b' }]);
  });

  test('the VPC resolves names and gives its interfaces names', () => {
    production.template.hasResourceProperties('AWS::EC2::VPC', {
      CidrBlock: '10.40.0.0/16',
      EnableDnsSupport: true,
      EnableDnsHostnames: true,
    });
  });
});

describe('growth', () => {
  const NETWORK_TYPES = /Subnet|Route|NatGateway|EIP|AWS::EC2::VPC$|InternetGateway|GatewayAttachment/;

  test.each<[string, Partial<MultiAzNetworkProps>]>([
    ['per zone', {}],
    ['with IPv6', { ipv6: true }],
    ['with a single gateway', { egress: 'single', context: IN_DEVELOPMENT }],
  ])('adding a zone between others changes nothing that stands, %s', (_, overrides) => {
    const before = build({ ...overrides, zones: ['eu-west-1a', 'eu-west-1c'] }).resources;
    const after = build({ ...overrides, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }).resources;
    const standing = Object.entries(before).filter(([, { Type }]) => NETWORK_TYPES.test(Type));
    expect(standing.length).toBeGreaterThan(20);
    for (const [id, resource] of standing) expect(after[id]).toEqual(resource);
  });

  test('adding a zone adds its address to a regional gateway and replaces nothing', () => {
    const before = build({ egress: 'regional', zones: ['eu-west-1a', 'eu-west-1c'] }).resources;
    const [[id, gateway] = ['', undefined]] = ofType(before, 'AWS::EC2::NatGateway');
    const { AvailabilityZoneAddresses, ...rest } = gateway?.Properties ?? {};
    expect(regional.resources[id]?.Properties).toMatchObject(rest);
    expect(regional.resources[id]?.Properties.AvailabilityZoneAddresses).toEqual(
      expect.arrayContaining(AvailabilityZoneAddresses as unknown[]),
    );
  });

  test('an endpoint stretches into the new zone under the same id', () => {
    const before = build({ zones: ['eu-west-1a', 'eu-west-1c'] }).resources;
    for (const [id, { Properties }] of ofType(before, 'AWS::EC2::VPCEndpoint')) {
      expect(production.resources[id]?.Properties.ServiceName).toEqual(Properties.ServiceName);
    }
  });
});

describe('endpoints', () => {
  test.each(['s3', 'dynamodb'])('private subnets, and no others, reach %s without a gateway in between', (service) => {
    const tables = ofType(production.resources, 'AWS::EC2::RouteTable')
      .filter(([, table]) => nameOf(table)?.includes('-private-'))
      .map(([id]) => ref(id));
    expect(tables).toHaveLength(3);
    production.template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Gateway',
      ServiceName: `com.amazonaws.eu-west-1.${service}`,
      RouteTableIds: tables,
    });
  });

  test('an interface endpoint stands in the private subnet of each zone and answers to the name of the service', () => {
    const subnets = ofType(production.resources, 'AWS::EC2::Subnet')
      .filter(([, subnet]) => nameOf(subnet)?.includes('-private-'))
      .map(([id]) => ref(id));
    production.template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.ecr.api',
      PrivateDnsEnabled: true,
      SubnetIds: subnets,
      SecurityGroupIds: [{ 'Fn::GetAtt': [onlyId(production.resources, 'AWS::EC2::SecurityGroup'), 'GroupId'] }],
    });
  });

  test('interface endpoints admit HTTPS from inside the VPC and call nobody', () => {
    const [[, group] = ['', undefined]] = ofType(production.resources, 'AWS::EC2::SecurityGroup');
    expect(group?.Properties.SecurityGroupIngress).toEqual([
      expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.40.0.0/16' }),
    ]);
    expect(group?.Properties.SecurityGroupEgress).toEqual([
      expect.objectContaining({ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }),
    ]);
  });

  test('development pays for none unless it asks', () => {
    const count = (overrides: Partial<MultiAzNetworkProps>) =>
      ofType(build({ context: IN_DEVELOPMENT, ...overrides }).resources, 'AWS::EC2::VPCEndpoint').length;
    expect(count({})).toBe(2);
    expect(count({ interfaceEndpoints: ['kms'] })).toBe(3);
  });
});

describe('flow logs', () => {
  test('all traffic is recorded by the minute, with zones and the true ends of each flow', () => {
    const { resources, template } = production;
    template.hasResourceProperties('AWS::EC2::FlowLog', {
      ResourceType: 'VPC',
      ResourceId: ref(onlyId(resources, 'AWS::EC2::VPC')),
      TrafficType: 'ALL',
      LogDestinationType: 'cloud-watch-logs',
      MaxAggregationInterval: 60,
      LogFormat: Match.stringLikeRegexp('\\$\\{az-id\\} .*\\$\\{pkt-srcaddr\\} \\$\\{pkt-dstaddr\\}'),
    });
  });

  test('records are encrypted, and kept in production even when the network goes', () => {
    production.template.hasResource('AWS::Logs::LogGroup', {
      Properties: {
        LogGroupName: '/bulkhead/prod/network/flow-logs',
        RetentionInDays: 365,
        KmsKeyId: { 'Fn::GetAtt': [onlyId(production.resources, 'AWS::KMS::Key'), 'Arn'] },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    production.template.hasResource('AWS::KMS::Key', { DeletionPolicy: 'RetainExceptOnCreate' });
  });

  test('every log group is encrypted and has a retention', () => {
    for (const { resources } of [production, single]) {
      const groups = ofType(resources, 'AWS::Logs::LogGroup');
      expect(groups).toHaveLength(2);
      for (const [, { Properties }] of groups) {
        expect(Properties).toHaveProperty('KmsKeyId');
        expect(Properties).toHaveProperty('RetentionInDays');
      }
    }
  });

  test('development leaves nothing behind', () => {
    single.template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: '/bulkhead/dev/network/flow-logs', RetentionInDays: 7 },
      DeletionPolicy: 'Delete',
    });
    single.template.hasResource('AWS::KMS::Key', { Properties: { PendingWindowInDays: 7 }, DeletionPolicy: 'Delete' });
  });

  test('the key rotates, and besides the account only the log service may use it, for these groups only', () => {
    const [[, key] = ['', undefined]] = ofType(production.resources, 'AWS::KMS::Key');
    expect(key?.Properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: 30 });
    const { Statement } = key?.Properties.KeyPolicy as { readonly Statement: readonly Record<string, unknown>[] };
    const group = (name: string) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:logs:eu-west-1:111122223333:log-group:${name}`]],
    });
    expect(Statement).toHaveLength(2);
    expect(Statement[1]).toMatchObject({
      Principal: { Service: { 'Fn::Join': ['', ['logs.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] } },
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': [
            group('/bulkhead/prod/network/flow-logs'),
            group('/bulkhead/prod/network/upkeep'),
          ],
        },
      },
    });
  });

  test('only this account’s flow logs may take the role that writes them', () => {
    production.template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' }, ArnLike: Match.anyValue() },
          },
        ],
      },
    });
  });
});

describe('the default security group', () => {
  test('is closed by a function that may revoke rules of this one group', () => {
    const { resources, template } = production;
    const group = { 'Fn::GetAtt': [onlyId(resources, 'AWS::EC2::VPC'), 'DefaultSecurityGroup'] };
    const handler = onlyId(resources, 'AWS::Lambda::Function');
    template.hasResourceProperties('Custom::ClosedDefaultSecurityGroup', {
      GroupId: group,
      ServiceToken: { 'Fn::GetAtt': [handler, 'Arn'] },
    });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'],
                Resource: {
                  'Fn::Join': [
                    '',
                    ['arn:', { Ref: 'AWS::Partition' }, ':ec2:eu-west-1:111122223333:security-group/', group],
                  ],
                },
              },
              { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
            ],
          },
        },
      ],
    });
  });

  test('is closed after an IPv6 block has brought its rule, and again when IPv6 is turned on', () => {
    const { resources } = dualStack;
    const [[, closed] = ['', undefined]] = ofType(resources, 'Custom::ClosedDefaultSecurityGroup');
    expect(closed?.DependsOn).toContain(onlyId(resources, 'AWS::EC2::VPCCidrBlock'));
    expect(closed?.Properties.Ipv6).toBe(true);
    production.template.hasResourceProperties('Custom::ClosedDefaultSecurityGroup', { Ipv6: false });
  });
});

describe('the VPC that others take', () => {
  test('has its zones by name and its subnets by tier, and looks nothing up', () => {
    const app = new App();
    const stack = new Stack(app, 'Test', { env: ENV });
    const { vpc } = new MultiAzNetwork(stack, 'Network', PROPS);
    expect(vpc.availabilityZones).toEqual(PROPS.zones);
    expect(vpc.vpcCidrBlock).toBe('10.40.0.0/16');
    const ids = (subnetType: SubnetType) => stack.resolve(vpc.selectSubnets({ subnetType }).subnetIds) as unknown;
    const named = (tier: string) =>
      ofType(production.resources, 'AWS::EC2::Subnet')
        .filter(([, subnet]) => nameOf(subnet)?.includes(`-${tier}-`))
        .map(([id]) => ref(id));
    expect(ids(SubnetType.PUBLIC)).toEqual(named('public'));
    expect(ids(SubnetType.PRIVATE_WITH_EGRESS)).toEqual(named('private'));
    expect(ids(SubnetType.PRIVATE_ISOLATED)).toEqual(named('isolated'));
    expect(vpc.privateSubnets.map(({ availabilityZone }) => availabilityZone)).toEqual(PROPS.zones);
    expect(app.synth().manifest.missing).toBeUndefined();
  });

  test('makes those who need the internet wait for the route out of their subnet', () => {
    const stack = new Stack(new App(), 'Test', { env: ENV });
    const { vpc } = new MultiAzNetwork(stack, 'Network', PROPS);
    const [privateSubnet] = vpc.privateSubnets;
    const [isolatedSubnet] = vpc.isolatedSubnets;
    if (privateSubnet === undefined || isolatedSubnet === undefined) throw new Error('no subnets');
    const waiting = (id: string, ...on: Parameters<CfnResource['node']['addDependency']>) => {
      const resource = new CfnResource(stack, id, { type: 'AWS::CloudFormation::WaitConditionHandle' });
      resource.node.addDependency(...on);
      return () => (Template.fromStack(stack).toJSON().Resources as Resources)[id]?.DependsOn;
    };
    const one = waiting('One', privateSubnet.internetConnectivityEstablished);
    const every = waiting('Every', vpc.internetConnectivityEstablished);
    const none = waiting('None', isolatedSubnet.internetConnectivityEstablished);
    expect(one()).toEqual([
      expect.stringMatching(/RoutePrivateADefault/),
      expect.stringMatching(/RouteTableOfPrivateA/),
    ]);
    expect(every()).toEqual(
      expect.arrayContaining(
        ['A', 'B', 'C'].map((zone) => expect.stringMatching(`RoutePrivate${zone}Default`) as string),
      ),
    );
    expect(none()).toBeUndefined();
  });

  test('is referred to strongly by other stacks even where weak references are the rule', () => {
    const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
    const { vpc } = new MultiAzNetwork(new Stack(app, 'Network', { env: ENV }), 'Network', PROPS);
    const consumer = new Stack(app, 'Consumer', { env: ENV });
    new CfnResource(consumer, 'Weak', {
      type: 'Test::Takes::Weak',
      properties: { Table: vpc.privateSubnets[0]?.routeTable.routeTableId },
    });
    new CfnResource(consumer, 'Strong', {
      type: 'Test::Takes::Strong',
      properties: { Vpc: vpc.vpcId, Subnets: vpc.isolatedSubnets.map(({ subnetId }) => subnetId) },
    });
    const resources = Template.fromStack(consumer).toJSON().Resources as Resources;
    expect(JSON.stringify(resources.Strong).match(/Fn::ImportValue/g)).toHaveLength(4);
    expect(JSON.stringify(resources.Strong)).not.toContain('Fn::GetStackOutput');
    expect(JSON.stringify(resources.Weak)).toContain('Fn::GetStackOutput');
  });
});

describe('on its own', () => {
  test('a network of which only addresses and zones are said is a production network', () => {
    const stack = new Stack(new App(), 'Shop');
    const { plan } = new MultiAzNetwork(stack, 'Network', { cidr: PROPS.cidr, zones: PROPS.zones });
    expect(plan).toMatchObject({ name: 'bulkhead-shop', region: 'eu-west-1', egress: 'per-zone' });
    expect(plan.flowLogs.retain).toBe(true);
  });

  test('props that cannot be are refused with all their problems', () => {
    const make = () =>
      new MultiAzNetwork(new Stack(new App(), 'Test', { env: ENV }), 'Network', {
        cidr: '10.0.0.1/16',
        zones: ['eu-west-1a', 'us-east-1b'],
        egress: 'single',
      });
    expect(make).toThrow(SpecError);
    expect(make).toThrow(/3 problems[\s\S]*zones\[1\][\s\S]*cidr[\s\S]*egress/);
  });

  test('props of the wrong shape are refused too', () => {
    const stack = new Stack(new App(), 'Test', { env: ENV });
    const props = JSON.parse('{ "cidr": 10, "zone": ["eu-west-1a"] }') as MultiAzNetworkProps;
    expect(() => new MultiAzNetwork(stack, 'Network', props)).toThrow(/3 problems[\s\S]*did you mean 'zones'/);
  });
});

test('the same props give the same bytes', () => {
  expect(JSON.stringify(build({ ipv6: true }).template.toJSON())).toBe(JSON.stringify(dualStack.template.toJSON()));
});

test.each<[string, Partial<MultiAzNetworkProps>]>([
  ['production', {}],
  ['dual-stack', { ipv6: true }],
  ['regional', { egress: 'regional' }],
  ['development', { context: IN_DEVELOPMENT }],
])('a %s network leaves no finding of AwsSolutions open', (_, overrides) => {
  expect(openFindings(build(overrides).stack)).toEqual([]);
});
