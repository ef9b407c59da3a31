import { KubectlV35Layer } from '@aws-cdk/lambda-layer-kubectl-v35';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SubnetType, Vpc, type IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { KubernetesCluster, type KubernetesClusterProps } from '../../../constructs/aws/kubernetes-cluster';
import { SpecError } from '../../../constructs/plan/problem';
import { openFindings } from '../../nag';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const ADMIN = 'arn:aws:iam::111122223333:role/PlatformAdmin';

interface Made {
  readonly app: App;
  readonly stack: Stack;
  readonly cluster: KubernetesCluster;
  readonly template: Template;
}

type Added = Partial<Omit<KubernetesClusterProps, 'vpc' | 'kubectlLayer'>> & {
  readonly zones?: readonly string[];
  readonly vpcCidr?: string;
};

function vpcOf(stack: Stack, zones: readonly string[], vpcCidr: string): IVpc {
  const ids = (tier: string) => zones.map((zone) => `subnet-${tier}-${zone.slice(-1)}`);
  return Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    vpcCidrBlock: vpcCidr,
    availabilityZones: [...zones],
    publicSubnetIds: ids('public'),
    privateSubnetIds: ids('private'),
    isolatedSubnetIds: ids('isolated'),
  });
}

function made({ zones = ZONES, vpcCidr = '10.40.0.0/16', ...added }: Added = {}): Made {
  const app = new App();
  const stack = new Stack(app, 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  const cluster = new KubernetesCluster(stack, 'Cluster', {
    version: '1.35',
    access: { administrators: [ADMIN] },
    vpc: vpcOf(stack, zones, vpcCidr),
    kubectlLayer: new KubectlV35Layer(stack, 'Kubectl'),
    context: { environment: 'prod' },
    ...added,
  });
  return { app, stack, cluster, template: Template.fromStack(stack) };
}

/** The resources of a type by their logical ids. */
const resources = (template: Template, type: string) => template.findResources(type) as Record<string, Resource>;

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
}

const addOn = (template: Template, name: string): Resource => {
  const found = Object.values(resources(template, 'AWS::EKS::Addon')).find(
    ({ Properties }) => Properties.AddonName === name,
  );
  if (found === undefined) throw new Error(`no add-on ${name}`);
  return found;
};

/** The Kubernetes objects that a template applies, tokens written as their logical ids. */
function objects(
  template: Template,
): readonly { readonly id: string; readonly resource: Resource; readonly text: string }[] {
  return Object.entries(resources(template, 'Custom::AWSCDK-EKS-KubernetesResource')).map(([id, resource]) => ({
    id,
    resource,
    text: JSON.stringify(resource.Properties.Manifest).replaceAll('\\', ''),
  }));
}

const applied = (template: Template, kind: string) => {
  const found = objects(template).find(({ text }) => text.includes(`"kind":"${kind}"`));
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};

const auto = made({
  access: {
    administrators: [ADMIN],
    operators: ['arn:aws:iam::111122223333:role/OnCall'],
    operatorNamespaces: ['payment', 'dev-*'],
    readers: ['arn:aws:iam::111122223333:role/Team'],
  },
});
const groups = made({ mode: 'node-groups' });

