import { App, Stack, Tags } from 'aws-cdk-lib/core';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { ReplicatedDatabase, type ReplicatedDatabaseProps } from '../../../constructs/aws/replicated-database';
import type { EnvironmentTier } from '../../../constructs/plan/context';
import { SpecError } from '../../../constructs/plan/problem';
import { openFindings } from '../../nag';

const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

class ZonedStack extends Stack {
  public constructor(
    app: App,
    private readonly zones: readonly string[],
  ) {
    super(app, 'Data', { stackName: 'bulkhead-prod-data', env: { account: '111122223333', region: 'eu-west-1' } });
  }

  public override get availabilityZones(): string[] {
    return [...this.zones];
  }
}

type Given = Partial<Omit<ReplicatedDatabaseProps, 'vpc' | 'admit'>> & { tier?: EnvironmentTier; zones?: string[] };

const CLIENTS = { payment: { access: 'read-write' }, trip: { access: 'read-only' } } as const;

function make({ tier = 'production', zones = ZONES, ...props }: Given = {}) {
  const stack = new ZonedStack(new App(), zones);
  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.40.0.0/16'),
    availabilityZones: zones,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
  vpc.addFlowLog('FlowLog');
  const pods = new SecurityGroup(stack, 'Pods', { vpc });
  const database = new ReplicatedDatabase(stack, 'Ledger', {
    name: 'ledger',
    vpc,
    admit: [pods],
    clusterName: 'bulkhead-prod',
    clients: CLIENTS,
    context: { environment: 'prod', tier },
    ...props,
  });
  return { stack, database, vpc };
}

const synthesized = (given?: Given) => Template.fromStack(make(given).stack);

type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string[];
};

const ofType = (template: Template, type: string): Record<string, Resource> =>
  template.findResources(type) as Record<string, Resource>;

const only = (template: Template, type: string): Resource => {
  const [first, ...more] = Object.values(ofType(template, type));
  if (first === undefined || more.length > 0) throw new Error(`not one ${type}`);
  return first;
};

const instances = (template: Template): Resource[] => Object.values(ofType(template, 'AWS::RDS::DBInstance'));

describe('the instances', () => {
  const template = synthesized();

  test('stand one in each zone, the writer promoted first', () => {
    expect(
      instances(template).map(({ Properties }) => [
        Properties.DBInstanceIdentifier,
        Properties.AvailabilityZone,
        Properties.PromotionTier,
      ]),
    ).toEqual([
      ['bulkhead-prod-ledger-a', 'eu-west-1a', 0],
      ['bulkhead-prod-ledger-b', 'eu-west-1b', 1],
      ['bulkhead-prod-ledger-c', 'eu-west-1c', 2],
    ]);
  });

  test('come one after the other, so that the first is the writer and no two restart at once', () => {
    const five = ofType(synthesized({ instances: 5 }), 'AWS::RDS::DBInstance');
    const ids = Object.keys(five);
    expect(Object.values(five).map(({ Properties }) => Properties.PromotionTier)).toEqual([0, 1, 2, 3, 4]);
    const instancesBefore = Object.values(five).map(({ DependsOn = [] }) => DependsOn.filter((id) => ids.includes(id)));
    expect(instancesBefore).toEqual([[], ...ids.slice(0, -1).map((id) => [id])]);
  });

  test('go with the store, and one that is taken away does not run on', () => {
    for (const { DeletionPolicy } of instances(template)) expect(DeletionPolicy).toBe('Delete');
  });

  test('are private, measured, and verified by a known authority', () => {
    for (const { Properties } of instances(template)) {
      expect(Properties).toMatchObject({
        PubliclyAccessible: false,
        MonitoringInterval: 15,
        MonitoringRoleArn: expect.anything(),
        CACertificateIdentifier: 'rds-ca-rsa2048-g1',
        EnablePerformanceInsights: true,
        PerformanceInsightsRetentionPeriod: 465,
        PerformanceInsightsKMSKeyId: expect.anything(),
        DBInstanceClass: 'db.serverless',
        AutoMinorVersionUpgrade: false,
      });
    }
  });

  test('keep their resources and everything that only replacement could change when one is added', () => {
    const [two, three] = [2, 3].map((count) => ofType(synthesized({ instances: count }), 'AWS::RDS::DBInstance'));
    for (const [id, resource] of Object.entries(two ?? {})) expect(three?.[id]).toEqual(resource);
    expect(Object.keys(three ?? {})).toHaveLength(3);
  });

  test('keep their resources when a zone is added', () => {
    const before = ofType(synthesized({ zones: ZONES.slice(0, 2) }), 'AWS::RDS::DBInstance');
    const after = ofType(synthesized(), 'AWS::RDS::DBInstance');
    for (const [id, resource] of Object.entries(before)) expect(after[id]).toEqual(resource);
  });

  test('have a fixed size when asked to', () => {
    const provisioned = synthesized({ capacity: { kind: 'provisioned', instanceClass: 'db.r7g.large' } });
    expect(instances(provisioned).map(({ Properties }) => Properties.DBInstanceClass)).toEqual(
      Array(3).fill('db.r7g.large'),
    );
    expect(only(provisioned, 'AWS::RDS::DBCluster').Properties).not.toHaveProperty('ServerlessV2ScalingConfiguration');
  });

  test('are measured by nobody when the interval is 0, and then need no role', () => {
    const quiet = synthesized({ monitoringIntervalSeconds: 0 });
    for (const { Properties } of instances(quiet)) expect(Properties).not.toHaveProperty('MonitoringRoleArn');
    quiet.resourcePropertiesCountIs(
      'AWS::IAM::Role',
      { AssumeRolePolicyDocument: principal('monitoring.rds.amazonaws.com') },
      0,
    );
  });
});

