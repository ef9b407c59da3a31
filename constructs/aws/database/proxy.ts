import type { ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnDBProxy, CfnDBProxyEndpoint, CfnDBProxyTargetGroup } from 'aws-cdk-lib/aws-rds';
import { ArnFormat, CfnOutput, Fn, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { DatabasePlan } from '../../plan/database/plan';
import type { Aurora } from './aurora';
import { StoreLogGroup } from './store-log-group';

/** Props of {@link Proxy}. */
export interface ProxyProps {
  /** What the store is. */
  readonly plan: DatabasePlan;
  /** Where the proxy stands: in every zone, so that it is there when one is lost. */
  readonly subnets: readonly ISubnet[];
  /** Who may reach it, and whom it may reach. */
  readonly securityGroup: ISecurityGroup;
  /** The database behind it. */
  readonly database: Aurora;
  /** Encrypts its logs. */
  readonly key: IKey;
}

/**
 * The only way into a store for services: it pools connections, and waits out a failover in their place. IAM from end to
 * end: a service shows the proxy an IAM token, the proxy shows the database one, and there is no password.
 */
export class Proxy extends Construct {
  /** Where to write, and to read what was just written. */
  public readonly writerEndpoint: string;
  /** Where to read from readers; where there are none, the writer's. */
  public readonly readerEndpoint: string;

  private readonly resourceId: string;

  public constructor(scope: Construct, id: string, props: ProxyProps) {
    super(scope, id);
    const { plan, database, key } = props;
    const { proxy: pool } = plan;
    const logs = new StoreLogGroup(this, 'Logs', plan, key, pool.logGroup);
    const place = {
      vpcSubnetIds: props.subnets.map(({ subnetId }) => subnetId),
      vpcSecurityGroupIds: [props.securityGroup.securityGroupId],
    };
    const proxy = new CfnDBProxy(this, 'Resource', {
      ...place,
      dbProxyName: pool.identifier,
      engineFamily: 'POSTGRESQL',
      defaultAuthScheme: 'IAM_AUTH',
      requireTls: true,
      roleArn: this.role(plan, database).roleArn,
      idleClientTimeout: pool.idleClientTimeoutSeconds,
      // Debug logs hold the text of statements, and with it customers' data.
      debugLogging: false,
    });
    proxy.node.addDependency(logs);
    const targets = new CfnDBProxyTargetGroup(this, 'Targets', {
      dbProxyName: proxy.ref,
      // RDS knows no other name.
      targetGroupName: 'default',
      dbClusterIdentifiers: [database.cluster.ref],
      connectionPoolConfigurationInfo: {
        maxConnectionsPercent: pool.maxConnectionsPercent,
        maxIdleConnectionsPercent: pool.maxIdleConnectionsPercent,
        connectionBorrowTimeout: pool.borrowTimeoutSeconds,
      },
    });
    targets.node.addDependency(...database.ready);
    // The target group is RDS's own, and its tags are newer than what most tools know of it.
    targets.addPropertyDeletionOverride('Tags');
    this.writerEndpoint = proxy.attrEndpoint;
    this.readerEndpoint =
      pool.readOnlyEndpoint === undefined
        ? proxy.attrEndpoint
        : this.readers(pool.readOnlyEndpoint, proxy, targets, place).attrEndpoint;
    this.resourceId = Fn.select(6, Fn.split(':', proxy.attrDbProxyArn));
  }

  /** Lets somebody log in at the proxy as one database user, and as no other. */
  public grantConnect(grantee: IGrantable, user: string): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['rds-db:connect'],
        resources: [userArn(this, this.resourceIdFor(grantee), user)],
      }),
    );
  }

  /**
   * The resource id as another stack can name it: by an output of its own. It is cut out of an ARN, and whether
   * CloudFormation cuts what `Fn::GetStackOutput` gives is documented nowhere.
   */
  private resourceIdFor({ grantPrincipal }: IGrantable): string {
    const stack = Stack.of(this);
    const consumer = Construct.isConstruct(grantPrincipal) ? Stack.of(grantPrincipal) : stack;
    if (consumer === stack) return this.resourceId;
    consumer.addStackDependency(stack, 'its pods log in at this store');
    const existing = this.node.tryFindChild('ResourceId');
    const output =
      existing instanceof CfnOutput ? existing : new CfnOutput(this, 'ResourceId', { value: this.resourceId });
    return Fn.getStackOutput(stack.stackName, String(stack.resolve(output.logicalId)), stack.region);
  }

  private readers(name: string, proxy: CfnDBProxy, targets: CfnDBProxyTargetGroup, place: Place): CfnDBProxyEndpoint {
    const endpoint = new CfnDBProxyEndpoint(this, 'Readers', {
      ...place,
      dbProxyName: proxy.ref,
      dbProxyEndpointName: name,
      targetRole: 'READ_ONLY',
    });
    // RDS refuses such an endpoint before the proxy has a target with a reader.
    endpoint.node.addDependency(targets);
    return endpoint;
  }

  /**
   * The proxy logs in at the database as the clients' users, and never as the master user. Its trust has no
   * `aws:SourceAccount`: AWS documents the trust of a proxy's role without it (Aurora User Guide, "Configuring IAM
   * authentication for RDS Proxy"), and a key that RDS does not send would lock every client out.
   */
  private role({ access, identifier }: DatabasePlan, { cluster }: Aurora): Role {
    const users = access.clients.map(({ user }) => userArn(this, cluster.attrDbClusterResourceId, user));
    return new Role(this, 'Role', {
      description: `Lets the proxy of store ${identifier} log in as its users`,
      assumedBy: new ServicePrincipal('rds.amazonaws.com'),
      inlinePolicies:
        users.length === 0
          ? {}
          : {
              'log-in': new PolicyDocument({
                statements: [new PolicyStatement({ actions: ['rds-db:connect'], resources: users })],
              }),
            },
    });
  }
}

interface Place {
  readonly vpcSubnetIds: string[];
  readonly vpcSecurityGroupIds: string[];
}

/** A database user, as IAM names it. */
function userArn(scope: Construct, resourceId: string, user: string): string {
  return Stack.of(scope).formatArn({
    service: 'rds-db',
    resource: 'dbuser',
    resourceName: `${resourceId}/${user}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
