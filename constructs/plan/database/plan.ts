import { pathName, physicalName, type PlanContext } from '../context';
import { planKey, type KeyPlan } from '../encryption';
import { fittedName } from '../fitted-name';
import type { RetentionDays } from '../retention';
import { planAccess, type AccessPlan } from './clients';
import { planBackup, type BackupPlan } from './backup';
import { DEFAULT_MAINTENANCE_WINDOW, TIER_DEFAULTS } from './defaults';
import { defaultDatabaseName, identifier, MASTER_USER } from './names';
import { planParameters, type ParametersPlan } from './parameters';
import { zoneLetter } from '../zones';
import { placeInstances, type InstancePlacement } from './placement';
import type { DatabaseSpec } from './spec';
import { DEFAULT_ENGINE_VERSION, engineVersion, type EngineVersion, type EngineVersionName } from './versions';

/** One instance of a store. */
export interface InstancePlan extends InstancePlacement {
  /** Its identifier, unique in the account and region: `bulkhead-prod-ledger-a`. */
  readonly identifier: string;
}

/** What a proxy's pool may hold, and how long who waits. */
export interface ProxyPlan {
  /** Its identifier. */
  readonly identifier: string;
  /** The endpoint that reads from readers only; `undefined` where the only instance is the writer. */
  readonly readOnlyEndpoint?: string;
  /** How much of `max_connections` it may use, in percent. */
  readonly maxConnectionsPercent: number;
  /** How much of `max_connections` may idle, in percent. */
  readonly maxIdleConnectionsPercent: number;
  /** When it closes an idle connection of a service, in seconds. */
  readonly idleClientTimeoutSeconds: number;
  /** How long a request waits for a connection, in seconds. */
  readonly borrowTimeoutSeconds: number;
  /** The log group that it writes to. */
  readonly logGroup: string;
}

/** The password of the master user: for emergencies, and for the deployment to make the other users. */
export interface MasterSecretPlan {
  /** The secret's name: `/bulkhead/prod/stores/ledger/master`. */
  readonly name: string;
  /** The user. */
  readonly user: string;
  /** How often the password changes, in days. */
  readonly rotationDays: number;
}

/** A log that the database exports. */
export interface LogExport {
  /** Which: `postgresql`. */
  readonly type: string;
  /** The log group that RDS writes it to. RDS gives the name, so the group can be made, encrypted, beforehand. */
  readonly logGroup: string;
}

/** A function that tends the store, outside its network. */
export interface FunctionPlan {
  /** Its name: `bulkhead-prod-ledger-users`. */
  readonly name: string;
  /** The log group that it writes to. */
  readonly logGroup: string;
}

/** What becomes of the store's data when the store is removed, and who stops it. */
export interface ProtectionPlan {
  /** Whether AWS refuses to delete the store. */
  readonly deletionProtection: boolean;
  /** Whether a last snapshot is taken, and keys, logs and snapshots are kept, when the store is removed. */
  readonly onRemoval: 'snapshot' | 'delete';
}

/** Everything that a store is, every default resolved. */
export interface DatabasePlan {
  /** The store's name: `ledger`. */
  readonly name: string;
  /** It refuses writes that it cannot replicate. */
  readonly consistency: 'strong';
  /** The identifier of the cluster of instances: `bulkhead-prod-ledger`. */
  readonly identifier: string;
  /** What it runs. */
  readonly engine: EngineVersion & { /** Its version: `17.7`. */ readonly version: EngineVersionName };
  /** The database within it. */
  readonly databaseName: string;
  /** Where the proxy and the database listen. */
  readonly port: number;
  /** What every instance can carry. */
  readonly capacity: NonNullable<DatabaseSpec['capacity']>;
  /** How storage is billed. */
  readonly storage: 'standard' | 'io-optimized';
  /** Its instances, the writer first. */
  readonly instances: readonly InstancePlan[];
  /** How services come in. */
  readonly proxy: ProxyPlan;
  /** Who may come in, and what they may do. */
  readonly access: AccessPlan;
  /** Who comes in when all else fails. */
  readonly master: MasterSecretPlan;
  /** Who makes the users, and who changes the master user's password. */
  readonly functions: { readonly users: FunctionPlan; readonly rotation: FunctionPlan };
  /** The key that encrypts all of it. */
  readonly key: KeyPlan;
  /** PostgreSQL's settings. */
  readonly parameters: ParametersPlan;
  /** The logs that it exports. */
  readonly logs: readonly LogExport[];
  /** How long logs are kept, in days. */
  readonly logRetentionDays: RetentionDays;
  /** How often the operating system of an instance is measured, in seconds; 0 for never. */
  readonly monitoringIntervalSeconds: number;
  /** What Database Insights keeps, and for how long. */
  readonly insights: { readonly mode: 'standard' | 'advanced'; readonly retentionDays: number };
  /** How it can be restored. */
  readonly backup: BackupPlan;
  /** When AWS may restart instances. */
  readonly maintenanceWindow: string;
  /** Who installs minor versions. */
  readonly minorUpgrades: 'automatic' | 'manual';
  /** What becomes of the data when the store is removed. */
  readonly protection: ProtectionPlan;
}

const POSTGRESQL_PORT = 5432;
const ROTATION_DAYS = 30;

/** Retention per mode in days: the free week, and the 15 months that the advanced mode requires (RDS API, `DatabaseInsightsMode`). */
const INSIGHTS_RETENTION_DAYS = { standard: 7, advanced: 465 } as const;