const principal = (service: string) =>
  Match.objectLike({ Statement: [Match.objectLike({ Principal: { Service: service } })] });

describe('the cluster of instances', () => {
  const template = synthesized();
  const cluster = only(template, 'AWS::RDS::DBCluster');

  test('is encrypted, entered with IAM, and restorable to any second of 35 days', () => {
    expect(cluster.Properties).toMatchObject({
      DBClusterIdentifier: 'bulkhead-prod-ledger',
      Engine: 'aurora-postgresql',
      EngineVersion: '17.7',
      EngineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      DatabaseName: 'ledger',
      Port: 5432,
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^LedgerKey/), 'Arn'] },
      StorageType: 'aurora',
      EnableIAMDatabaseAuthentication: true,
      EnableHttpEndpoint: true,
      EnableCloudwatchLogsExports: ['postgresql', 'iam-db-auth-error'],
      DatabaseInsightsMode: 'advanced',
      PerformanceInsightsEnabled: true,
      PerformanceInsightsRetentionPeriod: 465,
      BackupRetentionPeriod: 35,
      PreferredBackupWindow: '02:00-03:00',
      PreferredMaintenanceWindow: 'sun:04:00-sun:05:00',
      CopyTagsToSnapshot: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity: 16 },
    });
  });

  test('names no zones itself: they would replace it', () => {
    expect(cluster.Properties).not.toHaveProperty('AvailabilityZones');
  });

  test('has its master password by reference to the secret', () => {
    expect(cluster.Properties.MasterUsername).toBe('breakglass');
    expect(JSON.stringify(cluster.Properties.MasterUserPassword)).toContain('{{resolve:secretsmanager:');
  });

  test('in production cannot be deleted, and leaves a snapshot, its backups and its key behind', () => {
    expect(cluster).toMatchObject({ DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' });
    expect(cluster.Properties).toMatchObject({ DeletionProtection: true, DeleteAutomatedBackups: false });
    expect(only(template, 'AWS::KMS::Key').DeletionPolicy).toBe('RetainExceptOnCreate');
  });

  test('in development goes with all it has', () => {
    const dev = synthesized({ tier: 'development', zones: ZONES.slice(0, 2) });
    expect(only(dev, 'AWS::RDS::DBCluster')).toMatchObject({
      DeletionPolicy: 'Delete',
      Properties: { DeletionProtection: false, DeleteAutomatedBackups: true, BackupRetentionPeriod: 1 },
    });
    expect(only(dev, 'AWS::KMS::Key').DeletionPolicy).toBe('Delete');
    expect(instances(dev)).toHaveLength(1);
  });

  test('forces TLS and audits who changes what', () => {
    template.hasResourceProperties('AWS::RDS::DBClusterParameterGroup', {
      Family: 'aurora-postgresql17',
      Parameters: Match.objectLike({
        'rds.force_ssl': '1',
        ssl_min_protocol_version: 'TLSv1.2',
        'pgaudit.log': 'ddl,role',
        shared_preload_libraries: 'pg_stat_statements,pgaudit',
      }),
    });
    template.hasResourceProperties('AWS::RDS::DBParameterGroup', { Family: 'aurora-postgresql17' });
  });

  test('writes to log groups that were there before, encrypted and kept for a year', () => {
    const groups = Object.values(ofType(template, 'AWS::Logs::LogGroup')).filter(
      ({ Properties }) => Properties.KmsKeyId !== undefined,
    );
    expect(groups.map(({ Properties }) => [Properties.LogGroupName, Properties.RetentionInDays])).toEqual(
      expect.arrayContaining([
        ['/aws/rds/cluster/bulkhead-prod-ledger/postgresql', 365],
        ['/aws/rds/cluster/bulkhead-prod-ledger/iam-db-auth-error', 365],
        ['/aws/rds/proxy/bulkhead-prod-ledger-proxy-abc', 365],
        ['/aws/lambda/bulkhead-prod-ledger-users', 365],
        ['/aws/lambda/bulkhead-prod-ledger-rotation', 365],
      ]),
    );
    const ids = Object.keys(ofType(template, 'AWS::Logs::LogGroup')).filter((id) => /Logs(postgresql|iam)/.test(id));
    expect(ids).toHaveLength(2);
    expect(cluster.DependsOn).toEqual(expect.arrayContaining(ids));
  });

  test('has one key, which turns', () => {
    expect(only(template, 'AWS::KMS::Key').Properties).toMatchObject({ EnableKeyRotation: true });
    template.hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/bulkhead-prod-store-ledger' });
  });
});

