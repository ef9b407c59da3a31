import type { Problem } from '../problem';
import { fittedName } from '../fitted-name';
import { physicalName, type PlanContext } from '../context';

/** PostgreSQL cuts longer names off without a word (`NAMEDATALEN` − 1). */
export const LONGEST_SQL_NAME = 63;

/** The longest identifier of an RDS cluster, instance or proxy (RDS API Reference, `CreateDBInstance`). */
const LONGEST_IDENTIFIER = 63;

/** The user that owns the database. The name says what it is for: nothing that runs logs in as it. */
export const MASTER_USER = 'breakglass';

/** Roles without a login, which hold what several users have in common. */
export const GROUPS = {
  /** Every user that a deployment has made; it may connect. */
  clients: 'store_clients',
  /** May read what the read-write clients own. */
  readers: 'store_readers',
  /** Users that are no longer clients. They keep what they own and cannot log in. */
  retired: 'store_retired',
} as const;

/**
 * Words that PostgreSQL reserves (PostgreSQL documentation, appendix C, "reserved" in its own column), and names that
 * Aurora takes for itself: as the name of a database each is refused, or must be quoted for ever after.
 */
const RESERVED_WORDS =
  'all analyse analyze and any array as asc asymmetric both case cast check collate column constraint create current_catalog current_date current_role current_time current_timestamp current_user db default deferrable desc distinct do else end except false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime localtimestamp not null offset on only or order placing postgres primary rdsadmin references returning select session_user some symmetric system_user table template0 template1 then to trailing true union unique user using variadic when where window with'.split(
    ' ',
  );

/** Whether PostgreSQL or Aurora keeps a name of a database for itself. */
export function isReservedDatabaseName(name: string): boolean {
  return RESERVED_WORDS.includes(name);
}

/** Whether a name of a database user is taken: by PostgreSQL, by Aurora, or by this plan. */
export function isTakenUserName(name: string): boolean {
  const taken: readonly string[] = ['postgres', 'public', 'none', 'rdsadmin', MASTER_USER, ...Object.values(GROUPS)];
  return taken.includes(name) || /^(pg_|rds)/.test(name);
}

/**
 * The database user of a service: its name, in the letters that SQL needs no quotes for. No two services have one,
 * because a service's name holds no underscore.
 *
 * @example userName('trip-planner') // 'trip_planner'
 */
export function userName(service: string): string {
  return service.replaceAll('-', '_');
}

/** The name of a store's database where its spec gives none: its own, unless that is a word that SQL reserves. */
export function defaultDatabaseName(store: string): string {
  const name = store.replaceAll('-', '_');
  return isReservedDatabaseName(name) ? `${name}_store` : name;
}

/** An identifier of something that RDS makes for a store: `bulkhead-prod-ledger-a`. */
export function identifier(context: PlanContext, store: string, ...parts: readonly string[]): string {
  return fittedName(physicalName(context, store, ...parts), LONGEST_IDENTIFIER);
}

const STORE_NAME = /^[a-z](?:-?[a-z0-9]+)*$/;
const LONGEST_STORE_NAME = 40;

/** What is wrong with the name of a store; the field is `name`. */
export function storeNameProblems(name: string): readonly Problem[] {
  if (STORE_NAME.test(name) && name.length <= LONGEST_STORE_NAME) return [];
  return [
    {
      field: 'name',
      value: name,
      reason: `RDS takes lower-case letters, digits and single hyphens, first a letter, and with what is added to it ${LONGEST_IDENTIFIER} characters`,
      remedy: `name it in at most ${LONGEST_STORE_NAME} such characters, as in 'ledger'`,
    },
  ];
}