describe.each([
  ['auto', auto],
  ['node-groups', groups],
] as const)('a cluster of mode %s', (_mode, { template, stack, cluster }) => {
  test('has a name that is a literal everywhere', () => {
    expect(cluster.clusterName).toBe('bulkhead-prod');
    template.hasResourceProperties('AWS::EKS::Cluster', { Name: 'bulkhead-prod', Version: '1.35' });
  });

  test('is reached from inside the VPC only, in the private subnets of every zone', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: {
        EndpointPrivateAccess: true,
        EndpointPublicAccess: false,
        PublicAccessCidrs: Match.absent(),
        SubnetIds: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'],
      },
    });
  });

  test('admits whom the environment names, not whoever makes it', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
    });
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      PrincipalArn: ADMIN,
      Type: 'STANDARD',
      AccessPolicies: [{ AccessScope: { Type: 'cluster' }, PolicyArn: Match.anyValue() as unknown }],
    });
  });

  test('lets the functions that apply Kubernetes objects in, which nothing else would', () => {
    const entries = Object.values(resources(template, 'AWS::EKS::AccessEntry'));
    const handler = entries.filter(({ Properties }) =>
      JSON.stringify(Properties.PrincipalArn).includes('KubectlProviderHandler'),
    );
    expect(handler).toHaveLength(1);
  });

  test('gets no add-on that nobody has pinned', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', { BootstrapSelfManagedAddons: false });
    for (const { Properties } of Object.values(resources(template, 'AWS::EKS::Addon'))) {
      expect(Properties.AddonVersion).toMatch(/eksbuild/);
      expect(Properties.ResolveConflicts).toBe('OVERWRITE');
    }
  });

  test('encrypts secrets with a rotating key that outlives a production cluster', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      EncryptionConfig: [
        {
          Resources: ['secrets'],
          Provider: { KeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('SecretsKey'), 'Arn'] } },
        },
      ],
    });
    template.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true, Description: Match.stringLikeRegexp('Kubernetes secrets') },
    });
  });

  test('keeps all five logs for a year, encrypted, in a group that is there before EKS would make its own', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      Logging: {
        ClusterLogging: {
          EnabledTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((Type) => ({ Type })),
        },
      },
    });
    const [[id] = []] = Object.entries(
      template.findResources('AWS::Logs::LogGroup', { Properties: { LogGroupName: '/aws/eks/bulkhead-prod/cluster' } }),
    );
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        LogGroupName: '/aws/eks/bulkhead-prod/cluster',
        RetentionInDays: 365,
        KmsKeyId: Match.anyValue() as unknown,
      },
    });
    template.hasResource('AWS::EKS::Cluster', { DependsOn: Match.arrayWith([id]) as unknown });
  });

  test('can lose a zone on purpose, cannot be deleted by mistake, and runs into no extended support', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ZonalShiftConfig: { Enabled: true },
      DeletionProtection: true,
      UpgradePolicy: { SupportType: 'STANDARD' },
      ControlPlaneScalingConfig: { Tier: 'standard' },
    });
  });

  test('has Services in a block of their own', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      KubernetesNetworkConfig: { ServiceIpv4Cidr: '172.20.0.0/16', IpFamily: 'ipv4' },
    });
  });

  test('has a pod group that admits nobody by itself', () => {
    const [[id, group] = []] = Object.entries(
      template.findResources('AWS::EC2::SecurityGroup', {
        Properties: { Tags: Match.arrayWith([{ Key: 'Name', Value: 'bulkhead-prod-pods' }]) as unknown },
      }),
    );
    expect(group?.Properties).not.toHaveProperty('SecurityGroupIngress');
    expect(group?.Properties).not.toHaveProperty('GroupName');
    template.resourcePropertiesCountIs(
      'AWS::EC2::SecurityGroupIngress',
      { GroupId: { 'Fn::GetAtt': [id, 'GroupId'] } },
      0,
    );
    expect(stack.resolve(cluster.podSecurityGroup.securityGroupId)).toEqual({ 'Fn::GetAtt': [id, 'GroupId'] });
  });

  test('lets people on machines in the VPC call the API, and nothing else', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      FromPort: 443,
      ToPort: 443,
      GroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('ControlPlane'), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('Operators'), 'GroupId'] },
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    template.hasOutput('*', { Value: 'aws eks update-kubeconfig --region eu-west-1 --name bulkhead-prod' });
  });

  test('leaves no log group of its functions behind', () => {
    for (const { Properties } of Object.values(resources(template, 'AWS::Lambda::Function'))) {
      expect(Properties.LoggingConfig).toEqual({ LogGroup: { Ref: expect.stringMatching(/KubectlLogs/) as unknown } });
    }
    template.hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'Delete',
      Properties: { LogGroupName: '/aws/eks/bulkhead-prod/kubectl', KmsKeyId: Match.anyValue() as unknown },
    });
  });

  test('applies Kubernetes objects from inside the VPC', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Description: Match.stringLikeRegexp('kubectl'),
      VpcConfig: { SubnetIds: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'] },
    });
  });

  test('has an encrypted default storage class', () => {
    expect(applied(template, 'StorageClass').text).toContain('"encrypted":"true"');
  });

  test('leaves cdk-nag nothing to find', () => {
    expect(openFindings(stack)).toEqual([]);
  });

  test('warns of nothing', () => {
    const warnings = cluster.node
      .findAll()
      .flatMap(({ node }) => node.metadata.filter(({ type }) => type === 'aws:cdk:warning'));
    expect(warnings).toEqual([]);
  });
});

