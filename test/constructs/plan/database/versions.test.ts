import { AuroraPostgresEngineVersion, DatabaseClusterEngine } from 'aws-cdk-lib/aws-rds';
import { DEFAULT_ENGINE_VERSION, ENGINE_VERSIONS, engineVersion } from '../../../../constructs/plan/database/versions';

const KNOWN = Object.values(AuroraPostgresEngineVersion).filter(
  (each): each is AuroraPostgresEngineVersion => each instanceof AuroraPostgresEngineVersion,
);

describe('the version table', () => {
  test.each(ENGINE_VERSIONS)('%s is a version of Aurora PostgreSQL, of the family that it says', (name) => {
    const version = KNOWN.find(({ auroraPostgresFullVersion }) => auroraPostgresFullVersion === name);
    if (version === undefined) throw new Error(`aws-cdk-lib knows no ${name}`);
    expect(engineVersion(name).parameterFamily).toBe(
      DatabaseClusterEngine.auroraPostgres({ version }).parameterGroupFamily,
    );
    expect(String(engineVersion(name).major)).toBe(version.auroraPostgresMajorVersion);
  });

  test('holds its default', () => {
    expect(ENGINE_VERSIONS).toContain(DEFAULT_ENGINE_VERSION);
  });
});
