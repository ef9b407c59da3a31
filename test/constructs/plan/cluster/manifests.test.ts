import { baseManifests, nodeClass, nodePools, type Manifest } from '../../../../constructs/plan/cluster/manifests';
import { planCluster, type ClusterPlan } from '../../../../constructs/plan/cluster/plan';
import type { ClusterSpec } from '../../../../constructs/plan/cluster/spec';
import { cluster, PRODUCTION, ZONES } from './examples';

const plan = (added: Partial<ClusterSpec> = {}): ClusterPlan => planCluster(cluster(added), PRODUCTION, ZONES);
const ofKind = (manifests: readonly Manifest[], kind: string) => manifests.find((manifest) => manifest.kind === kind);

const FACTS = {
  roleName: 'nodes',
  subnetIds: ['subnet-a', 'subnet-b'],
  clusterSecurityGroupId: 'sg-cluster',
  podSecurityGroupId: 'sg-pods',
};

describe('NetworkPolicies', () => {
  test('are switched on by a ConfigMap in Auto Mode', () => {
    expect(ofKind(baseManifests(plan()), 'ConfigMap')).toMatchObject({
      metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
  });

  test('need no ConfigMap with node groups, where the network plug-in is configured', () => {
    expect(ofKind(baseManifests(plan({ mode: 'node-groups' })), 'ConfigMap')).toBeUndefined();
  });

  test('are enforced, and recorded, on the nodes of Auto Mode', () => {
    expect(nodeClass(plan(), FACTS)?.spec).toMatchObject({
      networkPolicy: 'DefaultAllow',
      networkPolicyEventLogs: 'Enabled',
    });
  });
});

describe('the storage class', () => {
  test.each([
    ['auto', 'ebs.csi.eks.amazonaws.com'],
    ['node-groups', 'ebs.csi.aws.com'],
  ] as const)(
    'of mode %s is provisioned by %s, encrypted, the default, and made where its pod is',
    (mode, provisioner) => {
      expect(ofKind(baseManifests(plan({ mode })), 'StorageClass')).toMatchObject({
        provisioner,
        metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        parameters: { type: 'gp3', encrypted: 'true' },
        volumeBindingMode: 'WaitForFirstConsumer',
      });
    },
  );
});

describe('people', () => {
  test('who operate or read can look at nodes, and at nothing that holds a secret', () => {
    const role = ofKind(baseManifests(plan()), 'ClusterRole');
    const rules = role?.rules as { resources: string[]; verbs: string[] }[];
    expect(rules.flatMap(({ resources }) => resources)).toEqual(expect.arrayContaining(['nodes', 'nodepools']));
    expect(rules.flatMap(({ resources }) => resources)).not.toContain('secrets');
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).toEqual(new Set(['get', 'list', 'watch']));
    expect(ofKind(baseManifests(plan()), 'ClusterRoleBinding')?.subjects).toMatchObject([
      { kind: 'Group', name: 'bulkhead:operators' },
      { kind: 'Group', name: 'bulkhead:readers' },
    ]);
  });
});

describe('the NodeClass', () => {
  test('puts pods in the pod group and in the group where the cluster talks, and nodes in the latter only', () => {
    expect(nodeClass(plan(), FACTS)).toMatchObject({
      apiVersion: 'eks.amazonaws.com/v1',
      spec: {
        role: 'nodes',
        securityGroupSelectorTerms: [{ id: 'sg-cluster' }],
        podSecurityGroupSelectorTerms: [{ id: 'sg-cluster' }, { id: 'sg-pods' }],
      },
    });
  });

  test('names the subnets of pods, without which their groups do not count', () => {
    const subnets = [{ id: 'subnet-a' }, { id: 'subnet-b' }];
    expect(nodeClass(plan(), FACTS)?.spec).toMatchObject({
      subnetSelectorTerms: subnets,
      podSubnetSelectorTerms: subnets,
    });
  });

  test('is not called default, a name that EKS keeps for itself', () => {
    expect(nodeClass(plan(), FACTS)?.metadata.name).not.toBe('default');
  });

  test('does not exist with node groups', () => {
    expect(nodeClass(plan({ mode: 'node-groups' }), FACTS)).toBeUndefined();
    expect(nodePools(plan({ mode: 'node-groups' }))).toEqual([]);
  });
});

describe('a NodePool', () => {
  const pools = nodePools(plan({ nodePools: { general: {}, batch: { capacityTypes: ['spot'], maximumCpus: 64 } } }));

  test('uses the NodeClass, since the built-in one neither enforces policies nor knows the pod group', () => {
    for (const pool of pools) {
      expect(pool.spec).toMatchObject({
        template: {
          spec: {
            nodeClassRef: {
              group: 'eks.amazonaws.com',
              kind: 'NodeClass',
              name: nodeClass(plan(), FACTS)?.metadata.name,
            },
          },
        },
      });
    }
  });

  test('may start nodes in every zone, and up to its limit', () => {
    expect(pools.map(({ metadata }) => metadata.name)).toEqual(['general', 'batch']);
    expect(pools[1]?.spec).toMatchObject({
      limits: { cpu: '64' },
      template: {
        spec: {
          requirements: expect.arrayContaining([
            { key: 'topology.kubernetes.io/zone', operator: 'In', values: ZONES },
            { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] },
          ]) as unknown,
        },
      },
    });
  });

  test('replaces its nodes before the 21 days that EKS allows, a tenth at a time', () => {
    expect(pools[0]?.spec).toMatchObject({
      template: { spec: { expireAfter: '336h', terminationGracePeriod: '24h' } },
      disruption: { budgets: [{ nodes: '10%' }] },
    });
  });
});
