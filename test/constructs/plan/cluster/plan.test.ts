import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addOnsOf, COMPUTE_MODE_FACTS, COMPUTE_MODES } from '../../../../constructs/plan/cluster/compute-modes';
import { loadBalancerPermissions } from '../../../../constructs/plan/cluster/load-balancer-permissions';
import { architectureOf } from '../../../../constructs/plan/cluster/node-spec';
import { partitionOf } from '../../../../constructs/plan/cluster/permissions';
import { planCluster, type ClusterPlan } from '../../../../constructs/plan/cluster/plan';
import type { ClusterSpec } from '../../../../constructs/plan/cluster/spec';
import type { PlanContext } from '../../../../constructs/plan/context';
import { CHARTS, KUBERNETES_RELEASES } from '../../../../constructs/plan/versions/table';
import { cluster, DEVELOPMENT, PRODUCTION, role, ZONES } from './examples';

const plan = (added: Partial<ClusterSpec> = {}, context: PlanContext = PRODUCTION): ClusterPlan =>
  planCluster(cluster(added), context, ZONES);

test('a plan is plain data: it survives being printed', () => {
  const made = plan({ mode: 'node-groups' });
  expect(JSON.parse(JSON.stringify(made))).toEqual(made);
});

test('names are literals that follow from platform and environment', () => {
  expect(plan()).toMatchObject({
    name: 'bulkhead-prod',
    podGroup: 'bulkhead-prod-pods',
    operatorsGroup: 'bulkhead-prod-operators',
    logging: { logGroup: '/aws/eks/bulkhead-prod/cluster' },
    kubeconfigCommand: 'aws eks update-kubeconfig --region eu-west-1 --name bulkhead-prod',
  });
});

describe('what is left out', () => {
  test('is safe in production', () => {
    expect(plan()).toMatchObject({
      mode: 'auto',
      endpoint: { publicCidrs: [] },
      deletionProtection: true,
      zonalShift: true,
      upgradePolicy: 'STANDARD',
      controlPlaneTier: 'standard',
      secretsKey: { retain: true, rotationDays: 365, deletionWaitDays: 30 },
      logging: {
        retentionDays: 365,
        retain: true,
        types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      },
    });
  });

  test('goes with one command in development', () => {
    expect(plan({}, DEVELOPMENT)).toMatchObject({
      deletionProtection: false,
      secretsKey: { retain: false },
      logging: { retentionDays: 7, retain: false },
    });
  });
});

test.each([
  [undefined, '172.20.0.10'],
  ['10.100.0.0/16', '10.100.0.10'],
  ['192.168.255.0/24', '192.168.255.10'],
])('cluster DNS of the service block %s is at %s', (serviceCidr, dnsAddress) => {
  expect(plan({ serviceCidr }).dnsAddress).toBe(dnsAddress);
});

describe('the zones of the control plane', () => {
  test('are those of the network, unless the environment keeps those that the cluster was made with', () => {
    expect(plan().controlPlaneZones).toEqual(ZONES);
    const grown = plan({ controlPlaneZones: ['eu-west-1c', 'eu-west-1a'] });
    expect(grown.controlPlaneZones).toEqual(['eu-west-1a', 'eu-west-1c']);
    expect(grown.zones).toEqual(ZONES);
  });

  test('hold neither nodes nor add-ons back from a zone that came later', () => {
    for (const mode of COMPUTE_MODES) {
      const { controlPlaneZones, ...grown } = plan({ mode, controlPlaneZones: ZONES.slice(0, 2) });
      const { controlPlaneZones: all, ...whole } = plan({ mode });
      expect(controlPlaneZones).not.toEqual(all);
      expect(grown).toEqual(whole);
    }
  });
});

describe('who may enter', () => {
  const access = { administrators: [role('Admin')], operators: [role('OnCall')], readers: [role('team/Reader')] };

  const entries = (spec: ClusterSpec['access']) =>
    plan({ access: spec }).access.map(({ principalArn, policies, kubernetesGroup }) => [
      principalArn,
      policies,
      kubernetesGroup,
    ]);

  test('administrators may do everything, operators edit workloads, readers see no secrets', () => {
    expect(entries(access)).toEqual([
      [role('Admin'), [{ name: 'AmazonEKSClusterAdminPolicy' }], 'bulkhead:administrators'],
      [role('OnCall'), [{ name: 'AmazonEKSEditPolicy' }], 'bulkhead:operators'],
      [role('team/Reader'), [{ name: 'AmazonEKSViewPolicy' }], 'bulkhead:readers'],
    ]);
  });

  test('operators edit in the namespaces that are named, and look at the others as readers do', () => {
    const operatorNamespaces = ['payment', 'dev-*'];
    expect(entries({ ...access, operatorNamespaces })[1]).toEqual([
      role('OnCall'),
      [{ name: 'AmazonEKSEditPolicy', namespaces: operatorNamespaces }, { name: 'AmazonEKSViewPolicy' }],
      'bulkhead:operators',
    ]);
  });

  test("'*' is every namespace: the whole cluster, and not a pattern that EKS would have to read", () => {
    expect(entries({ ...access, operatorNamespaces: ['*'] })).toEqual(entries(access));
  });

  test('an entry keeps its identity when its role moves to another group', () => {
    const moved = { administrators: [role('Admin'), role('OnCall')] };
    const id = (spec: ClusterSpec['access']) =>
      plan({ access: spec }).access.find(({ principalArn }) => principalArn === role('OnCall'))?.id;
    expect(id(moved)).toBe(id(access));
  });

  test('roles of the same name in two accounts are two entries', () => {
    const twins = { administrators: [role('Admin'), 'arn:aws:iam::444455556666:role/Admin'] };
    expect(new Set(plan({ access: twins }).access.map(({ id }) => id)).size).toBe(2);
  });
});

