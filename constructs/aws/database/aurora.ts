import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import {
  CfnDBCluster,
  CfnDBClusterParameterGroup,
  CfnDBInstance,
  CfnDBParameterGroup,
  CfnDBSubnetGroup,
} from 'aws-cdk-lib/aws-rds';
import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { Parameter } from '../../plan/database/parameters';
import type { DatabasePlan, InstancePlan } from '../../plan/database/plan';
import type { MasterSecret } from './master-secret';
import { StoreLogGroup } from './store-log-group';

const ENGINE = 'aurora-postgresql';

/** Signs what the instances present to the proxy and to an emergency's client; valid until 2061, known to every client. */
const CERTIFICATE_AUTHORITY = 'rds-ca-rsa2048-g1';

/** Props of {@link Aurora}. */
export interface AuroraProps {
  /** What the store is. */
  readonly plan: DatabasePlan;
  /** The subnets of its instances, in every zone of the plan. */
  readonly subnets: readonly ISubnet[];
  /** Who may reach it. */
  readonly securityGroup: ISecurityGroup;
  /** Encrypts it. */
  readonly key: IKey;
  /** The master user. */
  readonly master: MasterSecret;
}

/** The database itself: a cluster of instances in named zones over one storage. */
export class Aurora extends Construct {
  /** The cluster. */
  public readonly cluster: CfnDBCluster;
  /** Its instances, the writer first. */
  public readonly instances: readonly CfnDBInstance[];

  private readonly props: AuroraProps;

  public constructor(scope: Construct, id: string, props: AuroraProps) {
    super(scope, id);
    this.props = props;
    const { plan, key } = props;
    const reason = 'Zones are named in the environment: an instance that AWS places may share a zone with the next one';
    Validations.of(this).acknowledge(
      { id: 'CloudFormation-Validate::W3010', reason },
      { id: 'cfn-lint::W3010', reason },
    );
    const logs = plan.logs.map(({ type, logGroup }) => new StoreLogGroup(this, `Logs-${type}`, plan, key, logGroup));
    const subnetGroup = new CfnDBSubnetGroup(this, 'Subnets', {
      dbSubnetGroupDescription: `Isolated subnets of store ${plan.identifier}`,
      subnetIds: props.subnets.map(({ subnetId }) => subnetId),
    });
    this.cluster = this.makeCluster(subnetGroup);
    this.cluster.node.addDependency(...logs);
    const parameterGroup = new CfnDBParameterGroup(this, 'InstanceParameters', {
      description: `Instances of store ${plan.identifier}`,
      family: plan.engine.parameterFamily,
      parameters: settings(plan.parameters.instance),
    });
    const monitoringRole = plan.monitoringIntervalSeconds === 0 ? undefined : this.makeMonitoringRole();
    this.instances = plan.instances.map((each) =>
      this.makeInstance(each, { subnetGroup, parameterGroup, monitoringRole }),
    );
    // One at a time: the first instance of a cluster becomes its writer, and CloudFormation restarts together what does
    // not depend on each other (aws-cloudformation-resource-providers-rds #232, aws-cdk #10595). The price is time: each
    // is made when the one before it is there.
    this.instances.forEach((each, index) => {
      const before = this.instances[index - 1];
      if (before !== undefined) each.node.addDependency(before);
    });
  }

  /** What must be there before the database answers: a cluster without an instance does not. */
  public get ready(): readonly IDependable[] {
    return this.instances;
  }

