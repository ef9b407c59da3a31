import { z } from 'zod';
import { retentionDays } from '../retention';
import { told } from '../spec';
import { MOST_INSTANCES } from './placement';
import { DEFAULT_ENGINE_VERSION, ENGINE_VERSIONS } from './versions';
import { DAILY_WINDOW, WEEKLY_WINDOW } from './windows';

export { databaseProblems } from './rules';

/** A Kubernetes name (RFC 1123 label): of a namespace, a service account, a service. */
const KUBERNETES_NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const LONGEST_KUBERNETES_NAME = 63;

const kubernetesName = (example: string) =>
  z
    .string()
    .regex(KUBERNETES_NAME)
    .max(LONGEST_KUBERNETES_NAME)
    .meta(told({ as: example, because: 'Kubernetes takes lower-case letters, digits and hyphens, 63 at most' }));

/** Capacity units are sold in halves; 256 is the most of a serverless instance (Aurora User Guide, "Aurora Serverless v2 capacity"). */
const capacityUnits = (example: number) =>
  z
    .number()
    .min(0.5)
    .max(256)
    .multipleOf(0.5)
    .meta(
      told({
        as: example,
        because:
          'capacity comes in halves from 0.5 to 256 units; 0 would let an idle instance pause, but the proxy keeps a connection to each, so none would ever pause',
      }),
    );

const daysKept = (example: number, most: number, because: string) =>
  z
    .int()
    .min(1)
    .max(most)
    .meta(told({ as: example, because }));

/** The capacity of every instance of a store: units that follow the load, or a fixed instance class. */
const capacitySpec = z.discriminatedUnion('kind', [
  z.strictObject({
    /** Aurora Serverless v2: capacity follows the load. */
    kind: z.literal('serverless').meta(told({ as: 'serverless' })),
    /** The least that an instance has, in capacity units of about 2 GiB of memory each: `2`. */
    minimumUnits: capacityUnits(2),
    /** The most that an instance grows to, in capacity units: `16`. */
    maximumUnits: capacityUnits(16),
  }),
  z.strictObject({
    /** Instances of a fixed size. */
    kind: z.literal('provisioned').meta(told({ as: 'provisioned' })),
    /** The class of every instance: `db.r7g.large`. */
    instanceClass: z
      .string()
      .regex(/^db\.[a-z][a-z0-9-]*\.\d*[a-z]+$/)
      .meta(told({ as: 'db.r7g.large', because: 'an instance class is written db.<family>.<size>' })),
  }),
]);

/** One service's way into a store. */
const clientSpec = z
  .strictObject({
    /**
     * `read-write`: a schema of its own, in which it may do everything. `read-only`: may read what the read-write clients
     * of this store own, and write nothing.
     */
    access: z.enum(['read-write', 'read-only']).meta(told({ as: 'read-only' })),
    /**
     * The Kubernetes namespace in which the service runs: `payment`.
     * @default - the service's name
     */
    namespace: kubernetesName('payment').optional(),
    /**
     * The Kubernetes service account as which its pods run: `payment`.
     * @default - the service's name
     */
    serviceAccount: kubernetesName('payment').optional(),
  })
  .meta(told({ as: { access: 'read-write' } }));

/** Snapshots in a vault of AWS Backup, beside Aurora's own continuous backup. */
const vaultSpec = z.strictObject({
  /**
   * How long a daily snapshot is kept, in days: `35`.
   * @default - 14 days in staging, 35 in production
   */
  dailyRetentionDays: daysKept(35, 36_500, 'a snapshot is kept for a number of days').optional(),
  /**
   * How long the snapshot of the first of each month is kept, in days: `365`.
   * @default - no monthly snapshots in staging, 365 days in production
   */
  monthlyRetentionDays: daysKept(365, 36_500, 'a snapshot is kept for a number of days').optional(),
  /**
   * The hour at which snapshots are taken, UTC: `6`.
   * @default - 6, after the backup and the maintenance window
   */
  hour: z
    .int()
    .min(0)
    .max(23)
    .meta(told({ as: 6, because: 'an hour of the day, UTC' }))
    .optional(),
  /**
   * Whether the vault refuses to delete a snapshot before its time. `governance`: only who may change the lock may;
   * `none`: whoever may delete snapshots may. A compliance lock is not offered: nobody, AWS included, could undo it.
   * @default - `none` in staging, `governance` in production
   */
  lock: z
    .enum(['governance', 'none'])
    .meta(told({ as: 'governance' }))
    .optional(),
});

