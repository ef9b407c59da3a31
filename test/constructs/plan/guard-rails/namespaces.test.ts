import { namespacesOf, planNamespaces } from '../../../../constructs/plan/guard-rails/namespaces/plan';
import { quotaOf } from '../../../../constructs/plan/guard-rails/namespaces/quota';
import {
  namespacesProblems,
  namespacesSpec,
  type NamespaceSpec,
} from '../../../../constructs/plan/guard-rails/namespaces/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { planService } from '../../../../constructs/plan/service/plan';
import { KUBERNETES_VERSIONS } from '../../../../constructs/plan/versions/table';
import { facts, payment, production } from '../service/examples';

const planOf = (namespace: Partial<NamespaceSpec> = {}) => {
  const [plan] = planNamespaces({ version: '1.35', namespaces: [{ name: 'payment', ...namespace }] });
  return plan!;
};

describe('pod security', () => {
  const label = (mode: string): string => `pod-security.kubernetes.io/${mode}`;

  test('is restricted unless something else was asked for', () => {
    expect(planOf().labels[label('enforce')]).toBe('restricted');
    expect(planOf({ podSecurity: 'baseline' }).labels[label('enforce')]).toBe('baseline');
  });

  test.each(KUBERNETES_VERSIONS)(
    'is enforced as Kubernetes %s has it, whatever the control plane becomes',
    (version) => {
      const [plan] = planNamespaces({ version, namespaces: [{ name: 'payment' }] });
      expect(plan?.labels[label('enforce-version')]).toBe(`v${version}`);
    },
  );

  test('warns and records by the newest standards, of the same level', () => {
    for (const mode of ['warn', 'audit']) {
      expect(planOf({ podSecurity: 'baseline' }).labels[label(mode)]).toBe('baseline');
      expect(planOf().labels[label(`${mode}-version`)]).toBe('latest');
    }
  });
});

test('labels of its own stand beside those of pod security', () => {
  const { labels } = planOf({ labels: { 'istio.io/rev': 'default' } });
  expect(labels['istio.io/rev']).toBe('default');
  expect(Object.keys(labels)).toHaveLength(7);
});

test('nothing gets through by default', () => {
  expect(planOf().denyByDefault).toBe(true);
  expect(planOf({ denyByDefault: false }).denyByDefault).toBe(false);
});

test('a single pod is bounded, except among agents, whose charts often name no limit', () => {
  expect(planOf().largestPodMebibytes).toBe(65_536);
  expect(planOf({ podSecurity: 'privileged' })).not.toHaveProperty('largestPodMebibytes');
  expect(planOf({ podSecurity: 'privileged', largestPodMebibytes: 1024 }).largestPodMebibytes).toBe(1024);
});

describe('the namespaces of services', () => {
  const serviceOf = (name: string, more: object = {}) => planService({ ...payment, name, ...more }, production, facts);
  const trip = serviceOf('trip', { namespace: 'rides' });
  const mapping = serviceOf('mapping', { namespace: 'rides' });
  const user = serviceOf('user');

  test('are those that they live in, each with a quota for all of its services', () => {
    const namespaces = namespacesOf([trip, user, mapping]);
    expect(namespaces.map(({ name }) => name)).toEqual(['rides', 'user']);
    expect(namespaces.map(({ quota }) => quota)).toEqual([quotaOf([trip, mapping]), quotaOf([user])]);
    expect(shapeProblems(namespacesSpec, { version: '1.35', namespaces })).toEqual([]);
  });

  test('all carry the labels that they have in common', () => {
    for (const { labels } of namespacesOf([trip, user], { labels: { 'istio.io/rev': 'default' } })) {
      expect(labels).toEqual({ 'istio.io/rev': 'default' });
    }
  });

  test('have room for the largest pod of their services, sidecar included', () => {
    const large = { resources: { cpuMillicores: 1000, memoryMebibytes: 100_000 }, router: { kind: 'istio' } };
    const [namespace] = namespacesOf([user, serviceOf('search', { namespace: 'user', ...large })]);
    expect(namespace?.largestPodMebibytes).toBe(101_024);
  });
});

describe('namespaces', () => {
  const problems = (...namespaces: NamespaceSpec[]) => {
    const spec = { version: '1.35' as const, namespaces };
    const shape = shapeProblems(namespacesSpec, spec);
    return shape.length > 0 ? shape : namespacesProblems(spec);
  };

  test.each<[string, NamespaceSpec]>([
    ['a name only', { name: 'payment' }],
    [
      'everything',
      {
        name: 'payment',
        podSecurity: 'baseline',
        labels: { 'istio.io/rev': 'canary', team: '' },
        denyByDefault: false,
        largestPodMebibytes: 1024,
        quota: { pods: 1, cpuMillicores: 1, memoryMebibytes: 1 },
      },
    ],
  ])('with %s are accepted', (_, namespace) => {
    expect(problems(namespace)).toEqual([]);
  });

  test.each<[string, NamespaceSpec[], { field: string; reason: RegExp; remedy: RegExp }]>([
    [
      'one twice',
      [{ name: 'payment' }, { name: 'payment' }],
      { field: 'namespaces[1].name', reason: /twice/, remedy: /once/ },
    ],
    [
      'a name of Kubernetes',
      [{ name: 'kube-mine' }],
      { field: 'namespaces[0].name', reason: /for itself/, remedy: /differently/ },
    ],
    [
      'a name that is none',
      [{ name: 'Payment' }],
      { field: 'namespaces[0].name', reason: /DNS label/, remedy: /payment/ },
    ],
    [
      'pod security by label',
      [{ name: 'payment', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } }],
      {
        field: 'namespaces[0].labels["pod-security.kubernetes.io/enforce"]',
        reason: /follows from podSecurity/,
        remedy: /baseline/,
      },
    ],
    [
      'the label that Kubernetes sets',
      [{ name: 'payment', labels: { 'kubernetes.io/metadata.name': 'kube-system' } }],
      { field: 'namespaces[0].labels["kubernetes.io/metadata.name"]', reason: /Kubernetes sets it/, remedy: /remove/ },
    ],
    [
      'a value that is no label',
      [{ name: 'payment', labels: { team: 'rides & payment' } }],
      { field: 'namespaces[0].labels.team', reason: /at most 63/, remedy: /default/ },
    ],
    [
      'a quota of nothing',
      [{ name: 'payment', quota: { pods: 0, cpuMillicores: 1, memoryMebibytes: 1 } }],
      { field: 'namespaces[0].quota.pods', reason: /whole number/, remedy: /48/ },
    ],
    [
      'a level that is none',
      [{ name: 'payment', podSecurity: 'strict' as never }],
      { field: 'namespaces[0].podSecurity', reason: /three levels/, remedy: /restricted, baseline, privileged/ },
    ],
  ])('with %s are refused', (_, namespaces, { field, reason, remedy }) => {
    expect(problems(...namespaces)).toEqual([
      expect.objectContaining({
        field,
        reason: expect.stringMatching(reason),
        remedy: expect.stringMatching(remedy),
      }),
    ]);
  });

  test('are told of everything at once', () => {
    const found = problems(
      { name: 'kube-a' },
      { name: 'b', labels: { 'kubernetes.io/metadata.name': 'b' } },
      { name: 'b' },
    );
    expect(found).toHaveLength(3);
  });
});