describe('the proxy', () => {
  const template = synthesized();

  test('takes IAM and TLS only, and shows the database IAM too', () => {
    const { Properties } = only(template, 'AWS::RDS::DBProxy');
    expect(Properties).toMatchObject({
      DBProxyName: 'bulkhead-prod-ledger-proxy-abc',
      EngineFamily: 'POSTGRESQL',
      DefaultAuthScheme: 'IAM_AUTH',
      RequireTLS: true,
      DebugLogging: false,
    });
    expect(Properties).not.toHaveProperty('Auth');
    expect(Properties.VpcSubnetIds).toHaveLength(3);
  });

  test('has an endpoint that reads from readers', () => {
    template.hasResourceProperties('AWS::RDS::DBProxyEndpoint', {
      TargetRole: 'READ_ONLY',
      DBProxyEndpointName: 'bulkhead-prod-ledger-readers-abc',
    });
  });

  test('has it only once it has readers for its target, which RDS insists on', () => {
    const [targets] = Object.keys(ofType(template, 'AWS::RDS::DBProxyTargetGroup'));
    expect(only(template, 'AWS::RDS::DBProxyEndpoint').DependsOn).toContain(targets);
  });

  test('has none where the only instance is the writer, and readers are then sent to the writer', () => {
    const { stack, database } = make({ tier: 'development' });
    Template.fromStack(stack).resourceCountIs('AWS::RDS::DBProxyEndpoint', 0);
    expect(database.facts.reader).toBe(database.facts.writer);
  });

  test('waits for the instances before it takes the cluster for its target', () => {
    expect(only(template, 'AWS::RDS::DBProxyTargetGroup').DependsOn).toEqual(
      expect.arrayContaining(Object.keys(ofType(template, 'AWS::RDS::DBInstance'))),
    );
  });

  test('has a target group without tags, which most tools take for a mistake', () => {
    const { stack } = make();
    Tags.of(stack).add('platform', 'bulkhead');
    const tagged = Template.fromStack(stack);
    expect(only(tagged, 'AWS::RDS::DBProxyTargetGroup').Properties).not.toHaveProperty('Tags');
    expect(only(tagged, 'AWS::RDS::DBCluster').Properties).toHaveProperty('Tags');
  });

  test('gets another name with another zone, because RDS replaces it then', () => {
    const two = only(synthesized({ zones: ZONES.slice(0, 2) }), 'AWS::RDS::DBProxy');
    expect(two.Properties.DBProxyName).toBe('bulkhead-prod-ledger-proxy-ab');
  });

  test('may log in as the users of the clients and as nobody else', () => {
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: principal('rds.amazonaws.com'),
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              {
                Action: 'rds-db:connect',
                Effect: 'Allow',
                Resource: ['payment', 'trip'].map((user) => ({
                  'Fn::Join': [
                    '',
                    Match.arrayWith([
                      Match.objectLike({ 'Fn::GetAtt': [Match.anyValue(), 'DBClusterResourceId'] }),
                      `/${user}`,
                    ]),
                  ],
                })),
              },
            ],
            Version: '2012-10-17',
          },
          PolicyName: 'log-in',
        },
      ],
    });
  });
});

