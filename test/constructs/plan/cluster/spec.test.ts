import {
  clusterProblems,
  clusterSpec,
  controlPlaneZonesProblems,
  serviceCidrProblems,
  type ClusterSpec,
} from '../../../../constructs/plan/cluster/spec';
import type { PlanContext } from '../../../../constructs/plan/context';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { cluster, DEVELOPMENT, PRODUCTION, role, ZONES } from './examples';

describe('the shape of a cluster', () => {
  const example = cluster();

  test('asks for a version and for administrators, and for nothing else', () => {
    expect(shapeProblems(clusterSpec, example)).toEqual([]);
    expect(shapeProblems(clusterSpec, {}).map(({ field }) => field)).toEqual(['version', 'access']);
  });

  const wrong: readonly [field: string, added: object, remedy: RegExp][] = [
    ['version', { version: '1.29' }, /use one of: 1\.34, 1\.35, 1\.36/],
    ['mode', { mode: 'fargate' }, /use one of: auto, node-groups/],
    ['access.administrators', { access: { administrators: [] } }, /role\/PlatformAdmin/],
    ['access.administrators[0]', { access: { administrators: [7] } }, /role\/PlatformAdmin/],
    ['access.operators', { access: { administrators: [role('A')], operators: 'me' } }, /role\/PlatformAdmin/],
    [
      'access.operatorNamespaces',
      { access: { administrators: [role('A')], operators: [role('B')], operatorNamespaces: [] } },
      /\["payment","trip"\]/,
    ],
    [
      'access.operatorNamespaces[0]',
      { access: { administrators: [role('A')], operators: [role('B')], operatorNamespaces: ['Pay_ment'] } },
      /"payment"/,
    ],
    ['access.readers[0]', { access: { administrators: [role('A')], readers: [''] } }, /role\/PlatformAdmin/],
    ['endpoint.publicCidrs', { endpoint: { publicCidrs: [] } }, /203\.0\.113\.0\/24/],
    ['endpoint.cidrs', { endpoint: { cidrs: [] } }, /publicCidrs/],
    ['logging.types[0]', { logging: { types: ['audits'] } }, /did you mean 'audit'/],
    ['logging.retentionDays', { logging: { retentionDays: 100 } }, /use one of: .*\b90\b/],
    ['serviceCidr', { serviceCidr: 20 }, /172\.20\.0\.0\/16/],
    ['nodePools.Big One', { nodePools: { 'Big One': {} } }, /general/],
    ['nodePools.general.architectures[0]', { nodePools: { general: { architectures: ['x86'] } } }, /amd64, arm64/],
    ['nodePools.general.architectures', { nodePools: { general: { architectures: [] } } }, /amd64/],
    ['nodePools.general.instanceCategories[0]', { nodePools: { general: { instanceCategories: ['m7i'] } } }, /"m"/],
    [
      'nodePools.general.capacityTypes[0]',
      { nodePools: { general: { capacityTypes: ['reserved'] } } },
      /on-demand, spot/,
    ],
    ['nodePools.general.maximumCpus', { nodePools: { general: { maximumCpus: 2 } } }, /256/],
    ['nodePools.general.consolidateAfterMinutes', { nodePools: { general: { consolidateAfterMinutes: 1.5 } } }, /5/],
    ['nodeGroups.instanceTypes[0]', { nodeGroups: { instanceTypes: ['large'] } }, /m7i\.large/],
    ['nodeGroups.minimumPerZone', { nodeGroups: { minimumPerZone: 0 } }, /2/],
    ['nodeGroups.maximumPerZone', { nodeGroups: { maximumPerZone: 500 } }, /20/],
    ['nodeGroups.diskGibibytes', { nodeGroups: { diskGibibytes: 8 } }, /80/],
    ['nodeGroups.capacityType', { nodeGroups: { capacityType: 'spotty' } }, /did you mean 'spot'/],
    ['addons.coredns', { addons: { coredns: 'latest' } }, /eksbuild/],
    ['controlPlaneZones', { controlPlaneZones: ['eu-west-1a'] }, /eu-west-1b/],
    ['controlPlaneZones[1]', { controlPlaneZones: ['eu-west-1a', ''] }, /eu-west-1a/],
    ['controlPlaneTier', { controlPlaneTier: 'xl' }, /tier-xl/],
    ['upgradePolicy', { upgradePolicy: 'extend' }, /did you mean 'extended'/],
    ['zonalShift', { zonalShift: 'yes' }, /true/],
    ['deletionProtection', { deletionProtection: 1 }, /true/],
    ['administrators', { administrators: [] }, /remove it, or use one of: version/],
  ];

  test.each(wrong)('names %s when it is wrong, and what to write', (field, added, remedy) => {
    const [problem] = shapeProblems(clusterSpec, { ...example, ...added });
    expect(problem?.field.replace(/\["(.*)"\]/, '.$1')).toBe(field);
    expect(problem?.remedy).toMatch(remedy);
    expect(problem?.reason).not.toBe('');
  });

  test('accepts every field that it knows', () => {
    const full: ClusterSpec = {
      version: '1.36',
      mode: 'auto',
      access: {
        administrators: [role('A')],
        operators: [role('B')],
        operatorNamespaces: ['payment', 'dev-*'],
        readers: [role('C')],
      },
      endpoint: { publicCidrs: ['203.0.113.0/24'] },
      logging: { types: ['audit'], retentionDays: 90 },
      serviceCidr: '10.100.0.0/16',
      nodePools: {
        general: {
          architectures: ['arm64'],
          instanceCategories: ['m'],
          capacityTypes: ['spot', 'on-demand'],
          maximumCpus: 16,
          consolidateAfterMinutes: 0,
        },
      },
      addons: { 'metrics-server': false },
      controlPlaneZones: ['eu-west-1a', 'eu-west-1b'],
      controlPlaneTier: 'tier-xl',
      upgradePolicy: 'extended',
      zonalShift: false,
      deletionProtection: false,
    };
    expect(shapeProblems(clusterSpec, full)).toEqual([]);
    expect(clusterProblems(full, PRODUCTION)).toEqual([]);
  });
});