describe('people', () => {
  test('have the rights of their groups', () => {
    const policies = Object.values(resources(auto.template, 'AWS::EKS::AccessEntry')).flatMap(({ Properties }) =>
      typeof Properties.PrincipalArn === 'string'
        ? [[Properties.PrincipalArn, Properties.KubernetesGroups, JSON.stringify(Properties.AccessPolicies)]]
        : [],
    );
    expect(policies).toEqual([
      [ADMIN, ['bulkhead:administrators'], expect.stringContaining('/AmazonEKSClusterAdminPolicy')],
      [
        'arn:aws:iam::111122223333:role/OnCall',
        ['bulkhead:operators'],
        expect.stringContaining('/AmazonEKSEditPolicy'),
      ],
      ['arn:aws:iam::111122223333:role/Team', ['bulkhead:readers'], expect.stringContaining('/AmazonEKSViewPolicy')],
    ]);
  });

  test('have the rights of operators in the namespaces that are named only', () => {
    const policy = (name: string, AccessScope: object) => ({
      AccessScope,
      PolicyArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`/${name}$`)])] },
    });
    auto.template.hasResourceProperties('AWS::EKS::AccessEntry', {
      PrincipalArn: 'arn:aws:iam::111122223333:role/OnCall',
      AccessPolicies: [
        policy('AmazonEKSEditPolicy', { Type: 'namespace', Namespaces: ['payment', 'dev-*'] }),
        policy('AmazonEKSViewPolicy', { Type: 'cluster' }),
      ],
    });
  });

  test('are in before the first Kubernetes object is applied, and after the functions that apply it', () => {
    const people = Object.entries(resources(auto.template, 'AWS::EKS::AccessEntry')).filter(
      ([, { Properties }]) => typeof Properties.PrincipalArn === 'string',
    );
    const [[barrier] = []] = Object.entries(resources(auto.template, 'AWS::SSM::Parameter'));
    const [[functions] = []] = Object.entries(resources(auto.template, 'AWS::EKS::AccessEntry')).filter(
      ([, { Properties }]) => JSON.stringify(Properties.PrincipalArn).includes('KubectlProviderHandler'),
    );
    expect(people).toHaveLength(3);
    for (const [id, { DependsOn }] of people) {
      expect(DependsOn).toContain(barrier);
      expect(applied(auto.template, 'ConfigMap').resource.DependsOn).toContain(id);
    }
    expect(resources(auto.template, 'AWS::SSM::Parameter')[barrier ?? '']?.DependsOn).toContain(functions);
  });

  test('keep their entry when they move to another group: a second one would be refused', () => {
    const onCall = 'arn:aws:iam::111122223333:role/OnCall';
    const moved = made({ access: { administrators: [ADMIN, onCall] } });
    const id = ({ template }: Made) =>
      Object.entries(resources(template, 'AWS::EKS::AccessEntry')).find(
        ([, { Properties }]) => Properties.PrincipalArn === onCall,
      )?.[0];
    expect(id(moved)).toBeDefined();
    expect(id(moved)).toBe(id(auto));
  });
});