describe('add-ons', () => {
  test.each(COMPUTE_MODES)('in mode %s are those of the mode, at the versions of the table', (mode) => {
    const { addOns } = plan({ mode });
    expect(addOns.map(({ name }) => name)).toEqual(addOnsOf(mode));
    for (const { name, version } of addOns) expect(version).toBe(KUBERNETES_RELEASES['1.35'].addOns[name]?.version);
  });

  test('follow the environment where it says so', () => {
    const { addOns } = plan({
      mode: 'node-groups',
      addons: { coredns: 'v1.13.2-eksbuild.4', 'metrics-server': false },
    });
    expect(addOns.find(({ name }) => name === 'coredns')?.version).toBe('v1.13.2-eksbuild.4');
    expect(addOns.map(({ name }) => name)).not.toContain('metrics-server');
  });

  test('the network plug-in comes before nodes, and DNS after them', () => {
    const when = (name: string) => plan({ mode: 'node-groups' }).addOns.find((addOn) => addOn.name === name)?.when;
    expect(['vpc-cni', 'kube-proxy', 'eks-pod-identity-agent'].map(when)).toEqual([
      'before-nodes',
      'before-nodes',
      'before-nodes',
    ]);
    expect(['coredns', 'aws-ebs-csi-driver', 'metrics-server'].map(when)).toEqual([
      'after-nodes',
      'after-nodes',
      'after-nodes',
    ]);
  });

  test('the network plug-in enforces NetworkPolicies', () => {
    const vpcCni = plan({ mode: 'node-groups' }).addOns.find(({ name }) => name === 'vpc-cni');
    expect(vpcCni?.configuration).toMatchObject({ enableNetworkPolicy: 'true' });
  });

  test('DNS runs in every zone', () => {
    const coredns = plan({ mode: 'node-groups' }).addOns.find(({ name }) => name === 'coredns');
    expect(coredns?.configuration).toMatchObject({ autoScaling: { enabled: true, minReplicas: 3 } });
  });

  test('those that call AWS have roles of their own', () => {
    const identities = plan({ mode: 'node-groups' }).addOns.flatMap(({ name, identity }) =>
      identity ? [[name, identity.serviceAccount]] : [],
    );
    expect(identities).toEqual([
      ['vpc-cni', 'aws-node'],
      ['aws-ebs-csi-driver', 'ebs-csi-controller-sa'],
    ]);
  });
});

describe('charts', () => {
  const charts = () => plan({ mode: 'node-groups' }).charts;

  test('are needed only where EKS does not bring the controllers', () => {
    expect(plan().charts).toEqual([]);
    expect(charts().map(({ name, version }) => [name, version])).toEqual([
      ['aws-load-balancer-controller', CHARTS['aws-load-balancer-controller'].version],
      ['cluster-autoscaler', CHARTS['cluster-autoscaler'].version],
    ]);
  });

  test('the autoscaler is the one made for the version of Kubernetes', () => {
    expect(charts()[1]?.values).toMatchObject({
      image: { tag: 'v1.35.2' },
      autoDiscovery: { clusterName: 'bulkhead-prod' },
    });
  });

  test('controllers are told their region, since pods cannot ask the instance', () => {
    expect(charts()[0]).toMatchObject({ values: { region: 'eu-west-1' }, needsVpcId: true });
    expect(charts()[1]?.values).toMatchObject({ awsRegion: 'eu-west-1' });
  });

  test('a zone cannot take both replicas of a controller', () => {
    for (const { values } of charts()) {
      expect(values).toMatchObject({
        replicaCount: 2,
        topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' }],
        podDisruptionBudget: { maxUnavailable: 1 },
      });
    }
  });

  test("the autoscaler resizes this cluster's groups only", () => {
    const [, autoscaler] = charts();
    const changing = autoscaler?.identity.permissions.filter(({ actions }) =>
      actions.some((action) => /Set|Terminate/.test(action)),
    );
    expect(changing?.map(({ conditions }) => conditions)).toEqual([
      {
        StringEquals: {
          'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true',
          'aws:ResourceTag/k8s.io/cluster-autoscaler/bulkhead-prod': 'owned',
        },
      },
    ]);
  });
});

