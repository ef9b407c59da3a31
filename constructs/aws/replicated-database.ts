import type { IConnectable, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Token } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { storeNameProblems } from '../plan/database/names';
import { planDatabase, type DatabasePlan } from '../plan/database/plan';
import { databaseProblems, databaseSpec, type DatabaseSpec } from '../plan/database/spec';
import { SpecError, type Problem } from '../plan/problem';
import { checkSpec } from '../plan/spec';
import { contextOf, type ContextProps } from './context';
import { Aurora } from './database/aurora';
import { MasterSecret } from './database/master-secret';
import { Proxy } from './database/proxy';
import { Snapshots } from './database/snapshots';
import { StoreKey } from './database/store-key';
import { StoreSecurityGroups } from './database/store-security-groups';
import { Users } from './database/users';
import { ServiceAccountRole } from './service-account-role';
import { requireProps } from './shared/required-props';
import { zonesOf } from './shared/zones';

/** Props of {@link ReplicatedDatabase}: a store's description, and where it stands. */
export interface ReplicatedDatabaseProps extends Omit<DatabaseSpec, 'consistency'> {
  /**
   * What the store does in a network partition; there is one answer.
   * @default - `strong`
   */
  readonly consistency?: 'strong';
  /** The store's name, part of every physical name: `ledger`. */
  readonly name: string;
  /** The VPC. The store stands in its isolated subnets, in each of their zones. */
  readonly vpc: IVpc;
  /** Who may reach the proxy: the security group of the pods, and nothing else reaches it. */
  readonly admit: readonly IConnectable[];
  /**
   * The name of the EKS cluster whose service accounts the clients are: `bulkhead-prod`. A literal.
   * @default - no roles are made for the clients; give them out with `grantConnect`
   */
  readonly clusterName?: string;
  /**
   * The environment: `{ environment: 'prod', tier: 'production' }`.
   * @default - derived from the stack and the zones, and treated as production
   */
  readonly context?: ContextProps;
}

/** What a service must know to reach the store; only AWS knows the endpoints, so these are tokens. */
export interface DatabaseFacts {
  /** Where to write: `bulkhead-prod-ledger-proxy-abc.proxy-….rds.amazonaws.com`. */
  readonly writer: string;
  /** Where to read from readers. */
  readonly reader: string;
  /** The port: `5432`. */
  readonly port: number;
  /** The database: `ledger`. */
  readonly database: string;
}

/**
 * Aurora PostgreSQL, a writer and readers in every zone behind a proxy, entered with IAM and TLS only, with a database
 * user for each service that uses it.
 *
 * @example
 * new ReplicatedDatabase(this, 'Ledger', {
 *   name: 'ledger', vpc: network.vpc, admit: [cluster.podSecurityGroup], clusterName: cluster.clusterName,
 *   clients: { payment: { access: 'read-write' }, trip: { access: 'read-only' } },
 * });
 */
export class ReplicatedDatabase extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: DatabasePlan;
  /** What a service must know to reach the store. */
  public readonly facts: DatabaseFacts;
  /** The database, for alarms and drills: `aurora.cluster`, `aurora.instances`. */
  public readonly aurora: Aurora;
  /** The key of everything in the store. */
  public readonly key: IKey;
  /** The master user's secret, for emergencies. */
  public readonly masterSecret: ISecret;
  /** The roles of the clients' service accounts, by client; none without `clusterName`. */
  public readonly roles: Readonly<Record<string, ServiceAccountRole>>;

  private readonly proxy: Proxy;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, props: ReplicatedDatabaseProps) {
    super(scope, id);
    requireProps(props, {
      name: "name the store, as in 'ledger'",
      vpc: 'pass the VPC to stand in, such as the vpc of a MultiAzNetwork',
      admit: 'pass the security groups that may connect, such as [cluster.podSecurityGroup]; [] admits nobody',
    });
    const { name, vpc, admit, clusterName, context: given, ...rest } = props;
    const subnets = vpc.isolatedSubnets;
    const zones = zonesOf(subnets);
    const unplaced = zoneProblems(zones);
    if (unplaced.length > 0) throw new SpecError(unplaced);
    const context = contextOf(this, given, zones);
    const spec = checkSpec(databaseSpec, { consistency: 'strong', ...rest }, (checked) => [
      ...storeNameProblems(name),
      ...databaseProblems(checked, context, zones),
    ]);
    const plan = planDatabase(name, spec, context, zones);
    this.plan = plan;

    const key = new StoreKey(this, 'Key', plan);
    this.key = key;
    const groups = new StoreSecurityGroups(this, 'SecurityGroups', { plan, vpc, admit });
    const master = new MasterSecret(this, 'Master', plan, key);
    this.masterSecret = master.secret;
    const database = new Aurora(this, 'Database', { plan, subnets, securityGroup: groups.database, key, master });
    this.aurora = database;
    this.proxy = new Proxy(this, 'Proxy', { plan, subnets, securityGroup: groups.proxy, database, key });
    const users = new Users(this, 'Users', {
      plan,
      database,
      secret: master.secret,
      key,
      after: [master.attach(database.cluster)],
    });
    master.rotate(database.cluster, [users]);
    if (plan.backup.vault !== undefined) {
      new Snapshots(this, 'Snapshots', { plan: plan.backup.vault, cluster: database.cluster, key });
    }
    this.roles = clusterName === undefined ? {} : this.clientRoles(clusterName, given);
    this.facts = {
      writer: this.proxy.writerEndpoint,
      reader: this.proxy.readerEndpoint,
      port: plan.port,
      database: plan.databaseName,
    };
  }

  /**
   * Lets somebody log in as the database user of one of the clients, and as no other. IAM cannot tell the two endpoints
   * of a proxy apart: what keeps a read-only client from writing are its grants in the database.
   */
  public grantConnect(grantee: IGrantable, client: string): void {
    const known = this.plan.access.clients.find(({ service }) => service === client);
    if (known === undefined) {
      throw new SpecError([
        {
          field: 'clients',
          value: client,
          reason: `no client of store '${this.plan.name}' has this name`,
          remedy: `add it to the clients, or use one of: ${this.plan.access.clients.map(({ service }) => service).join(', ')}`,
        },
      ]);
    }
    this.proxy.grantConnect(grantee, known.user);
  }

  private clientRoles(clusterName: string, context: ContextProps | undefined): Record<string, ServiceAccountRole> {
    return Object.fromEntries(
      this.plan.access.clients.map(({ service, user, namespace, serviceAccount }) => {
        const role = ServiceAccountRole.in(this, { clusterName, namespace, serviceAccount, context });
        this.proxy.grantConnect(role, user);
        return [service, role];
      }),
    );
  }
}

function zoneProblems(zones: readonly string[]): Problem[] {
  if (zones.length === 0) {
    return [
      {
        field: 'vpc',
        value: undefined,
        reason: 'it has no isolated subnets, and a store must have no way to the internet',
        remedy: 'give the VPC isolated subnets in at least two zones, as MultiAzNetwork does',
      },
    ];
  }
  if (!zones.some((zone) => Token.isUnresolved(zone))) return [];
  return [
    {
      field: 'vpc',
      value: zones,
      reason: 'its zones are known at deployment only, and instances are placed in named zones',
      remedy: "name the zones of the VPC, as in availabilityZones: ['eu-west-1a', 'eu-west-1b']",
    },
  ];
}