/** How a store can be restored. */
const backupSpec = z.strictObject({
  /**
   * How far back the store can be restored to any second, in days: `35`.
   * @default - 1 day in development, 7 in staging, 35 (the most) in production
   */
  retentionDays: daysKept(35, 35, 'Aurora keeps continuous backups for 1 to 35 days').optional(),
  /**
   * When Aurora takes its daily snapshot, UTC: `02:00-03:00`.
   * @default - 02:00-03:00
   */
  window: z
    .string()
    .regex(DAILY_WINDOW)
    .meta(told({ as: '02:00-03:00', because: 'a daily window is written hh:mm-hh:mm, UTC' }))
    .optional(),
  /**
   * Snapshots in a vault of their own, which outlive the store: `{ monthlyRetentionDays: 365 }`, or `none`.
   * @default - none in development, daily in staging, daily and monthly in production
   */
  vault: z
    .union([z.literal('none'), vaultSpec])
    .meta(told({ as: { dailyRetentionDays: 35, monthlyRetentionDays: 365 } }))
    .optional(),
});

/** The pool of connections between the services and the store. */
const proxySpec = z.strictObject({
  /**
   * How much of the database's `max_connections` the proxy may use, in percent: `90`.
   * @default - 90, which leaves a tenth for emergencies and for AWS itself
   */
  maxConnectionsPercent: z
    .int()
    .min(1)
    .max(100)
    .meta(told({ as: 90, because: 'a percentage, 1 to 100' }))
    .optional(),
  /**
   * How much of `max_connections` may stay open while idle, in percent: `45`.
   * @default - half of `maxConnectionsPercent`
   */
  maxIdleConnectionsPercent: z
    .int()
    .min(0)
    .max(100)
    .meta(told({ as: 45, because: 'a percentage, 0 to 100' }))
    .optional(),
  /**
   * When the proxy closes a service's idle connection, in seconds: `1800`.
   * @default - 1,800
   */
  idleClientTimeoutSeconds: z
    .int()
    .min(1)
    .max(28_800)
    .meta(told({ as: 1800, because: 'RDS Proxy takes 1 second to 8 hours' }))
    .optional(),
  /**
   * How long a request waits for a connection to the database, in seconds: `60`.
   * @default - 60, since a failover to a reader is typically over within 60 seconds, and is then waited out
   */
  borrowTimeoutSeconds: z
    .int()
    .min(0)
    .max(300)
    .meta(told({ as: 60, because: 'RDS Proxy takes 0 to 300 seconds' }))
    .optional(),
});

/**
 * A relational store that refuses a write that it cannot replicate: Aurora PostgreSQL, a writer and readers spread over
 * the zones, entered through a proxy with IAM. What types cannot say is in `rules.ts`.
 */