describe('the security groups', () => {
  const template = synthesized();

  test('let the pods to the proxy, the proxy to the database, and nothing else', () => {
    const standalone = Object.values(ofType(template, 'AWS::EC2::SecurityGroupIngress')).map(
      ({ Properties }) => Properties,
    );
    const inline = Object.values(ofType(template, 'AWS::EC2::SecurityGroup')).flatMap(
      ({ Properties }) => Properties.SecurityGroupIngress ?? [],
    );
    expect(inline).toEqual([]);
    const group = (id: RegExp) => ({ 'Fn::GetAtt': [expect.stringMatching(id), 'GroupId'] });
    expect(standalone).toHaveLength(2);
    expect(standalone).toEqual(
      expect.arrayContaining([
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          Description: 'from pods',
          GroupId: group(/SecurityGroupsProxy/),
          SourceSecurityGroupId: group(/^Pods/),
        },
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          Description: 'from its proxy',
          GroupId: group(/SecurityGroupsDatabase/),
          SourceSecurityGroupId: group(/SecurityGroupsProxy/),
        },
      ]),
    );
  });

  test('let the proxy out to the database, and the database out to nobody', () => {
    const egress = Object.values(ofType(template, 'AWS::EC2::SecurityGroupEgress')).map(({ Properties }) => Properties);
    expect(egress).toHaveLength(1);
    expect(egress[0]).toMatchObject({
      GroupId: { 'Fn::GetAtt': [expect.stringMatching(/SecurityGroupsProxy/), 'GroupId'] },
      DestinationSecurityGroupId: { 'Fn::GetAtt': [expect.stringMatching(/SecurityGroupsDatabase/), 'GroupId'] },
      FromPort: 5432,
    });
    const groups = Object.entries(ofType(template, 'AWS::EC2::SecurityGroup')).filter(([id]) =>
      id.startsWith('Ledger'),
    );
    expect(groups).toHaveLength(2);
    for (const [, { Properties }] of groups) {
      // CloudFormation opens a group without a rule to the world: this one matches no packet.
      expect(Properties.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
    }
  });

  test('need no function in the VPC', () => {
    for (const { Properties } of Object.values(ofType(template, 'AWS::Lambda::Function'))) {
      expect(Properties).not.toHaveProperty('VpcConfig');
    }
  });
});

describe('the master secret', () => {
  const template = synthesized();

  test('has a predictable name and the key of the store', () => {
    expect(only(template, 'AWS::SecretsManager::Secret').Properties).toMatchObject({
      Name: '/bulkhead/prod/stores/ledger/master',
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^LedgerKey/), 'Arn'] },
      GenerateSecretString: {
        SecretStringTemplate: '{"username":"breakglass"}',
        GenerateStringKey: 'password',
        PasswordLength: 40,
      },
    });
  });

  test('stays where the data or a snapshot of it stays, and else goes', () => {
    const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    for (const tier of ['staging', 'production'] as const) {
      expect(only(synthesized({ tier }), 'AWS::SecretsManager::Secret')).toMatchObject(kept);
    }
    const dev = synthesized({ tier: 'development' });
    expect(only(dev, 'AWS::SecretsManager::Secret').DeletionPolicy).toBe('Delete');
  });

  test('is rotated every 30 days, first after the deployment is done with it', () => {
    const schedule = only(template, 'AWS::SecretsManager::RotationSchedule');
    expect(schedule.Properties).toMatchObject({
      RotateImmediatelyOnUpdate: false,
      RotationRules: { AutomaticallyAfterDays: 30 },
    });
    expect(schedule.DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/Users/)]));
  });

  test('is rotated by a function that only Secrets Manager of this account may call, for this secret', () => {
    expect(only(template, 'AWS::Lambda::Permission').Properties).toMatchObject({
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: '111122223333',
      SourceArn: { Ref: expect.stringMatching(/Secret/) },
    });
  });
});

