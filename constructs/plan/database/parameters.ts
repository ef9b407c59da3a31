/** A setting of PostgreSQL, and why it is not left alone. */
export interface Parameter {
  /** Its name: `rds.force_ssl`. */
  readonly name: string;
  /** Its value, as PostgreSQL writes it: `1`. */
  readonly value: string;
  /** Why it has this value. */
  readonly because: string;
}

const AUDIT_LIBRARY = 'pgaudit';

/** Settings of the whole cluster. Units are PostgreSQL's: milliseconds, kilobytes. */
const CLUSTER_PARAMETERS: readonly Parameter[] = [
  { name: 'rds.force_ssl', value: '1', because: 'no session without TLS, whoever opens it' },
  { name: 'ssl_min_protocol_version', value: 'TLSv1.2', because: 'TLS 1.0 and 1.1 are broken (RFC 8996)' },
  { name: 'password_encryption', value: 'scram-sha-256', because: 'the Data API speaks no other, and MD5 is broken' },
  {
    name: 'rds.accepted_password_auth_method',
    value: 'scram',
    because: 'a password stored as MD5 by mistake must not log in',
  },
  {
    name: 'shared_preload_libraries',
    value: `pg_stat_statements,${AUDIT_LIBRARY}`,
    because: 'statement statistics for Database Insights, and an audit log',
  },
  {
    name: 'pgaudit.log',
    value: 'ddl,role',
    because: 'who changed the schema or a permission is evidence; reads and writes are the services’ own to log',
  },
  { name: 'log_connections', value: '1', because: 'who came in: through the proxy few connections are opened' },
  { name: 'log_disconnections', value: '1', because: 'and for how long' },
  {
    name: 'log_min_duration_statement',
    value: '1000',
    because: 'a statement over a second is a defect worth a line; a lower limit would log more values of customers',
  },
  {
    name: 'idle_in_transaction_session_timeout',
    value: '60000',
    because: 'a forgotten transaction holds its locks and stops vacuum: end it after a minute',
  },
];

/** Settings of each instance. */
const INSTANCE_PARAMETERS: readonly Parameter[] = [
  { name: 'log_lock_waits', value: '1', because: 'who waits for whom, once it takes longer than deadlock_timeout' },
  {
    name: 'log_temp_files',
    value: '65536',
    because: 'a sort that spills over 64 MB to disk wants an index or work_mem',
  },
];

/**
 * What may be overridden: the settings above, and those of Aurora PostgreSQL that services most often need (Aurora User
 * Guide, "Aurora PostgreSQL parameters"). There is no statement_timeout among the settings above, because one limit for
 * migrations and requests is wrong for both: a service sets its own.
 */
const ALSO_KNOWN = [
  'auto_explain.log_min_duration',
  'autovacuum_analyze_scale_factor',
  'autovacuum_max_workers',
  'autovacuum_naptime',
  'autovacuum_vacuum_cost_limit',
  'autovacuum_vacuum_scale_factor',
  'checkpoint_timeout',
  'deadlock_timeout',
  'default_statistics_target',
  'effective_cache_size',
  'hot_standby_feedback',
  'idle_session_timeout',
  'lock_timeout',
  'log_autovacuum_min_duration',
  'log_statement',
  'maintenance_work_mem',
  'max_connections',
  'max_parallel_workers_per_gather',
  'max_standby_streaming_delay',
  'pg_stat_statements.max',
  'pg_stat_statements.track',
  'pgaudit.role',
  'random_page_cost',
  'rds.logical_replication',
  'rds.restrict_password_commands',
  'ssl_ciphers',
  'statement_timeout',
  'tcp_keepalives_idle',
  'timezone',
  'track_activity_query_size',
  'track_io_timing',
  'wal_sender_timeout',
  'work_mem',
] as const;

/** Every parameter that a spec may name. */
export const KNOWN_PARAMETERS: readonly string[] = [
  ...[...CLUSTER_PARAMETERS, ...INSTANCE_PARAMETERS].map(({ name }) => name),
  ...ALSO_KNOWN,
].sort();

/** What production does not let a spec weaken. */
export const GUARDED_PARAMETERS: Readonly<Record<string, (value: string) => boolean>> = {
  'rds.force_ssl': (value) => value === '1',
  ssl_min_protocol_version: (value) => ['TLSv1.2', 'TLSv1.3'].includes(value),
  password_encryption: (value) => value === 'scram-sha-256',
  'rds.accepted_password_auth_method': (value) => value === 'scram',
};

/** The settings of a store: those of the cluster and those of each instance, the spec's own in place of the defaults. */
export interface ParametersPlan {
  /** Of the whole cluster. */
  readonly cluster: readonly Parameter[];
  /** Of each instance. */
  readonly instance: readonly Parameter[];
  /** Extensions that the settings rely on and that somebody must create. */
  readonly extensions: readonly string[];
}

/** Merges the overrides of a spec into the defaults. What is no setting of an instance here is set for the cluster. */
export function planParameters(overrides: Readonly<Record<string, string>> = {}): ParametersPlan {
  const instance = INSTANCE_PARAMETERS.map((each) => overridden(each, overrides));
  const set = new Set([...CLUSTER_PARAMETERS, ...INSTANCE_PARAMETERS].map(({ name }) => name));
  const added = Object.entries(overrides)
    .filter(([name]) => !set.has(name))
    .map(([name, value]) => ({ name, value, because: BY_SPEC }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const cluster = [...CLUSTER_PARAMETERS.map((each) => overridden(each, overrides)), ...added];
  const libraries = cluster.find(({ name }) => name === 'shared_preload_libraries')?.value.split(',') ?? [];
  return {
    cluster,
    instance,
    extensions: libraries.map((each) => each.trim()).filter((each) => each === AUDIT_LIBRARY),
  };
}

const BY_SPEC = 'set by the environment';

function overridden(parameter: Parameter, overrides: Readonly<Record<string, string>>): Parameter {
  const value = overrides[parameter.name];
  return value === undefined ? parameter : { ...parameter, value, because: BY_SPEC };
}
