/** A version of Aurora PostgreSQL that a store may run. */
export interface EngineVersion {
  /** The parameter group family of its major version: `aurora-postgresql17`. */
  readonly parameterFamily: string;
  /** Its major version: `17`. */
  readonly major: number;
}

/**
 * The versions that a store may run, oldest first. In the table are majors that know both sides of what is used here
 * (RDS Data API, RDS Proxy with IAM end to end, role membership without superuser), and of each the minors that AWS
 * has not deprecated. PostgreSQL 18 waits until RDS Proxy is documented to speak it. A new minor is a new line.
 */
const VERSIONS = {
  '16.10': { parameterFamily: 'aurora-postgresql16', major: 16 },
  '16.11': { parameterFamily: 'aurora-postgresql16', major: 16 },
  '16.13': { parameterFamily: 'aurora-postgresql16', major: 16 },
  '17.6': { parameterFamily: 'aurora-postgresql17', major: 17 },
  '17.7': { parameterFamily: 'aurora-postgresql17', major: 17 },
  '17.9': { parameterFamily: 'aurora-postgresql17', major: 17 },
} as const satisfies Record<string, EngineVersion>;

/** The name of a version in the table: `17.7`. */
export type EngineVersionName = keyof typeof VERSIONS;

/** The names of all versions in the table, oldest first. */
export const ENGINE_VERSIONS = Object.keys(VERSIONS) as [EngineVersionName, ...EngineVersionName[]];

/** What a new store runs: the newest major in the table, one minor behind its newest, so others met its defects first. */
export const DEFAULT_ENGINE_VERSION: EngineVersionName = '17.7';

/** What is known of a version. */
export function engineVersion(name: EngineVersionName): EngineVersion {
  return VERSIONS[name];
}
