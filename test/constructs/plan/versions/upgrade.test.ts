import { planUpgrade, type UpgradeRequest } from '../../../../constructs/plan/versions/upgrade';
import { VERSION_TABLES, type VersionTables } from '../../../../constructs/plan/versions/upgrade-types';

const request = (changed: Partial<UpgradeRequest> = {}): UpgradeRequest => ({
  environment: 'prod',
  clusterName: 'bulkhead-prod',
  from: '1.35',
  to: '1.36',
  mode: 'auto',
  kubectlMinor: 35,
  ...changed,
});

const plan = (changed: Partial<UpgradeRequest> = {}, tables: VersionTables = VERSION_TABLES) =>
  planUpgrade(request(changed), tables);
const commands = (changed: Partial<UpgradeRequest> = {}) => plan(changed).steps.flatMap((step) => step.commands);
const details = (changed: Partial<UpgradeRequest> = {}) =>
  plan(changed)
    .steps.flatMap((step) => step.details)
    .join('\n');

describe('an upgrade by one minor', () => {
  test('is not blocked', () => {
    expect(plan()).toMatchObject({ kind: 'upgrade', hops: ['1.36'], blockers: [] });
    expect(plan({ mode: 'node-groups' }).blockers).toEqual([]);
  });

  test('is read about, edited, reviewed, deployed and verified, in this order', () => {
    expect(plan().steps.map(({ kind }) => kind)).toEqual(['read', 'edit', 'review', 'deploy', 'verify']);
  });

  test('waits for the environments before it', () => {
    const { steps } = plan({ before: ['dev', 'staging'] });
    expect(steps.map(({ kind }) => kind)).toEqual(['read', 'wait', 'edit', 'review', 'deploy', 'verify']);
    expect(steps[1]?.title).toContain('dev, then in staging');
    expect(steps[1]?.commands).toContain('npx bulkhead upgrade --environment staging --to 1.36');
  });

  test('says what to edit and what to type', () => {
    expect(details()).toContain('environments/prod.ts');
    expect(commands()).toEqual(expect.arrayContaining(["npx cdk diff 'prod/*'", "npx cdk deploy 'prod/*'"]));
    expect(commands()[0]).toContain('list-insights --cluster-name bulkhead-prod');
  });

  test('tells which add-ons change with it', () => {
    expect(details()).toContain('metrics-server v0.9.0-eksbuild.5 to v0.9.0-eksbuild.11');
    expect(details()).not.toContain('kube-proxy v1');
    expect(details({ mode: 'node-groups' })).toContain('kube-proxy v1.35.3-eksbuild.29 to v1.36.0-eksbuild.25');
    expect(details({ mode: 'node-groups' })).not.toContain('vpc-cni v');
  });

  test('asks to confirm what rests on public configurations only', () => {
    expect(
      commands().some((command) => command.includes('--addon-name metrics-server --kubernetes-version 1.36')),
    ).toBe(true);
    expect(commands({ mode: 'node-groups' }).some((command) => command.includes('--addon-name vpc-cni'))).toBe(false);
  });

  test('names what the version removes, and spares Auto Mode what concerns nodes of your own', () => {
    expect(details()).toContain('removed: volumes of type gitRepo');
    expect(details({ from: '1.34', to: '1.35', mode: 'node-groups' })).toContain('cgroup v1');
    expect(details({ from: '1.34', to: '1.35' })).not.toContain('cgroup v1');
  });

  test('rolls node groups zone by zone, and leaves the nodes of Auto Mode to EKS', () => {
    expect(details({ mode: 'node-groups' })).toContain('one zone after the other');
    expect(details()).toContain('EKS replaces the nodes by itself');
    expect(details()).not.toContain('kube-proxy');
  });

  test('tells until when the version is supported, and that there is a way back', () => {
    expect(plan().notes.join('\n')).toContain('ends on 2027-08-02');
    expect(plan().notes.join('\n')).toContain('back to 1.35 for 7 days');
    expect(plan().notes.join('\n')).toContain('npx bulkhead upgrade --environment prod --to 1.35');
  });
});

