import { App, Chart, Testing } from 'cdk8s';
import { CollectorAgent } from '../../../constructs/kubernetes/collector/agent';
import { CollectorGateway } from '../../../constructs/kubernetes/collector/gateway';
import { LocalStores } from '../../../constructs/kubernetes/collector/local-stores';
import { Grafana } from '../../../constructs/kubernetes';
import { KubeStateMetrics } from '../../../constructs/kubernetes/kube-state-metrics';
import { planLocalStores } from '../../../constructs/plan/observability/local/plan';
import { gatewayOf, planned } from '../plan/observability/collector/examples';
import { SIGN_IN } from '../plan/observability/grafana/examples';
import { WORKLOAD_MANIFEST } from './strict-workloads';

type Path = readonly (string | number)[];

const plan = planned();
const chart = new Chart(new App(), 'workloads', { disableResourceNameHashes: true });
new CollectorAgent(chart, 'agent', { plan: plan.agent });
new CollectorGateway(chart, 'gateway', { plan: gatewayOf(plan) });
new KubeStateMetrics(chart, 'kube-state-metrics', { plan: plan.clusterState });
new Grafana(chart, 'grafana', { signIn: SIGN_IN, context: { environment: 'prod', region: 'eu-west-1' } });
new LocalStores(chart, 'stores', { plan: planLocalStores([]) });
const objects = Testing.synth(chart) as { readonly kind: string; readonly metadata: { readonly name: string } }[];

/** A rendered object, by its kind and how its name begins. */
function rendered(kind: string, name: string): object {
  const found = objects.find((each) => each.kind === kind && each.metadata.name.startsWith(name));
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** The object with something else at a path; without it, where that is nothing. */
function altered(object: object, path: Path, value: unknown): object {
  const copy = structuredClone(object);
  const place = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (within, key) => within[key] as Record<string | number, unknown>,
      copy as Record<string, unknown>,
    );
  const last = path.at(-1) ?? '';
  if (value === undefined) delete place[last];
  else place[last] = value;
  return copy;
}

const POD: Path = ['spec', 'template', 'spec'];
const CONTAINER: Path = [...POD, 'containers', 0];