describe('the public endpoint', () => {
  const { template, stack } = made({ endpoint: { publicCidrs: ['203.0.113.0/24'] } });

  test('admits the listed blocks, beside the private one', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: {
        EndpointPrivateAccess: true,
        EndpointPublicAccess: true,
        PublicAccessCidrs: ['203.0.113.0/24'],
      },
    });
  });

  test('is accepted by name in front of cdk-nag', () => {
    expect(openFindings(stack)).toEqual([]);
  });
});

describe('a cluster whose environment keeps fewer logs', () => {
  test('is accepted by name in front of cdk-nag', () => {
    expect(openFindings(made({ logging: { types: ['audit'] } }).stack)).toEqual([]);
  });
});

describe('a development cluster', () => {
  const { template } = made({ context: { environment: 'dev', tier: 'development' } });

  test('goes with its stack, keys and logs included', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', { Name: 'bulkhead-dev', DeletionProtection: false });
    template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
    template.allResources('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });
});

describe('Auto Mode', () => {
  const { template } = auto;

  test('is on in all its parts, without the built-in pools', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: { Enabled: true, NodePools: [], NodeRoleArn: Match.absent() },
      StorageConfig: { BlockStorage: { Enabled: true } },
      KubernetesNetworkConfig: { ElasticLoadBalancing: { Enabled: true } },
    });
  });

  test('installs only what it does not bring', () => {
    template.resourceCountIs('AWS::EKS::Addon', 2);
    template.resourceCountIs('AWS::EKS::Nodegroup', 0);
    template.resourceCountIs('Custom::AWSCDK-EKS-HelmChart', 0);
    expect(() => [
      addOn(template, 'metrics-server'),
      addOn(template, 'aws-secrets-store-csi-driver-provider'),
    ]).not.toThrow();
  });

  test('has the entry with which nodes of a NodeClass of its own may join', () => {
    template.hasResourceProperties('AWS::EKS::AccessEntry', {
      Type: 'EC2',
      PrincipalArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('NodesRole'), 'Arn'] },
      AccessPolicies: [
        { PolicyArn: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('AmazonEKSAutoNodePolicy')])] } },
      ],
    });
  });

  test('puts pods in the pod group', () => {
    const { text } = applied(template, 'NodeClass');
    expect(text).toMatch(/podSecurityGroupSelectorTerms":\[.*SecurityGroupsPods.*\],"networkPolicy"/);
    expect(text).toContain('"subnetSelectorTerms":[{"id":"subnet-private-a"}');
  });

  test('switches NetworkPolicies on before the first node, and makes nodes before what runs on them', () => {
    const [base, nodeClass, nodePool] = [
      applied(template, 'ConfigMap'),
      applied(template, 'NodeClass'),
      applied(template, 'NodePool'),
    ];
    expect(nodeClass.resource.DependsOn).toContain(base.id);
    expect(nodePool.resource.DependsOn).toContain(nodeClass.id);
    for (const name of ['metrics-server', 'aws-secrets-store-csi-driver-provider']) {
      expect(addOn(template, name).DependsOn).toContain(nodePool.id);
    }
  });

  test('has the node entry before the NodeClass that uses it', () => {
    const [[entry] = []] = Object.entries(
      template.findResources('AWS::EKS::AccessEntry', { Properties: { Type: 'EC2' } }),
    );
    expect(applied(template, 'NodeClass').resource.DependsOn).toContain(entry);
  });
});