describe('the database users', () => {
  const template = synthesized();
  const users = only(template, 'Custom::DatabaseUsers');

  test('are made as the plan says', () => {
    expect(JSON.parse(String(users.Properties.desired))).toEqual({
      database: 'ledger',
      extensions: ['pgaudit'],
      groups: { clients: 'store_clients', readers: 'store_readers', retired: 'store_retired' },
      clients: [
        { user: 'payment', access: 'read-write' },
        { user: 'trip', access: 'read-only' },
      ],
    });
  });

  test('are made once every instance is there, in minutes and not in an hour', () => {
    expect(users.DependsOn).toEqual(expect.arrayContaining(Object.keys(ofType(template, 'AWS::RDS::DBInstance'))));
    expect(Number(users.Properties.ServiceTimeout)).toBe(720);
  });

  test('are made by a function that may use this cluster, this secret and this key only', () => {
    const roles = Object.values(ofType(template, 'AWS::IAM::Role')).filter(({ Properties }) =>
      JSON.stringify(Properties).includes('rds-data:BeginTransaction'),
    );
    expect(roles).toHaveLength(1);
    expect(JSON.stringify(roles[0]?.Properties)).not.toContain('"*"');
  });

  test('are made even where nobody may log in, so that a client that was removed loses its login', () => {
    const none = synthesized({ clients: {} });
    expect(JSON.parse(String(only(none, 'Custom::DatabaseUsers').Properties.desired)).clients).toEqual([]);
    none.resourceCountIs('AWS::EKS::PodIdentityAssociation', 0);
  });
});

describe('the roles of the clients', () => {
  const { stack, database } = make();
  const template = Template.fromStack(stack);

  test.each(['payment', 'trip'])('let the service account of %s log in as its own user only', (client) => {
    template.hasResourceProperties('AWS::EKS::PodIdentityAssociation', {
      ClusterName: 'bulkhead-prod',
      Namespace: client,
      ServiceAccount: client,
    });
    const policies = Object.values(ofType(template, 'AWS::IAM::Policy')).filter(({ Properties }) =>
      JSON.stringify(Properties.Roles).includes(client),
    );
    expect(policies).toHaveLength(1);
    expect(policies[0]?.Properties.PolicyDocument).toMatchObject({
      Statement: [{ Action: 'rds-db:connect', Resource: { 'Fn::Join': ['', expect.arrayContaining([`/${client}`])] } }],
    });
    expect(JSON.stringify(policies[0]?.Properties.PolicyDocument)).toContain('DBProxyArn');
  });

  test('stand by the names of the clients', () => {
    expect(Object.keys(database.roles)).toEqual(['payment', 'trip']);
  });

  test('are one where a service uses two stores', () => {
    const { stack: both, vpc } = make();
    new ReplicatedDatabase(both, 'Riders', {
      name: 'riders',
      vpc,
      admit: [],
      clusterName: 'bulkhead-prod',
      clients: CLIENTS,
      context: { environment: 'prod' },
    });
    const two = Template.fromStack(both);
    two.resourceCountIs('AWS::EKS::PodIdentityAssociation', 2);
    two.resourceCountIs('AWS::RDS::DBCluster', 2);
  });

  test('are not made without a cluster; somebody else can be let in', () => {
    const { stack: alone, database: store } = make({ clusterName: undefined });
    store.grantConnect(new Role(alone, 'Somebody', { assumedBy: new AccountPrincipal(alone.account) }), 'trip');
    const granted = Template.fromStack(alone);
    granted.resourceCountIs('AWS::EKS::PodIdentityAssociation', 0);
    granted.hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('Somebody') }],
      PolicyDocument: { Statement: [Match.objectLike({ Action: 'rds-db:connect' })] },
    });
    expect(() => store.grantConnect(new AccountPrincipal('111122223333'), 'mapping')).toThrow(
      /no client of store 'ledger'.*/s,
    );
  });
});