describe('the rules of a cluster', () => {
  interface Rule {
    readonly rule: string;
    readonly wrong: Partial<ClusterSpec>;
    readonly right: Partial<ClusterSpec>;
    readonly field: string;
    readonly reason: RegExp;
    readonly remedy: RegExp;
    readonly context?: PlanContext;
  }

  const admin = role('PlatformAdmin');
  const administrators = (arn: string) => ({ access: { administrators: [arn] } });
  const operators = (...operatorNamespaces: string[]) => ({
    access: { administrators: [admin], operators: [role('OnCall')], operatorNamespaces },
  });
  const open = (...publicCidrs: string[]) => ({ endpoint: { publicCidrs } });
  const groups = (nodeGroups: ClusterSpec['nodeGroups']) => ({ mode: 'node-groups' as const, nodeGroups });

  const rules: readonly Rule[] = [
    {
      rule: 'a version needs an add-on version for everything that its mode installs',
      wrong: { version: '1.34', mode: 'node-groups' },
      right: { version: '1.34', mode: 'auto' },
      field: 'version',
      reason: /no version: eks-node-monitoring-agent/,
      remedy: /use one of: 1\.35, 1\.36/,
    },
    {
      rule: 'an add-on version of its own makes up for one that the table lacks',
      wrong: { version: '1.34', mode: 'node-groups', addons: { coredns: 'v1.12.4-eksbuild.38' } },
      right: { version: '1.34', mode: 'node-groups', addons: { 'eks-node-monitoring-agent': 'v1.7.0-eksbuild.1' } },
      field: 'version',
      reason: /no version/,
      remedy: /name a version of each missing add-on/,
    },
    {
      rule: 'the account itself cannot enter',
      wrong: administrators('arn:aws:iam::111122223333:root'),
      right: administrators(admin),
      field: 'access.administrators[0]',
      reason: /admits no account/,
      remedy: /role's ARN/,
    },
    {
      rule: 'a user cannot enter',
      wrong: administrators('arn:aws:iam::111122223333:user/ada'),
      right: administrators('arn:aws-us-gov:iam::111122223333:role/team/Admin'),
      field: 'access.administrators[0]',
      reason: /keys that live until somebody deletes them/,
      remedy: /Identity Center/,
    },
    {
      rule: "a session's ARN is answered with its role's",
      wrong: administrators('arn:aws:sts::111122223333:assumed-role/OnCall/ada'),
      right: administrators('arn:aws:iam::111122223333:role/OnCall'),
      field: 'access.administrators[0]',
      reason: /session/,
      remedy: /'arn:aws:iam::111122223333:role\/OnCall'/,
    },
    {
      rule: 'an ARN names an account',
      wrong: administrators('arn:aws:iam::1111:role/X'),
      right: administrators(admin),
      field: 'access.administrators[0]',
      reason: /not the ARN of an IAM role/,
      remedy: /111122223333/,
    },
    {
      rule: 'a role stands in one group',
      wrong: { access: { administrators: [admin], readers: [admin] } },
      right: { access: { administrators: [admin], readers: [role('Reader')] } },
      field: 'access.readers[0]',
      reason: /access\.administrators\[0\]/,
      remedy: /remove it here/,
    },
    {
      rule: 'production says in which namespaces an operator may act as any workload',
      wrong: { access: { administrators: [admin], operators: [role('OnCall')] } },
      right: operators('payment', 'trip'),
      field: 'access.operatorNamespaces',
      reason: /any service account .* secrets/,
      remedy: /\['payment', 'trip'\], or write \['\*'\]/,
    },
    {
      rule: 'production may mean every namespace, and says so alone',
      wrong: operators('payment', '*'),
      right: operators('*'),
      field: 'access.operatorNamespaces[1]',
      reason: /every namespace/,
      remedy: /remove '\*', or all the others/,
    },
    {
      rule: "production's operators are kept out of kube-system, however it is written",
      wrong: operators('payment', 'kube-*'),
      right: operators('payment', 'kubeflow-*'),
      field: 'access.operatorNamespaces[1]',
      reason: /covers kube-system/,
      remedy: /\['payment', 'trip'\]/,
    },
    {
      rule: 'asterisks in a row are one',
      wrong: operators(`${'*'.repeat(60)}m`),
      right: operators(`${'*'.repeat(60)}x`),
      field: 'access.operatorNamespaces[0]',
      reason: /covers kube-system/,
      remedy: /payment/,
    },
    {
      rule: 'a namespace of operators is named once',
      wrong: operators('payment', 'payment'),
      right: operators('kube-system', 'payment'),
      field: 'access.operatorNamespaces[1]',
      reason: /twice/,
      remedy: /once/,
      context: DEVELOPMENT,
    },
    {
      rule: 'namespaces of operators need operators',
      wrong: { access: { administrators: [admin], operatorNamespaces: ['payment'] } },
      right: { access: { administrators: [admin], operators: [role('OnCall')] } },
      field: 'access.operatorNamespaces',
      reason: /no operators/,
      remedy: /role\/OnCall/,
      context: DEVELOPMENT,
    },
    {
      rule: 'a zone of the control plane is named once',
      wrong: { controlPlaneZones: ['eu-west-1a', 'eu-west-1a'] },
      right: { controlPlaneZones: ['eu-west-1a', 'eu-west-1b'] },
      field: 'controlPlaneZones[1]',
      reason: /two zones at least/,
      remedy: /once/,
    },
    {
      rule: "production's API is not open to the world",
      wrong: open('0.0.0.0/0'),
      right: open('203.0.113.0/24'),
      field: 'endpoint.publicCidrs[0]',
      reason: /to the world/,
      remedy: /private-access/,
    },
    {
      rule: "production's API is not open to the IPv6 world",
      wrong: open('203.0.113.0/24', '::/0'),
      right: open('203.0.113.0/24', '198.51.100.7/32'),
      field: 'endpoint.publicCidrs[1]',
      reason: /to the world/,
      remedy: /private-access/,
    },
    {
      rule: "production's API is not open to more than a /8",
      wrong: open('192.0.0.0/7'),
      right: open('13.0.0.0/8'),
      field: 'endpoint.publicCidrs[0]',
      reason: /1 in 128 of all addresses/,
      remedy: /203\.0\.113\.0\/24/,
    },
    {
      rule: 'a public block is aligned',
      wrong: open('203.0.113.7/24'),
      right: open('203.0.113.0/24'),
      field: 'endpoint.publicCidrs[0]',
      reason: /not an IPv4 block/,
      remedy: /did you mean '203\.0\.113\.0\/24'/,
    },
    {
      rule: 'a public block is IPv4 in every tier',
      wrong: open('2001:db8::/32'),
      right: open('203.0.113.0/24'),
      field: 'endpoint.publicCidrs[0]',
      reason: /IPv4 addresses only/,
      remedy: /203\.0\.113\.0\/24/,
      context: DEVELOPMENT,
    },
    ...['10.1.0.0/16', '172.16.1.0/24', '192.168.1.0/24', '100.64.1.0/24', '169.254.1.0/24', '127.0.0.0/24'].map(
      (block) => ({
        rule: `a public block is public, unlike ${block}`,
        wrong: open(block),
        right: open('0.0.0.0/0'),
        field: 'endpoint.publicCidrs[0]',
        reason: /never arrives/,
        remedy: /private endpoint/,
        context: DEVELOPMENT,
      }),
    ),
    {
      rule: 'production keeps its audit log',
      wrong: { logging: { types: ['api'] } },
      right: { logging: { types: ['audit'] } },
      field: 'logging.types',
      reason: /who changed what/,
      remedy: /add 'audit'/,
    },
    {
      rule: 'the service block is a block',
      wrong: { serviceCidr: '172.20.0.1/16' },
      right: { serviceCidr: '172.20.0.0/16' },
      field: 'serviceCidr',
      reason: /not an IPv4 block/,
      remedy: /did you mean '172\.20\.0\.0\/16'/,
    },
    {
      rule: 'the service block has a size that EKS takes',
      wrong: { serviceCidr: '10.0.0.0/8' },
      right: { serviceCidr: '10.96.0.0/12' },
      field: 'serviceCidr',
      reason: /\/12 to \/24/,
      remedy: /\/16/,
    },
    {
      rule: 'the service block has room',
      wrong: { serviceCidr: '172.20.0.0/25' },
      right: { serviceCidr: '172.20.0.0/24' },
      field: 'serviceCidr',
      reason: /\/12 to \/24/,
      remedy: /65536 Services/,
    },
    {
      rule: 'the service block is private',
      wrong: { serviceCidr: '100.64.0.0/16' },
      right: { serviceCidr: '192.168.0.0/16' },
      field: 'serviceCidr',
      reason: /private addresses only/,
      remedy: /172\.20\.0\.0\/16/,
    },
    {
      rule: 'Auto Mode has no node groups',
      wrong: { nodeGroups: {} },
      right: groups({}),
      field: 'nodeGroups',
      reason: /has no node groups/,
      remedy: /mode: 'node-groups'/,
    },
    {
      rule: 'node groups have no pools',
      wrong: { mode: 'node-groups', nodePools: {} },
      right: { nodePools: { general: {} } },
      field: 'nodePools',
      reason: /only Auto Mode/,
      remedy: /nodeGroups/,
    },
    {
      rule: 'Auto Mode has a pool at least',
      wrong: { nodePools: {} },
      right: {},
      field: 'nodePools',
      reason: /no pod can run/,
      remedy: /leave nodePools out/,
    },
    {
      rule: 'a pool is not called like a built-in one',
      wrong: { nodePools: { 'general-purpose': {} } },
      right: { nodePools: { general: {} } },
      field: 'nodePools.general-purpose',
      reason: /not in the pod group/,
      remedy: /another name/,
    },
    {
      rule: 'a zone may have as many nodes as it must',
      wrong: groups({ minimumPerZone: 5, maximumPerZone: 3 }),
      right: groups({ minimumPerZone: 3, maximumPerZone: 3 }),
      field: 'nodeGroups.minimumPerZone',
      reason: /3/,
      remedy: /maximumPerZone/,
    },
    {
      rule: 'a minimum is held against the maximum of its tier',
      wrong: groups({ minimumPerZone: 5 }),
      right: groups({ minimumPerZone: 3 }),
      field: 'nodeGroups.minimumPerZone',
      reason: /more than the most that a zone may have, 3/,
      remedy: /maximumPerZone/,
      context: DEVELOPMENT,
    },
    {
      rule: 'a group boots one image',
      wrong: groups({ instanceTypes: ['m7i.large', 'm7g.large'] }),
      right: groups({ instanceTypes: ['m7g.large', 'c7gn.large'] }),
      field: 'nodeGroups.instanceTypes',
      reason: /m7i\.large is amd64 and m7g\.large is arm64/,
      remedy: /one architecture/,
    },
    {
      rule: 'an add-on has a name that is known',
      wrong: { addons: { 'metric-server': false } },
      right: { addons: { 'metrics-server': false } },
      field: 'addons.metric-server',
      reason: /no such add-on/,
      remedy: /did you mean 'metrics-server'/,
    },
    {
      rule: 'an add-on is one that the mode installs',
      wrong: { addons: { 'vpc-cni': 'v1.22.4-eksbuild.3' } },
      right: { mode: 'node-groups', addons: { 'vpc-cni': 'v1.22.4-eksbuild.3' } },
      field: 'addons.vpc-cni',
      reason: /'auto' does not install it/,
      remedy: /remove it/,
    },
    {
      rule: 'an indispensable add-on stays',
      wrong: { mode: 'node-groups', addons: { coredns: false } },
      right: { mode: 'node-groups', addons: { 'aws-ebs-csi-driver': false } },
      field: 'addons.coredns',
      reason: /no pod finds/,
      remedy: /remove this line/,
    },
  ];

  test.each(rules)('$rule', ({ wrong, right, field, reason, remedy, context = PRODUCTION }) => {
    const problems = clusterProblems(cluster(wrong), context);
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.reason).toMatch(reason);
    expect(problems[0]?.remedy).toMatch(remedy);
    expect(clusterProblems(cluster(right), context)).toEqual([]);
  });

  test('all problems are told at once', () => {
    const wrong = cluster({
      ...administrators('arn:aws:iam::111122223333:root'),
      ...open('0.0.0.0/0'),
      serviceCidr: '8.8.8.0/24',
    });
    expect(clusterProblems(wrong, PRODUCTION)).toHaveLength(3);
  });
});