describe('node groups', () => {
  const { template } = groups;
  const nodegroups = Object.entries(resources(template, 'AWS::EKS::Nodegroup'));

  test('leave everything of Auto Mode off', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: { Enabled: false },
      StorageConfig: { BlockStorage: { Enabled: false } },
      KubernetesNetworkConfig: { ElasticLoadBalancing: { Enabled: false } },
    });
  });

  test('are one for each zone, each in its own subnet', () => {
    expect(nodegroups.map(([, { Properties }]) => Properties.Subnets)).toEqual([
      ['subnet-private-a'],
      ['subnet-private-b'],
      ['subnet-private-c'],
    ]);
  });

  test('have no names, so that a change of instance types can replace them', () => {
    for (const [, { Properties }] of nodegroups) expect(Properties).not.toHaveProperty('NodegroupName');
  });

  test('follow the version of the control plane, one zone after the other', () => {
    const [[a, first] = [], [b, second] = [], [, third] = []] = nodegroups;
    expect(first?.Properties.Version).toBe('1.35');
    expect(first?.DependsOn).not.toContain(b);
    expect(second?.DependsOn).toContain(a);
    expect(third?.DependsOn).toContain(b);
  });

  test('keep their identity when a zone goes', () => {
    const fewer = made({ mode: 'node-groups', zones: ['eu-west-1a', 'eu-west-1c'] });
    expect(Object.keys(resources(fewer.template, 'AWS::EKS::Nodegroup'))).toEqual([
      nodegroups[0]?.[0],
      nodegroups[2]?.[0],
    ]);
  });

  test('run a minimal operating system that repairs itself, and is updated a node at a time', () => {
    template.allResourcesProperties('AWS::EKS::Nodegroup', {
      AmiType: 'BOTTLEROCKET_x86_64',
      CapacityType: 'ON_DEMAND',
      UpdateConfig: { MaxUnavailable: 1 },
      NodeRepairConfig: { Enabled: true },
      ScalingConfig: { MinSize: 2, MaxSize: 20, DesiredSize: 2 },
    });
  });

  test('boot the image of their architecture', () => {
    const { template: arm } = made({
      mode: 'node-groups',
      nodeGroups: { instanceTypes: ['m7g.large'], capacityType: 'spot' },
    });
    arm.allResourcesProperties('AWS::EKS::Nodegroup', {
      AmiType: 'BOTTLEROCKET_ARM_64',
      CapacityType: 'SPOT',
      InstanceTypes: ['m7g.large'],
    });
  });

  test("keep the instance's metadata from pods, encrypt their disks, and are in the pod group", () => {
    template.allResourcesProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { Encrypted: true, VolumeType: 'gp3' } },
          { DeviceName: '/dev/xvdb', Ebs: { Encrypted: true, VolumeType: 'gp3', VolumeSize: 80 } },
        ],
        SecurityGroupIds: [
          { 'Fn::GetAtt': [Match.stringLikeRegexp('Cluster'), 'ClusterSecurityGroupId'] },
          { 'Fn::GetAtt': [Match.stringLikeRegexp('Pods'), 'GroupId'] },
        ],
      },
    });
  });

  test('look alike to the autoscaler, which balances only groups whose nodes have the same labels', () => {
    template.resourceCountIs('AWS::EC2::LaunchTemplate', 1);
    for (const [, { Properties }] of nodegroups) expect(Properties).not.toHaveProperty('Labels');
  });

  test('come after the network plug-in, kube-proxy and the agent, and before everything that runs on them', () => {
    const ids = Object.fromEntries(
      Object.entries(resources(template, 'AWS::EKS::Addon')).map(([id, { Properties }]) => [
        String(Properties.AddonName),
        id,
      ]),
    );
    for (const [, { DependsOn }] of nodegroups) {
      expect(DependsOn).toEqual(
        expect.arrayContaining([ids['vpc-cni'], ids['kube-proxy'], ids['eks-pod-identity-agent']]),
      );
    }
    const nodegroupIds = nodegroups.map(([id]) => id);
    for (const name of ['coredns', 'aws-ebs-csi-driver', 'metrics-server', 'eks-node-monitoring-agent']) {
      expect(addOn(template, name).DependsOn).toEqual(expect.arrayContaining(nodegroupIds));
    }
  });

  test('enforce NetworkPolicies', () => {
    expect(JSON.parse(String(addOn(template, 'vpc-cni').Properties.ConfigurationValues))).toMatchObject({
      enableNetworkPolicy: 'true',
    });
  });

  test('have no rights that pods need: the network plug-in and the volume driver have roles of their own', () => {
    expect(addOn(template, 'vpc-cni').Properties.PodIdentityAssociations).toMatchObject([
      { ServiceAccount: 'aws-node' },
    ]);
    expect(addOn(template, 'aws-ebs-csi-driver').Properties.PodIdentityAssociations).toMatchObject([
      { ServiceAccount: 'ebs-csi-controller-sa' },
    ]);
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Nodes of bulkhead-prod',
      ManagedPolicyArns: [
        { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/AmazonEKSWorkerNodePolicy$')])] },
        { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/AmazonEC2ContainerRegistryPullOnly$')])] },
      ],
    });
  });

  test("give a role to one service account of one cluster, which the role's trust names", () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      Description: 'Pods of kube-system/aws-node in bulkhead-prod',
      AssumeRolePolicyDocument: {
        Statement: ['sts:AssumeRole', 'sts:TagSession'].map((Action) => ({
          Action,
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:RequestTag/eks-cluster-name': 'bulkhead-prod',
              'aws:RequestTag/kubernetes-namespace': 'kube-system',
              'aws:RequestTag/kubernetes-service-account': 'aws-node',
            },
          },
        })),
      },
    });
  });

  test('get their load balancer controller and autoscaler from pinned charts that go back by themselves when they fail', () => {
    for (const [chart, version, repository] of [
      ['aws-load-balancer-controller', '3.2.2', 'https://aws.github.io/eks-charts'],
      ['cluster-autoscaler', '9.59.0', 'https://kubernetes.github.io/autoscaler'],
    ]) {
      template.hasResourceProperties('Custom::AWSCDK-EKS-HelmChart', {
        Chart: chart,
        Release: chart,
        Version: version,
        Repository: repository,
        Namespace: 'kube-system',
        Wait: true,
        Atomic: true,
      });
      template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
        ServiceAccount: chart,
        Namespace: 'kube-system',
      });
    }
  });

  test('tell the load balancer controller its VPC, since it cannot ask the instance', () => {
    template.hasResourceProperties('Custom::AWSCDK-EKS-HelmChart', {
      Chart: 'aws-load-balancer-controller',
      Values: Match.stringLikeRegexp('"vpcId":"vpc-1"'),
    });
  });

  test('install the charts after DNS, one after the other, so that webhooks answer before they are called', () => {
    const charts = Object.entries(resources(template, 'Custom::AWSCDK-EKS-HelmChart'));
    const [[controller, first] = [], [, second] = []] = charts;
    const dns = Object.entries(resources(template, 'AWS::EKS::Addon')).find(
      ([, { Properties }]) => Properties.AddonName === 'coredns',
    )?.[0];
    expect(first?.DependsOn).toContain(dns);
    expect(second?.DependsOn).toContain(controller);
  });
});

