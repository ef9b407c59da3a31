import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from './environments';
import type { Environment } from '../lib/environment/schema';
import { foundationOf, shipped, stageOf, templatesOf } from './lib/synthesized';

const DOCUMENT = join(__dirname, '../docs/teardown.md');
const [BEGIN, END] = ['<!-- begin: derived -->', '<!-- end: derived -->'];

interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What CloudFormation does not simply delete, and how the document calls that. */
const KEPT: Readonly<Record<string, string>> = {
  Retain: 'kept',
  RetainExceptOnCreate: 'kept',
  Snapshot: 'in a snapshot',
};

const resourcesOf = (environment: Environment): readonly Resource[] =>
  Object.values(templatesOf(environment)).flatMap((template) =>
    Object.values((template.toJSON() as { Resources?: Record<string, Resource> }).Resources ?? {}),
  );

/** How many resources of each type stay, in words: `3 kept`. */
function stays(environment: Environment): ReadonlyMap<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const { Type, DeletionPolicy = 'Delete' } of resourcesOf(environment)) {
    const said = KEPT[DeletionPolicy];
    if (said === undefined) continue;
    const ofType = counts.get(Type) ?? new Map<string, number>();
    counts.set(Type, ofType.set(said, (ofType.get(said) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([type, said]) => [type, [...said].map(([what, count]) => `${count} ${what}`).join(', ')]),
  );
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [head, ...body] = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`,
  );
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}

describe('docs/teardown.md', () => {
  const document = readFileSync(DOCUMENT, 'utf8');
  const kept = environments.map((environment) => ({ name: environment.name, types: stays(environment) }));

  test('names every type of resource that stays, as the templates have it', () => {
    const types = [...new Set(kept.flatMap((each) => [...each.types.keys()]))].sort();
    const fresh = table([
      ['Type', ...kept.map(({ name }) => name)],
      ...types.map((type) => [`\`${type}\``, ...kept.map((each) => each.types.get(type) ?? 'deleted')]),
    ]);
    const [before, rest = ''] = document.split(BEGIN);
    const wanted = `${before}${BEGIN}\n\n${fresh}\n\n${END}${rest.split(END)[1]}`;
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(DOCUMENT, wanted);
    else if (document !== wanted) {
      throw new Error('the table of docs/teardown.md is out of date: UPDATE_DOCS=1 npx jest test/teardown');
    }
  });

  test('explains each of them', () => {
    const explained: Readonly<Record<string, string>> = {
      'AWS::APS::Workspace': '**Metrics**',
      'AWS::Backup::BackupVault': '**Backup vaults**',
      'AWS::ECR::Repository': '**Image repositories**',
      'AWS::KMS::Key': '**KMS keys**',
      'AWS::Logs::LogGroup': '**Log groups**',
      'AWS::Logs::LogStream': '**Log groups**',
      'AWS::RDS::DBCluster': '**Snapshots of stores**',
      'AWS::S3::Bucket': '**The load balancer’s logs**',
      'AWS::SecretsManager::Secret': '**Master secrets**',
    };
    for (const type of kept.flatMap((each) => [...each.types.keys()])) {
      expect(explained).toHaveProperty([type]);
      expect(document).toContain(explained[type]);
    }
  });

  test('looks for leftovers under every name that a retained log group or vault has', () => {
    const patterns = [...document.matchAll(/--log-group-name-prefix (\S+)/g)].map(([, prefix]) => prefix!);
    const named = resourcesOf(shipped('prod')).filter(({ DeletionPolicy = '' }) => KEPT[DeletionPolicy] === 'kept');
    const groups = named.flatMap(({ Properties }) =>
      Properties?.LogGroupName === undefined ? [] : [Properties.LogGroupName],
    );
    expect(groups).not.toEqual([]);
    for (const group of groups) expect(patterns.filter((prefix) => String(group).startsWith(prefix))).not.toEqual([]);
    const vaults = named.flatMap(({ Properties }) =>
      Properties?.BackupVaultName === undefined ? [] : [Properties.BackupVaultName],
    );
    expect(vaults).toContain(/--backup-vault-name (\S+)/.exec(document)?.[1]);
  });

  test('takes the protection off every store of production, by its identifier', () => {
    const off = [...document.matchAll(/--db-cluster-identifier (\S+) --no-deletion-protection/g)].map(
      ([, name]) => name,
    );
    const stores = resourcesOf(shipped('prod')).filter(({ Type }) => Type === 'AWS::RDS::DBCluster');
    expect(off.sort()).toEqual(stores.map(({ Properties }) => Properties?.DBClusterIdentifier).sort());
  });
});

describe('an environment', () => {
  test('of development keeps nothing and is protected by nothing', () => {
    const dev = shipped('dev');
    expect([...stays(dev)]).toEqual([]);
    expect(JSON.stringify(resourcesOf(dev))).not.toContain('"DeletionProtection":true');
    const { network, cluster, data } = stageOf(foundationOf(dev));
    expect([network, cluster, data].map((stack) => stack.terminationProtection)).toEqual([false, false, false]);
  });

  test('of production gives up its stacks and its cluster with two fields, and its stores with none', () => {
    const prod = foundationOf(shipped('prod'));
    const bare: Environment = {
      ...prod,
      terminationProtection: false,
      cluster: { ...prod.cluster, deletionProtection: false },
    };
    const { network, cluster, data } = stageOf(bare);
    expect([network, cluster, data].map((stack) => stack.terminationProtection)).toEqual([false, false, false]);
    const protection = (type: string): unknown[] =>
      resourcesOf(bare)
        .filter(({ Type }) => Type === type)
        .map(({ Properties }) => Properties?.DeletionProtection);
    expect(protection('AWS::EKS::Cluster')).toEqual([false]);
    expect(protection('AWS::RDS::DBCluster')).toEqual([true, true]);
    const ledger = { ...prod.stores!.ledger!, deletionProtection: false };
    expect(() => stageOf({ ...prod, stores: { ledger } })).toThrow('deletionProtection');
  });

  test('that keeps a thing with a fixed name can take it in again: its policy is one that CloudFormation imports', () => {
    for (const { Type, DeletionPolicy, Properties } of resourcesOf(shipped('prod'))) {
      if (DeletionPolicy === undefined || KEPT[DeletionPolicy] !== 'kept') continue;
      const name = Properties?.LogGroupName ?? Properties?.BackupVaultName;
      if (name !== undefined) expect({ Type, name: typeof name }).toEqual({ Type, name: 'string' });
    }
  });
});