describe('the service block and the VPC', () => {
  test.each([
    [undefined, '172.20.0.0/20', /10\.100\.0\.0\/16/],
    ['10.100.0.0/16', '10.0.0.0/8', /172\.20\.0\.0\/16/],
  ])('%s must not overlap %s', (serviceCidr, vpcCidr, remedy) => {
    const [problem] = serviceCidrProblems(cluster({ serviceCidr }), vpcCidr);
    expect(problem?.field).toBe('serviceCidr');
    expect(problem?.remedy).toMatch(remedy);
  });

  test('may stand side by side', () => {
    expect(serviceCidrProblems(cluster(), '10.40.0.0/16')).toEqual([]);
  });
});

describe('the zones of the control plane and those of the network', () => {
  test('the network has to have them', () => {
    const [problem, ...others] = controlPlaneZonesProblems(
      cluster({ controlPlaneZones: ['eu-west-1a', 'eu-west-1d'] }),
      ZONES,
    );
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: 'controlPlaneZones[1]', value: 'eu-west-1d' });
    expect(problem?.reason).toMatch(/no such zone/);
    expect(problem?.remedy).toMatch(/eu-west-1a, eu-west-1b, eu-west-1c/);
  });

  test('the network may have more', () => {
    expect(controlPlaneZonesProblems(cluster({ controlPlaneZones: ['eu-west-1c', 'eu-west-1a'] }), ZONES)).toEqual([]);
    expect(controlPlaneZonesProblems(cluster(), ZONES)).toEqual([]);
  });
});