export const databaseSpec = z.strictObject({
  /** What the store does in a network partition: `strong` refuses writes that it cannot replicate. */
  consistency: z.literal('strong').meta(told({ as: 'strong' })),

  /**
   * The version of Aurora PostgreSQL: `17.7`. Readers and the writer run the same.
   * @default - 17.7
   */
  engineVersion: z
    .enum(ENGINE_VERSIONS)
    .meta(told({ as: DEFAULT_ENGINE_VERSION, because: 'the version must be in the version table' }))
    .optional(),

  /**
   * How many instances hold the store, writer included: `3`. Any of them can become the writer.
   * @default - 1 in development, 2 in staging, one in each zone in production
   */
  instances: z
    .int()
    .min(1)
    .max(MOST_INSTANCES)
    .meta(told({ as: 3, because: `an Aurora cluster has a writer and at most ${MOST_INSTANCES - 1} readers` }))
    .optional(),

  /**
   * The capacity of every instance: `{ kind: 'serverless', minimumUnits: 2, maximumUnits: 16 }` follows the load,
   * `{ kind: 'provisioned', instanceClass: 'db.r7g.large' }` does not.
   * @default - serverless: 0.5 to 2 units in development, 0.5 to 4 in staging, 2 to 16 in production
   */
  capacity: capacitySpec.meta(told({ as: { kind: 'serverless', minimumUnits: 2, maximumUnits: 16 } })).optional(),

  /**
   * How storage is billed. `standard` bills each I/O; `io-optimized` bills none and more for the rest, which pays once
   * I/O exceeds a quarter of the bill.
   * @default - standard
   */
  storage: z
    .enum(['standard', 'io-optimized'])
    .meta(told({ as: 'standard' }))
    .optional(),

  /**
   * The name of the database within the store: `ledger`. Changing it makes a new store.
   * @default - the store's name, hyphens as underscores
   */
  databaseName: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/)
    .meta(told({ as: 'ledger', because: 'a name that needs no quotes: a letter, then letters, digits, underscores' }))
    .optional(),

  /**
   * The port on which the proxy and the database listen: `5432`. Changing it interrupts every connection.
   * @default - 5432, PostgreSQL's own: the security groups keep strangers out, not the number
   */
  port: z
    .int()
    .min(1150)
    .max(65_535)
    .meta(told({ as: 5432, because: 'Aurora listens on 1150 to 65535' }))
    .optional(),

  /**
   * The services that use the store, by name: `{ payment: { access: 'read-write' }, trip: { access: 'read-only' } }`.
   * Each gets a database user, and an IAM role that may log in as that user and as no other.
   * @default - nobody may log in
   */
  clients: z
    .record(kubernetesName('payment'), clientSpec)
    .meta(told({ as: { payment: { access: 'read-write' } } }))
    .optional(),

  /**
   * How far back and from what the store can be restored: `{ retentionDays: 35 }`.
   * @default - by tier; see the fields
   */
  backup: backupSpec.meta(told({ as: { retentionDays: 35 } })).optional(),

  /**
   * When AWS may restart instances to maintain them, UTC: `sun:04:00-sun:05:00`.
   * @default - sun:04:00-sun:05:00
   */
  maintenanceWindow: z
    .string()
    .regex(WEEKLY_WINDOW)
    .meta(told({ as: 'sun:04:00-sun:05:00', because: 'a weekly window is written ddd:hh:mm-ddd:hh:mm, UTC' }))
    .optional(),

  /**
   * Whether AWS installs minor versions by itself in the maintenance window (`automatic`), or `engineVersion` does when
   * somebody changes it (`manual`).
   * @default - automatic in development, manual elsewhere, so that an upgrade is a reviewed change tried in staging first
   */
  minorUpgrades: z
    .enum(['automatic', 'manual'])
    .meta(told({ as: 'manual' }))
    .optional(),

  /**
   * Whether AWS refuses to delete the store until somebody lifts the protection; production cannot be without it.
   * @default - `true` in production, `false` elsewhere
   */
  deletionProtection: z
    .boolean()
    .meta(told({ as: true }))
    .optional(),

  /**
   * PostgreSQL settings in place of the plan's, in PostgreSQL's units: `{ work_mem: '65536' }`.
   * @default - the plan's, each with its reason: see `npx bulkhead plan`
   */
  parameters: z
    .record(z.string(), z.string().meta(told({ as: '65536' })))
    .meta(told({ as: { work_mem: '65536' } }))
    .optional(),

  /**
   * How long the database's and the proxy's logs are kept, in days: `365`.
   * @default - 7 in development, 30 in staging, 365 in production
   */
  logRetentionDays: retentionDays.optional(),

  /**
   * How often the operating system of each instance is measured, in seconds; `0` for never: `60`.
   * @default - 60, and 15 in production
   */
  monitoringIntervalSeconds: z
    .literal([0, 1, 5, 10, 15, 30, 60])
    .meta(told({ as: 60, because: 'enhanced monitoring knows certain intervals only' }))
    .optional(),

  /**
   * How much Database Insights keeps: `standard` is 7 days and free; `advanced` is 15 months, lock analysis and
   * execution plans, billed by capacity.
   * @default - advanced in production, standard elsewhere
   */
  insights: z
    .enum(['standard', 'advanced'])
    .meta(told({ as: 'standard' }))
    .optional(),

  /**
   * The pool of connections: `{ maxConnectionsPercent: 80 }`.
   * @default - see the fields
   */
  proxy: proxySpec.meta(told({ as: { maxConnectionsPercent: 90 } })).optional(),
});

/** See {@link databaseSpec}. */
export type DatabaseSpec = z.infer<typeof databaseSpec>;