describe('a chart that its publisher does not test with the target', () => {
  test('is told, and stops nothing', () => {
    const { blockers, notes } = plan();
    expect(blockers).toEqual([]);
    expect(notes.filter((note) => note.includes('argo-rollouts'))).toEqual([
      expect.stringContaining('up to Kubernetes 1.35') as string,
    ]);
  });

  test('is not told of while the target is tested', () => {
    expect(plan({ from: '1.34', to: '1.35', kubectlMinor: 35 }).notes.join()).not.toContain('argo-rollouts');
  });
});

describe('the kubectl layer', () => {
  test('is left alone within one minor', () => {
    expect(plan({ kubectlMinor: 35 }).steps.map(({ kind }) => kind)).not.toContain('prepare');
  });

  test('is changed before the version when it would be too far away', () => {
    const { steps } = plan({ kubectlMinor: 34 });
    expect(steps.map(({ kind }) => kind).slice(0, 3)).toEqual(['read', 'prepare', 'edit']);
    expect(steps[1]?.commands).toEqual(['npm install --save-dev --save-exact @aws-cdk/lambda-layer-kubectl-v36']);
  });

  test('is changed once where one change serves both moves', () => {
    const prepared = plan({ from: '1.34', to: '1.36', kubectlMinor: 33 }).steps.filter(
      ({ kind }) => kind === 'prepare',
    );
    expect(prepared.map(({ hop }) => hop)).toEqual(['1.34 to 1.35']);
  });
});