describe('what the load balancer controller may do', () => {
  const version = CHARTS['aws-load-balancer-controller'].version;
  const published = JSON.parse(
    readFileSync(
      join(
        dirname(require.resolve('aws-cdk-lib/package.json')),
        `aws-eks-v2/lib/addons/alb-iam_policy-v${version}.json`,
      ),
      'utf8',
    ),
  ) as { Statement: { Action: string[] }[] };
  const upstream = new Set(published.Statement.flatMap(({ Action }) => Action));
  const ours = loadBalancerPermissions('bulkhead-prod', 'aws');
  const actions = new Set(ours.flatMap((permission) => permission.actions));

  test("is within its publisher's policy for the chart's version", () => {
    expect([...actions].filter((action) => !upstream.has(action))).toEqual([]);
  });

  test('lacks only what the chart switches off', () => {
    expect([...upstream].filter((action) => !actions.has(action)).sort()).toEqual([
      'cognito-idp:DescribeUserPoolClient',
      'ec2:DescribeCoipPools',
      'ec2:DescribeIpamPools',
      'ec2:GetCoipPoolUsage',
      'elasticloadbalancing:ModifyIpPools',
      'iam:GetServerCertificate',
      'iam:ListServerCertificates',
      'shield:CreateProtection',
      'shield:DeleteProtection',
      'shield:DescribeProtection',
      'shield:GetSubscriptionState',
      'waf-regional:AssociateWebACL',
      'waf-regional:DisassociateWebACL',
      'waf-regional:GetWebACL',
      'waf-regional:GetWebACLForResource',
    ]);
  });

  test('stops at load balancers of another cluster', () => {
    const removing = ours.filter((permission) =>
      permission.actions.some((action) => /DeleteLoadBalancer|DeleteTargetGroup|DeleteSecurityGroup/.test(action)),
    );
    expect(removing).toHaveLength(2);
    for (const { conditions } of removing) {
      expect(conditions).toEqual({ StringEquals: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': 'bulkhead-prod' } });
    }
  });

  test('has statement ids that IAM takes, and once each', () => {
    const ids = ours.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9]+$/);
  });
});

describe('nodes', () => {
  test('Auto Mode has one pool over all zones unless told otherwise', () => {
    expect(plan().nodes).toMatchObject({
      kind: 'pools',
      pools: [
        { name: 'general', zones: ZONES, architectures: ['amd64'], capacityTypes: ['on-demand'], maximumCpus: 1024 },
      ],
    });
  });

  test('pools that are described replace the default one', () => {
    const { nodes } = plan({ nodePools: { batch: { capacityTypes: ['spot'] } } });
    expect(nodes).toMatchObject({
      kind: 'pools',
      pools: [{ name: 'batch', capacityTypes: ['spot'], instanceCategories: ['c', 'm', 'r'] }],
    });
  });

  test('there is one node group in each zone, named by its letter', () => {
    const { nodes } = plan({ mode: 'node-groups' });
    expect(nodes).toMatchObject({
      kind: 'groups',
      groups: [
        { name: 'a', zone: 'eu-west-1a', minimum: 2, maximum: 20, initial: 2 },
        { name: 'b', zone: 'eu-west-1b' },
        { name: 'c', zone: 'eu-west-1c' },
      ],
    });
  });

  test('a zone that is added or removed moves no other group', () => {
    const groups = (zones: readonly string[]) => {
      const { nodes } = planCluster(cluster({ mode: 'node-groups' }), PRODUCTION, zones);
      return nodes.kind === 'groups' ? nodes.groups : [];
    };
    const all = groups(ZONES);
    expect(groups(['eu-west-1a', 'eu-west-1c'])).toEqual([all[0], all[2]]);
  });

  test.each([
    ['m7i.large', 'amd64'],
    ['m6a.large', 'amd64'],
    ['g5.xlarge', 'amd64'],
    ['m7g.large', 'arm64'],
    ['c7gn.4xlarge', 'arm64'],
    ['t4g.small', 'arm64'],
    ['x2gd.metal', 'arm64'],
  ])('%s is %s', (type, architecture) => {
    expect(architectureOf(type)).toBe(architecture);
  });
});

test('the modes differ in the API groups that charts must use', () => {
  expect(COMPUTE_MODE_FACTS.auto.targetGroupBindingApi).toBe('eks.amazonaws.com/v1');
  expect(COMPUTE_MODE_FACTS['node-groups'].targetGroupBindingApi).toBe('elbv2.k8s.aws/v1beta1');
});

test.each([
  ['eu-west-1', 'aws'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['cn-north-1', 'aws-cn'],
])('%s belongs to the partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});