  private makeCluster(subnetGroup: CfnDBSubnetGroup): CfnDBCluster {
    const { plan, key, master, securityGroup } = this.props;
    const { capacity, insights, backup, protection } = plan;
    const parameterGroup = new CfnDBClusterParameterGroup(this, 'ClusterParameters', {
      description: `Store ${plan.identifier}`,
      family: plan.engine.parameterFamily,
      parameters: settings(plan.parameters.cluster),
    });
    const cluster = new CfnDBCluster(this, 'Cluster', {
      dbClusterIdentifier: plan.identifier,
      engine: ENGINE,
      engineVersion: plan.engine.version,
      // Never into extended support's prices. Where nobody has upgraded by then, AWS does: on the end of a major's standard
      // support or shortly after it, to a major that it picks (Aurora User Guide, "Creating an Aurora DB cluster … with
      // Amazon RDS Extended Support"). It can be chosen at creation only.
      engineLifecycleSupport: 'open-source-rds-extended-support-disabled',
      databaseName: plan.databaseName,
      port: plan.port,
      masterUsername: plan.master.user,
      masterUserPassword: master.password,
      // No availabilityZones: they say where storage is, AWS always answers with three, and a change replaces the cluster.
      dbSubnetGroupName: subnetGroup.ref,
      vpcSecurityGroupIds: [securityGroup.securityGroupId],
      networkType: 'IPV4',
      storageEncrypted: true,
      kmsKeyId: key.keyArn,
      storageType: plan.storage === 'standard' ? 'aurora' : 'aurora-iopt1',
      serverlessV2ScalingConfiguration:
        capacity.kind === 'serverless'
          ? { minCapacity: capacity.minimumUnits, maxCapacity: capacity.maximumUnits }
          : undefined,
      dbClusterParameterGroupName: parameterGroup.ref,
      enableIamDatabaseAuthentication: true,
      // The Data API: how a deployment makes users without a way into the network.
      enableHttpEndpoint: true,
      enableCloudwatchLogsExports: plan.logs.map(({ type }) => type),
      databaseInsightsMode: insights.mode,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: key.keyArn,
      performanceInsightsRetentionPeriod: insights.retentionDays,
      backupRetentionPeriod: backup.retentionDays,
      preferredBackupWindow: backup.window,
      preferredMaintenanceWindow: plan.maintenanceWindow,
      autoMinorVersionUpgrade: plan.minorUpgrades === 'automatic',
      copyTagsToSnapshot: true,
      deletionProtection: protection.deletionProtection,
      deleteAutomatedBackups: protection.onRemoval === 'delete',
    });
    cluster.applyRemovalPolicy(protection.onRemoval === 'snapshot' ? RemovalPolicy.SNAPSHOT : RemovalPolicy.DESTROY);
    if (!protection.deletionProtection) {
      Validations.of(cluster).acknowledge({
        id: 'AwsSolutions-RDS10',
        reason:
          'Deletion protection follows the environment: production cannot be described without it; elsewhere an environment goes with one command',
      });
    }
    return cluster;
  }

  private makeInstance(instance: InstancePlan, shared: SharedByInstances): CfnDBInstance {
    const { plan, key } = this.props;
    const made = new CfnDBInstance(this, `Instance-${instance.id}`, {
      dbInstanceIdentifier: instance.identifier,
      dbClusterIdentifier: this.cluster.ref,
      engine: ENGINE,
      dbInstanceClass: plan.capacity.kind === 'serverless' ? 'db.serverless' : plan.capacity.instanceClass,
      availabilityZone: instance.zone,
      promotionTier: instance.promotionTier,
      dbParameterGroupName: shared.parameterGroup.ref,
      dbSubnetGroupName: shared.subnetGroup.ref,
      publiclyAccessible: false,
      caCertificateIdentifier: CERTIFICATE_AUTHORITY,
      autoMinorVersionUpgrade: plan.minorUpgrades === 'automatic',
      preferredMaintenanceWindow: plan.maintenanceWindow,
      enablePerformanceInsights: true,
      performanceInsightsKmsKeyId: key.keyArn,
      performanceInsightsRetentionPeriod: plan.insights.retentionDays,
      monitoringInterval: plan.monitoringIntervalSeconds,
      monitoringRoleArn: shared.monitoringRole?.roleArn,
    });
    // An instance holds no data: the cluster's storage does. Kept instances would not keep a removed store in service, for
    // its proxy and its clients' roles go too; but each reader that is taken away on purpose would run on, unmanaged and
    // paid for, and a cluster with instances left cannot be deleted. What stops a removal before it begins is a stack policy.
    made.applyRemovalPolicy(RemovalPolicy.DESTROY);
    return made;
  }

  private makeMonitoringRole(): Role {
    const role = new Role(this, 'MonitoringRole', {
      description: `Enhanced monitoring of store ${this.props.plan.identifier}`,
      assumedBy: new ServicePrincipal('monitoring.rds.amazonaws.com').withConditions({
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
      }),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonRDSEnhancedMonitoringRole')],
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
      reason:
        "RDS requires this policy for enhanced monitoring; it allows writing to RDS's own log groups (RDS*) and nothing else, and only RDS of this account may use it",
    });
    return role;
  }
}

interface SharedByInstances {
  readonly subnetGroup: CfnDBSubnetGroup;
  readonly parameterGroup: CfnDBParameterGroup;
  readonly monitoringRole: Role | undefined;
}

function settings(parameters: readonly Parameter[]): Record<string, string> {
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}