describe('what blocks', () => {
  const field = (changed: Partial<UpgradeRequest>, tables?: VersionTables) =>
    plan(changed, tables).blockers.map((blocker) => blocker.field);

  test('a skipped minor, with the ways between', () => {
    const { blockers, hops, steps } = plan({ from: '1.34', to: '1.36' });
    expect(hops).toEqual(['1.35', '1.36']);
    expect(blockers).toMatchObject([
      { field: 'to', reason: expect.stringContaining('one minor version at a time') as string },
    ]);
    expect(blockers[0]?.remedy).toContain('npx bulkhead upgrade --environment prod --to 1.35');
    expect(new Set(steps.map(({ hop }) => hop))).toEqual(new Set(['1.34 to 1.35', '1.35 to 1.36']));
  });

  test.each(['1.37', '1.99', 'latest'])('the unknown version %s, with those that are known', (to) => {
    const { blockers, steps } = plan({ to });
    expect(steps).toEqual([]);
    expect(blockers).toHaveLength(1);
    expect(blockers[0]?.remedy).toContain('1.34, 1.35, 1.36');
  });

  test('a version that the environment sets itself', () => {
    expect(field({ mode: 'node-groups', addons: { coredns: 'v1.13.2-eksbuild.4' } })).toEqual([
      'cluster.addons.coredns',
    ]);
    expect(field({ addons: { 'metrics-server': false } })).toEqual([]);
  });

  test('an add-on that the table lacks', () => {
    const row = VERSION_TABLES.releases['1.36'];
    if (row === undefined) throw new Error('1.36 is in the table');
    const { coredns: _, ...addOns } = row.addOns;
    const tables = { ...VERSION_TABLES, releases: { ...VERSION_TABLES.releases, '1.36': { ...row, addOns } } };
    expect(field({ mode: 'node-groups' }, tables)).toEqual(['addOns.coredns']);
    expect(field({ mode: 'node-groups', addons: { coredns: false } }, tables)).toEqual([]);
  });

  test('a chart that does not support the target', () => {
    const chart = VERSION_TABLES.charts['aws-load-balancer-controller'];
    if (chart === undefined) throw new Error('the chart is in the table');
    const charts = (ends: { newestKubernetes?: string; oldestKubernetes?: string }) => ({
      ...VERSION_TABLES,
      charts: { ...VERSION_TABLES.charts, 'aws-load-balancer-controller': { ...chart, ...ends } },
    });
    expect(field({ mode: 'node-groups' }, charts({ newestKubernetes: '1.35' }))).toEqual([
      'charts.aws-load-balancer-controller',
    ]);
    expect(field({ mode: 'node-groups' }, charts({ oldestKubernetes: '1.37' }))).toEqual([
      'charts.aws-load-balancer-controller',
    ]);
    expect(field({ mode: 'node-groups' }, charts({ newestKubernetes: '1.36' }))).toEqual([]);
    expect(field({ mode: 'auto' }, charts({ newestKubernetes: '1.35' }))).toEqual([]);
  });

  test('a chart that every cluster has, on both kinds of nodes', () => {
    const chart = VERSION_TABLES.charts['argo-rollouts'];
    if (chart === undefined) throw new Error('the chart is in the table');
    const charts = { ...VERSION_TABLES.charts, 'argo-rollouts': { ...chart, newestKubernetes: '1.35' } };
    for (const mode of ['auto', 'node-groups'] as const) {
      expect(field({ mode }, { ...VERSION_TABLES, charts })).toEqual(['charts.argo-rollouts']);
    }
  });

  test('a mesh that does not support the target, with a version that does', () => {
    const range = { oldestKubernetes: '1.32', newestKubernetes: '1.36' };
    const istio = { '1.30.5': { ...range, newestKubernetes: '1.35' }, '1.31.1': range };
    const tables = { ...VERSION_TABLES, istio };
    const [blocker, ...others] = plan({ istio: ['1.30.5', '1.31.1'] }, tables).blockers;
    expect(others).toEqual([]);
    expect(blocker).toMatchObject({ field: 'mesh.version', value: '1.30.5' });
    expect(blocker?.reason).toContain('1.32 to 1.35, not 1.36');
    expect(blocker?.remedy).toContain('1.31.1');
    expect(blocker?.remedy).toContain('environments/prod.ts');
    expect(field({ istio: ['1.31.1'] }, tables)).toEqual([]);
    expect(field({}, tables)).toEqual([]);
  });

  test('a mesh of a version that the table does not hold', () => {
    expect(field({ istio: ['1.20.0'] })).toEqual(['mesh.version']);
  });

  test('nodes that would be more than three minors behind', () => {
    expect(field({ nodeVersions: ['1.32'] })).toEqual(['nodes']);
    expect(field({ nodeVersions: ['1.33', '1.35'] })).toEqual([]);
  });

  test('a target without a kubectl near enough', () => {
    expect(field({}, { ...VERSION_TABLES, newestKubectlMinor: 34 })).toEqual(['kubectlLayer']);
  });
});

describe('nothing to do', () => {
  test('is said so', () => {
    expect(plan({ to: '1.35' })).toMatchObject({ kind: 'none', steps: [], blockers: [] });
  });
});

describe('the way back', () => {
  test('is one minor, and through EKS itself', () => {
    const back = plan({ from: '1.36', to: '1.35' });
    expect(back).toMatchObject({ kind: 'rollback', blockers: [], hops: ['1.35'] });
    expect(back.steps.flatMap((step) => step.commands)).toContain(
      'aws eks update-cluster-version --name bulkhead-prod --kubernetes-version 1.35',
    );
    expect(back.steps.flatMap((step) => step.details).join('\n')).toContain('within 7 days');
  });

  test('takes nodes and add-ons back before the control plane', () => {
    const back = plan({ from: '1.36', to: '1.35', mode: 'node-groups' }).steps.flatMap((step) => step.commands);
    const at = (part: string) => back.findIndex((command) => command.includes(part));
    expect(at('update-nodegroup-version')).toBeGreaterThan(-1);
    expect(at('update-nodegroup-version')).toBeLessThan(at('update-addon'));
    expect(at('--addon-name kube-proxy --addon-version v1.35.3-eksbuild.29')).toBeLessThan(
      at('update-cluster-version'),
    );
  });

  test('is not further than one minor', () => {
    expect(plan({ from: '1.36', to: '1.34' }).blockers[0]?.reason).toContain('one minor version only');
  });
});