/** What PostgreSQL does, and logins that IAM refused, which show nowhere else. */
const LOG_EXPORTS = ['postgresql', 'iam-db-auth-error'];

/** What a store of this name is, in these zones. The spec must be sound: see `databaseProblems`. */
export function planDatabase(
  name: string,
  spec: DatabaseSpec,
  context: PlanContext,
  zones: readonly string[],
): DatabasePlan {
  const { tier } = context;
  const version = spec.engineVersion ?? DEFAULT_ENGINE_VERSION;
  const cluster = identifier(context, name);
  const insights = spec.insights ?? TIER_DEFAULTS.insights[tier];
  const instances = planInstances(name, spec, context, zones);
  return {
    name,
    consistency: spec.consistency,
    identifier: cluster,
    engine: { version, ...engineVersion(version) },
    databaseName: spec.databaseName ?? defaultDatabaseName(name),
    port: spec.port ?? POSTGRESQL_PORT,
    capacity: spec.capacity ?? TIER_DEFAULTS.capacity[tier],
    storage: spec.storage ?? 'standard',
    instances,
    proxy: planProxy(name, spec.proxy, context, { zones, instances: instances.length }),
    access: planAccess(spec.clients),
    master: { name: pathName(context, 'stores', name, 'master'), user: MASTER_USER, rotationDays: ROTATION_DAYS },
    functions: { users: planFunction(name, 'users', context), rotation: planFunction(name, 'rotation', context) },
    // A store whose last snapshot is kept needs its key for as long: nothing else could read the snapshot.
    key: planKey(context, ['store', name], TIER_DEFAULTS.onRemoval[tier] === 'snapshot'),
    parameters: planParameters(spec.parameters),
    logs: LOG_EXPORTS.map((type) => ({ type, logGroup: `/aws/rds/cluster/${cluster}/${type}` })),
    logRetentionDays: spec.logRetentionDays ?? TIER_DEFAULTS.logRetentionDays[tier],
    monitoringIntervalSeconds: spec.monitoringIntervalSeconds ?? TIER_DEFAULTS.monitoringIntervalSeconds[tier],
    insights: { mode: insights, retentionDays: INSIGHTS_RETENTION_DAYS[insights] },
    backup: planBackup(name, spec.backup, context),
    maintenanceWindow: spec.maintenanceWindow ?? DEFAULT_MAINTENANCE_WINDOW,
    minorUpgrades: spec.minorUpgrades ?? TIER_DEFAULTS.minorUpgrades[tier],
    protection: {
      deletionProtection: spec.deletionProtection ?? TIER_DEFAULTS.deletionProtection[tier],
      onRemoval: TIER_DEFAULTS.onRemoval[tier],
    },
  };
}

function planInstances(
  name: string,
  spec: DatabaseSpec,
  context: PlanContext,
  zones: readonly string[],
): readonly InstancePlan[] {
  const byTier = TIER_DEFAULTS.instances[context.tier];
  const count = spec.instances ?? (byTier === 'one-per-zone' ? new Set(zones).size : byTier);
  return placeInstances(count, zones).map((each) => ({ ...each, identifier: identifier(context, name, each.id) }));
}

/** Leaves a tenth of the connections for emergencies, for the Data API and for AWS itself. */
const MOST_CONNECTIONS_PERCENT = 90;
/** RDS Proxy's own default: half an hour. */
const IDLE_CLIENT_SECONDS = 1800;
/** A failover to a reader is typically over within 60 seconds (Aurora User Guide, "Fault tolerance for an Aurora DB cluster"). */
const BORROW_SECONDS = 60;

/** A Lambda function's name has at most 64 characters (Lambda API, `FunctionName`). */
const LONGEST_FUNCTION_NAME = 64;

function planFunction(store: string, purpose: string, context: PlanContext): FunctionPlan {
  const name = fittedName(physicalName(context, store, purpose), LONGEST_FUNCTION_NAME);
  return { name, logGroup: `/aws/lambda/${name}` };
}

/**
 * A proxy's subnets are chosen for ever: in another zone too, it is another proxy. Its zones are part of its name, since
 * CloudFormation makes the new one before it deletes the old one, and RDS would not have two of one name.
 */
function planProxy(
  name: string,
  spec: DatabaseSpec['proxy'],
  context: PlanContext,
  { zones, instances }: { readonly zones: readonly string[]; readonly instances: number },
): ProxyPlan {
  const letters = [...new Set(zones)].sort().map(zoneLetter).join('');
  const named = (purpose: string): string =>
    fittedName(physicalName(context, name, purpose, letters), LONGEST_PROXY_NAME);
  const proxy = named('proxy');
  const most = spec?.maxConnectionsPercent ?? MOST_CONNECTIONS_PERCENT;
  return {
    identifier: proxy,
    readOnlyEndpoint: instances > 1 ? named('readers') : undefined,
    maxConnectionsPercent: most,
    maxIdleConnectionsPercent: spec?.maxIdleConnectionsPercent ?? Math.floor(most / 2),
    idleClientTimeoutSeconds: spec?.idleClientTimeoutSeconds ?? IDLE_CLIENT_SECONDS,
    borrowTimeoutSeconds: spec?.borrowTimeoutSeconds ?? BORROW_SECONDS,
    logGroup: `/aws/rds/proxy/${proxy}`,
  };
}

/** RDS Proxy's names are shorter than RDS's other identifiers (RDS API, `DBProxyName`: 60 as the console has it). */
const LONGEST_PROXY_NAME = 60;