describe('the backups', () => {
  test('go to a locked vault in production, daily and monthly', () => {
    const template = synthesized();
    expect(only(template, 'AWS::Backup::BackupVault')).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        BackupVaultName: 'bulkhead-prod-ledger-snapshots',
        EncryptionKeyArn: expect.anything(),
        LockConfiguration: { MinRetentionDays: 35, MaxRetentionDays: 365 },
      },
    });
    expect(only(template, 'AWS::Backup::BackupVault').Properties).not.toHaveProperty(
      'LockConfiguration.ChangeableForDays',
    );
    template.hasResourceProperties('AWS::Backup::BackupPlan', {
      BackupPlan: {
        BackupPlanRule: [
          Match.objectLike({
            RuleName: 'daily',
            ScheduleExpression: 'cron(0 6 ? * * *)',
            Lifecycle: { DeleteAfterDays: 35 },
          }),
          Match.objectLike({
            RuleName: 'monthly',
            ScheduleExpression: 'cron(0 6 1 * ? *)',
            Lifecycle: { DeleteAfterDays: 365 },
          }),
        ],
      },
    });
    template.hasResourceProperties('AWS::Backup::BackupSelection', {
      BackupSelection: { Resources: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('Cluster'), 'DBClusterArn'] }] },
    });
  });

  test('have names that AWS Backup takes, however long the parts', () => {
    const context = { platform: 'p'.repeat(20), environment: 'e'.repeat(20), tier: 'production' } as const;
    const template = synthesized({ context, name: 's'.repeat(40) });
    const { BackupPlan } = only(template, 'AWS::Backup::BackupPlan').Properties as {
      BackupPlan: { BackupPlanName: string };
    };
    const { BackupSelection } = only(template, 'AWS::Backup::BackupSelection').Properties as {
      BackupSelection: { SelectionName: string };
    };
    const { BackupVaultName } = only(template, 'AWS::Backup::BackupVault').Properties;
    for (const name of [BackupVaultName, BackupPlan.BackupPlanName, BackupSelection.SelectionName]) {
      expect(name).toMatch(/^[a-zA-Z0-9_-]{2,50}$/);
    }
  });

  test('are daily and not locked in staging, and Aurora’s own only in development', () => {
    const staging = synthesized({ tier: 'staging' });
    expect(only(staging, 'AWS::Backup::BackupVault').Properties).not.toHaveProperty('LockConfiguration');
    synthesized({ tier: 'development' }).resourceCountIs('AWS::Backup::BackupVault', 0);
  });
});

describe('cdk-nag', () => {
  test.each<EnvironmentTier>(['development', 'staging', 'production'])('has nothing open in %s', (tier) => {
    const { stack } = make({ tier });
    expect(
      openFindings(stack).filter((finding) => finding.includes('/Ledger') || finding.includes('/ServiceAccount')),
    ).toEqual([]);
  });
});

describe('the same description', () => {
  test('gives the same template', () => {
    expect(synthesized().toJSON()).toEqual(synthesized().toJSON());
  });
});

describe('what cannot be', () => {
  test('is told all at once', () => {
    const attempt = () =>
      make({
        name: 'Ledger!',
        instances: 1,
        deletionProtection: false,
        clients: { postgres: { access: 'read-only' } },
      });
    expect(attempt).toThrow(SpecError);
    try {
      attempt();
    } catch (error) {
      expect((error as SpecError).problems.map(({ field }) => field)).toEqual([
        'name',
        'instances',
        'deletionProtection',
        'clients.postgres',
      ]);
    }
  });

  test('is a VPC without isolated subnets', () => {
    const stack = new ZonedStack(new App(), ZONES);
    const vpc = new Vpc(stack, 'Vpc', {
      availabilityZones: ZONES,
      natGateways: 0,
      subnetConfiguration: [{ name: 'p', subnetType: SubnetType.PUBLIC }],
    });
    expect(() => new ReplicatedDatabase(stack, 'Ledger', { name: 'ledger', vpc, admit: [] })).toThrow(
      /no isolated subnets/,
    );
  });

  test('is a VPC whose zones are not known yet', () => {
    const stack = new Stack(new App(), 'Agnostic');
    const vpc = new Vpc(stack, 'Vpc', {
      subnetConfiguration: [{ name: 'i', subnetType: SubnetType.PRIVATE_ISOLATED }],
    });
    expect(() => new ReplicatedDatabase(stack, 'Ledger', { name: 'ledger', vpc, admit: [] })).toThrow(
      /known at deployment only/,
    );
  });
});
