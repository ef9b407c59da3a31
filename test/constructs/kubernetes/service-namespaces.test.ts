import { App, Chart, Testing } from 'cdk8s';
import {
  Microservice,
  PriorityClasses,
  ServiceNamespaces,
  type ServiceNamespacesProps,
} from '../../../constructs/kubernetes';
import { LOAD_POD, SMOKE_POD } from '../../../constructs/plan/guard-rails/namespaces/quota';
import { namespacesOf } from '../../../constructs/plan/guard-rails/namespaces/plan';
import { PRIORITY_CLASS_NAMES } from '../../../constructs/plan/guard-rails/priority-classes';
import { SpecError } from '../../../constructs/plan/problem';
import { facts, payment } from '../plan/service/examples';
import { manifestsOf, VARIETIES } from './examples';
import { find, MANIFEST, type StrictManifest } from './strict';

function render(make: (chart: Chart) => void): StrictManifest[] {
  const chart = new Chart(new App(), 'platform', { disableResourceNameHashes: true });
  make(chart);
  return (Testing.synth(chart) as unknown[]).map((manifest) => MANIFEST.parse(manifest));
}

const namespaces = (...all: ServiceNamespacesProps['namespaces']) =>
  render((chart) => new ServiceNamespaces(chart, 'namespaces', { version: '1.35', namespaces: all }));

const quota = { pods: 48, cpuMillicores: 12_000, memoryMebibytes: 12_288 };
const manifests = namespaces({ name: 'payment', labels: { 'istio.io/rev': 'default' }, quota }, { name: 'user' });

describe('a namespace', () => {
  test('is there before what stands in it', () => {
    expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace payment',
      'NetworkPolicy default-deny',
      'LimitRange largest-pod',
      'ResourceQuota releases',
      'Namespace user',
      'NetworkPolicy default-deny',
      'LimitRange largest-pod',
    ]);
  });

  test('outlives the chart that made it: it would take everything in it along', () => {
    expect(find(manifests, 'Namespace').metadata.annotations).toEqual({
      'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
      'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
      'helm.sh/resource-policy': 'keep',
    });
  });

  test('carries its labels and those of pod security', () => {
    expect(find(manifests, 'Namespace').metadata.labels).toMatchObject({
      'istio.io/rev': 'default',
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'v1.35',
    });
  });

  test('lets nothing through to and from any pod', () => {
    expect(find(manifests, 'NetworkPolicy').spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(() => find(namespaces({ name: 'a', denyByDefault: false }), 'NetworkPolicy')).toThrow();
  });

  test('gives pods no defaults, and bounds the memory of each as a whole', () => {
    expect(find(manifests, 'LimitRange').spec.limits).toEqual([{ type: 'Pod', max: { memory: '65536Mi' } }]);
    expect(() => find(namespaces({ name: 'a', podSecurity: 'privileged' }), 'LimitRange')).toThrow();
  });

  test('bounds what its pods reserve together, where a quota is given', () => {
    expect(find(manifests, 'ResourceQuota').spec.hard).toEqual({
      pods: '48',
      'requests.cpu': '12000m',
      'requests.memory': '12288Mi',
    });
    expect(() => find(namespaces({ name: 'a' }), 'ResourceQuota')).toThrow();
  });

  test('is the same bytes every time', () => {
    const again = namespaces({ name: 'payment', labels: { 'istio.io/rev': 'default' }, quota }, { name: 'user' });
    expect(JSON.stringify(again)).toBe(JSON.stringify(manifests));
  });

  test('that cannot be is refused with all its problems', () => {
    const make = () => namespaces({ name: 'kube-a' }, { name: 'b' }, { name: 'b' });
    expect(make).toThrow(SpecError);
    expect(make).toThrow(/kube-a[\s\S]*twice/);
  });
});

describe.each(Object.entries(VARIETIES))('the namespace of a service: %s', (_, more) => {
  const rendered = manifestsOf(more);
  const { plan } = new Microservice(new Chart(new App(), 'c'), 's', {
    ...payment,
    context: { environment: 'prod', region: 'eu-west-1' },
    facts,
    ...more,
  });
  const around = namespaces(...namespacesOf([plan]));
  const own = find(rendered, 'Rollout').spec.template.spec.containers;
  const jobs = rendered.flatMap((each) =>
    each.kind === 'AnalysisTemplate'
      ? each.spec.metrics.flatMap(({ provider }) => ('job' in provider ? [provider.job.spec.template.spec] : []))
      : [],
  );

  test('is the one that its objects stand in', () => {
    const inside = new Set(rendered.map(({ metadata }) => metadata.namespace));
    expect([...inside]).toEqual([find(around, 'Namespace').metadata.name]);
  });

  test('has room for three versions as the autoscaler and the pods were rendered', () => {
    const { hard } = find(around, 'ResourceQuota').spec;
    const { maxReplicas } = find(rendered, 'HorizontalPodAutoscaler').spec;
    const sum = (resource: 'cpu' | 'memory'): number =>
      own.reduce((total, { resources }) => total + Number.parseInt(resources.requests[resource], 10), 0);
    expect(Number(hard.pods)).toBeGreaterThanOrEqual(3 * maxReplicas + 2 * jobs.length);
    expect(Number.parseInt(hard['requests.cpu'], 10)).toBeGreaterThanOrEqual(3 * maxReplicas * sum('cpu'));
    expect(Number.parseInt(hard['requests.memory'], 10)).toBeGreaterThanOrEqual(3 * maxReplicas * sum('memory'));
  });

  test('counts smoke checks and loads as they were rendered', () => {
    for (const { containers } of jobs) {
      const { cpuMillicores, memoryMebibytes } = containers[0]?.name === 'load' ? LOAD_POD : SMOKE_POD;
      expect(containers.map(({ resources }) => resources.requests)).toEqual([
        { cpu: `${cpuMillicores}m`, memory: `${memoryMebibytes}Mi` },
      ]);
    }
  });
});

describe('the priority classes', () => {
  const classes = render((chart) => new PriorityClasses(chart, 'priority-classes'));

  test('are those of the plan, none of them the default of the cluster', () => {
    expect(classes.map(({ metadata }) => metadata.name)).toEqual([...PRIORITY_CLASS_NAMES]);
    for (const each of classes) expect(each).toMatchObject({ kind: 'PriorityClass', globalDefault: false });
  });

  test('that may displace others are said to', () => {
    expect(find(classes, 'PriorityClass', 'critical-service').preemptionPolicy).toBe('PreemptLowerPriority');
    expect(find(classes, 'PriorityClass', 'batch').preemptionPolicy).toBe('Never');
  });

  test('stay when their chart goes: pods that name one could not be made again', () => {
    for (const { metadata } of classes)
      expect(metadata.annotations).toHaveProperty(['helm.sh/resource-policy'], 'keep');
  });
});