test('the key is referred to strongly, so that a change set sees that it stays', () => {
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } });
  const stack = new Stack(app, 'Test', { env: { account: '111122223333', region: 'eu-west-1' } });
  const other = new Stack(app, 'Other', { env: { account: '111122223333', region: 'eu-west-1' } });
  const cluster = new KubernetesCluster(stack, 'Cluster', {
    version: '1.35',
    access: { administrators: [ADMIN] },
    vpc: vpcOf(stack, ZONES, '10.40.0.0/16'),
    kubectlLayer: new KubectlV35Layer(stack, 'Kubectl'),
  });
  const keys = cluster.node.findAll().filter((child): child is CfnKey => child instanceof CfnKey);
  for (const [index, key] of keys.entries()) new CfnOutput(other, `Key${index}`, { value: key.attrArn });
  const outputs = Object.values(Template.fromStack(other).findOutputs('*'));
  expect(outputs).toHaveLength(2);
  for (const { Value } of outputs) expect(Value).toHaveProperty(['Fn::ImportValue']);
});

describe('a zone that comes later', () => {
  const two = ['eu-west-1a', 'eu-west-1c'];
  const clusterOf = ({ template }: Made) => resources(template, 'AWS::EKS::Cluster');

  test.each(['auto', 'node-groups'] as const)(
    'leaves the control plane as it was made, once the environment says how it was made: %s',
    (mode) => {
      const before = made({ mode, zones: two });
      const after = made({ mode, zones: ZONES, controlPlaneZones: two });
      expect(clusterOf(after)).toEqual(clusterOf(before));
    },
  );

  test('changes the control plane if the environment does not, which EKS refuses', () => {
    expect(clusterOf(made())).not.toEqual(clusterOf(made({ zones: two })));
  });

  test('has the functions that apply Kubernetes objects, and the nodes, all the same', () => {
    const { template, stack } = made({ controlPlaneZones: two });
    template.allResourcesProperties('AWS::Lambda::Function', {
      VpcConfig: { SubnetIds: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'] },
    });
    expect(applied(template, 'NodeClass').text).toContain('{"id":"subnet-private-b"}');
    expect(applied(template, 'NodePool').text).toContain('"eu-west-1b"');
    expect(openFindings(stack)).toEqual([]);
    const groupsIn = made({ mode: 'node-groups', controlPlaneZones: two });
    groupsIn.template.resourceCountIs('AWS::EKS::Nodegroup', 3);
  });
});

describe('props that cannot be', () => {
  const problems = (added: Added) => {
    try {
      made(added);
    } catch (error) {
      if (error instanceof SpecError) return error.problems.map(({ field }) => field);
      throw error;
    }
    return [];
  };

  test('are told with their fields', () => {
    expect(problems({ access: { administrators: ['arn:aws:iam::111122223333:root'] } })).toEqual([
      'access.administrators[0]',
    ]);
  });

  test('include a VPC without private subnets in two zones', () => {
    expect(problems({ zones: ['eu-west-1a'] })).toEqual(['vpc']);
  });

  test('include a zone of the control plane that the VPC has not', () => {
    expect(problems({ controlPlaneZones: ['eu-west-1a', 'eu-west-1d'] })).toEqual(['controlPlaneZones[1]']);
  });

  test('include operators without namespaces, since what is not said to be another tier is production', () => {
    const operators = ['arn:aws:iam::111122223333:role/OnCall'];
    expect(problems({ access: { administrators: [ADMIN], operators } })).toEqual(['access.operatorNamespaces']);
  });

  test('include a service block that overlaps the VPC', () => {
    expect(problems({ vpcCidr: '172.20.0.0/16' })).toEqual(['serviceCidr']);
  });
});

describe('in an app of somebody else', () => {
  test('it takes a VPC of theirs, treats it as production, and is ready before what waits for it', () => {
    const app = new App();
    const stack = new Stack(app, 'TheirStack');
    const vpc = new Vpc(stack, 'Vpc', {
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC },
        { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      ],
    });
    const cluster = new KubernetesCluster(stack, 'Cluster', {
      vpc,
      version: '1.36',
      access: { administrators: [ADMIN] },
      kubectlLayer: new KubectlV35Layer(stack, 'Kubectl'),
    });
    new CfnOutput(stack, 'Group', { value: cluster.podSecurityGroup.securityGroupId });
    const template = Template.fromStack(stack);
    template.hasResourceProperties('AWS::EKS::Cluster', {
      Name: 'bulkhead-theirstack',
      DeletionProtection: true,
      Version: '1.36',
    });
    expect(cluster.ready.node.path).toContain('AddOnsAfterNodes');
  });
});