describe('each kind of the platform’s own workloads', () => {
  test.each([
    ['DaemonSet', 'otel-agent'],
    ['StatefulSet', 'otel-gateway'],
    ['Deployment', 'kube-state-metrics'],
    ['Deployment', 'grafana'],
    ['Deployment', 'jaeger'],
    ['Service', 'otel-gateway'],
    ['ConfigMap', 'otel-agent'],
    ['ClusterRole', 'observability-otel-agent'],
    ['ClusterRoleBinding', 'observability-otel-agent'],
    ['Role', 'grafana'],
    ['RoleBinding', 'grafana'],
  ])('as it is: %s %s', (kind, name) => {
    expect(WORKLOAD_MANIFEST.safeParse(rendered(kind, name)).error?.message).toBeUndefined();
  });

  test.each<[string, string, string, Path, unknown]>([
    ['a misspelt strategy', 'DaemonSet', 'otel-agent', ['spec', 'strategy'], { type: 'RollingUpdate' }],
    ['no selector', 'DaemonSet', 'otel-agent', ['spec', 'selector'], undefined],
    ['a number of pods where each node has one', 'DaemonSet', 'otel-agent', ['spec', 'replicas'], 3],
    ['no Service that names its pods', 'StatefulSet', 'otel-gateway', ['spec', 'serviceName'], undefined],
    ["a Deployment's strategy", 'StatefulSet', 'otel-gateway', ['spec', 'strategy'], { type: 'Recreate' }],
    ['no template', 'Deployment', 'grafana', ['spec', 'template'], undefined],
    [
      'a pace for a strategy without one',
      'Deployment',
      'jaeger',
      ['spec', 'strategy', 'rollingUpdate'],
      { maxSurge: 1 },
    ],
    [
      'a strategy by which nothing may move',
      'Deployment',
      'grafana',
      ['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
      0,
    ],
    ['an address that DNS does not know', 'Service', 'otel-gateway', ['spec', 'clusterIp'], 'None'],
    ['no port', 'Service', 'otel-gateway', ['spec', 'ports'], []],
    ['a change that nobody is to make', 'ConfigMap', 'otel-agent', ['immutable'], false],
    ['contents that may change under one name', 'ConfigMap', 'otel-agent', ['immutable'], undefined],
    ['no data', 'ConfigMap', 'otel-agent', ['data'], undefined],
    ['every right', 'ClusterRole', 'observability-otel-agent', ['rules', 0, 'verbs'], ['*']],
    ['rights over everything', 'ClusterRole', 'observability-otel-agent', ['rules', 0, 'resources'], ['*']],
    ['rights over no group', 'ClusterRole', 'observability-otel-agent', ['rules', 0, 'apiGroups'], []],
    ['a namespace of its own', 'ClusterRole', 'observability-otel-agent', ['metadata', 'namespace'], 'observability'],
    [
      'a subject of no namespace',
      'ClusterRoleBinding',
      'observability-otel-agent',
      ['subjects', 0, 'namespace'],
      undefined,
    ],
    ['a misspelt role', 'ClusterRoleBinding', 'observability-otel-agent', ['roleref'], {}],
    ['rights to write', 'Role', 'grafana', ['rules', 0, 'verbs'], ['update']],
    ["rights beside Kubernetes' objects", 'Role', 'grafana', ['rules', 0, 'nonResourceURLs'], ['/metrics']],
    ['the rights of a whole cluster', 'RoleBinding', 'grafana', ['roleRef', 'kind'], 'ClusterRole'],
    ['nobody who has them', 'RoleBinding', 'grafana', ['subjects'], undefined],
  ])('is refused with %s', (_, kind, name, path, value) => {
    expect(WORKLOAD_MANIFEST.safeParse(altered(rendered(kind, name), path, value)).success).toBe(false);
  });
});

describe('their pods', () => {
  test.each<[string, string, string, Path, unknown]>([
    ['a misspelt field', 'Deployment', 'grafana', [...POD, 'serviceAccount'], 'grafana'],
    ['the network of its node', 'DaemonSet', 'otel-agent', [...POD, 'hostNetwork'], true],
    ['labels that its selector misses', 'DaemonSet', 'otel-agent', ['spec', 'template', 'metadata', 'labels'], {}],
    ['an unknown node file', 'DaemonSet', 'otel-agent', [...POD, 'volumes', 1, 'hostPath', 'type'], 'Folder'],
    ['the whole disk of its node', 'DaemonSet', 'otel-agent', [...POD, 'volumes', 1, 'hostPath', 'path'], '/'],
    [
      'root that reads no disk of its node',
      'Deployment',
      'kube-state-metrics',
      [...POD, 'securityContext'],
      { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    ],
    ['a volume that is not there', 'Deployment', 'grafana', [...CONTAINER, 'volumeMounts', 0, 'name'], 'nowhere'],
    ['a probe of no port', 'StatefulSet', 'otel-gateway', [...CONTAINER, 'livenessProbe', 'httpGet', 'port'], 'ready'],
    ['a probe of no question', 'StatefulSet', 'otel-gateway', [...CONTAINER, 'livenessProbe', 'httpGet'], undefined],
    ['more than it is told to have', 'Deployment', 'grafana', [...CONTAINER, 'securityContext', 'privileged'], true],
    ['no memory limit', 'Deployment', 'grafana', [...CONTAINER, 'resources', 'limits', 'memory'], undefined],
    ['a list of nothing', 'Deployment', 'jaeger', [...CONTAINER, 'args'], []],
    ['an image that is whatever is newest', 'Deployment', 'jaeger', [...CONTAINER, 'image'], 'quay.io/jaeger'],
    [
      'a number of domains in a spread that is not strict',
      'StatefulSet',
      'otel-gateway',
      [...POD, 'topologySpreadConstraints', 1, 'minDomains'],
      2,
    ],
    [
      'a token for less than ten minutes',
      'Deployment',
      'grafana',
      [...POD, 'volumes', 4, 'projected', 'sources', 0, 'serviceAccountToken', 'expirationSeconds'],
      60,
    ],
  ])('are refused with %s', (_, kind, name, path, value) => {
    const object = rendered(kind, name);
    expect(WORKLOAD_MANIFEST.safeParse(object).success).toBe(true);
    expect(WORKLOAD_MANIFEST.safeParse(altered(object, path, value)).success).toBe(false);
  });
});
