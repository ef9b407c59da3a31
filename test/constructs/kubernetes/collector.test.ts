import { App, Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { CollectorAgent } from '../../../constructs/kubernetes/collector/agent';
import { CollectorGateway } from '../../../constructs/kubernetes/collector/gateway';
import { LocalStores } from '../../../constructs/kubernetes/collector/local-stores';
import { KubeStateMetrics } from '../../../constructs/kubernetes/kube-state-metrics';
import { planLocalStores } from '../../../constructs/plan/observability/local/plan';
import { gatewayOf, onOwnMachine, planned } from '../plan/observability/collector/examples';

type Tree = { readonly [key: string]: Tree } & readonly Tree[];

function objectsOf(make: (scope: Construct) => void): readonly Tree[] {
  const chart = new Chart(new App(), 'collector', { disableResourceNameHashes: true });
  make(chart);
  return Testing.synth(chart) as Tree[];
}

const agentOf = (plan = planned().agent) => objectsOf((scope) => void new CollectorAgent(scope, 'agent', { plan }));
const gatewayObjects = (plan = gatewayOf(planned())) =>
  objectsOf((scope) => void new CollectorGateway(scope, 'gateway', { plan }));
const clusterState = (plan = planned().clusterState) =>
  objectsOf((scope) => void new KubeStateMetrics(scope, 'state', { plan }));
const stores = () =>
  objectsOf((scope) => {
    const ruleFiles = [
      { name: 'payment', groups: [] },
      { name: 'platform', groups: [] },
    ];
    void new LocalStores(scope, 'stores', { plan: planLocalStores(ruleFiles) });
  });

function one(objects: readonly Tree[], kind: string): Tree {
  const found = objects.find((object) => String(object.kind) === kind);
  if (found === undefined) throw new Error(`there is a ${kind}`);
  return found;
}

const podOf = (objects: readonly Tree[], kind: string): Tree => {
  const spec = one(objects, kind).spec?.template?.spec;
  if (spec === undefined) throw new Error(`a ${kind} has pods`);
  return spec;
};

const constraints = (pod: Tree) =>
  [...(pod.topologySpreadConstraints ?? [])].map((each) => ({
    key: String(each.topologyKey),
    otherwise: String(each.whenUnsatisfiable),
  }));

describe('the agent', () => {
  test('is on every node, whatever its taints', () => {
    expect(podOf(agentOf(), 'DaemonSet').tolerations).toEqual([{ operator: 'Exists' }]);
  });

  test('is reached by the pods of its own node only, at the ports of OTLP', () => {
    const { metadata, spec } = one(agentOf(), 'Service');
    expect(metadata).toMatchObject({ name: 'otel-agent', namespace: 'observability' });
    expect(spec).toMatchObject({ internalTrafficPolicy: 'Local' });
    expect(spec?.ports).toEqual([
      { name: 'http-otlp', port: 4318, targetPort: 'http-otlp', protocol: 'TCP' },
      { name: 'grpc-otlp', port: 4317, targetPort: 'grpc-otlp', protocol: 'TCP' },
    ]);
  });

  test('lets pods in at the ports of OTLP only, and is kept from no port that a pod names for its metrics', () => {
    expect(one(agentOf(), 'NetworkPolicy').spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'otel-agent' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: {} }],
          ports: [
            { protocol: 'TCP', port: 4318 },
            { protocol: 'TCP', port: 4317 },
          ],
        },
      ],
    });
  });

  test('may see pods and the metrics of nodes, and nothing else of the cluster', () => {
    expect(one(agentOf(), 'ClusterRole').rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ]);
  });

  test('reads logs as root with none of root’s other rights, and writes to one folder of its node', () => {
    const pod = podOf(agentOf(), 'DaemonSet');
    const [container] = pod.containers ?? [];
    expect(pod.securityContext).toMatchObject({ runAsUser: 0 });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container?.volumeMounts).toEqual([
      { name: 'config', mountPath: '/etc/otelcol', readOnly: true },
      { name: 'pod-logs', mountPath: '/var/log/pods', readOnly: true },
      { name: 'storage', mountPath: '/var/lib/otel-agent' },
    ]);
  });

  test("touches no node's disk, and is nobody's root, on one's own machine", () => {
    const pod = podOf(agentOf(onOwnMachine().agent), 'DaemonSet');
    expect(JSON.stringify(pod)).not.toContain('hostPath');
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true });
  });

  test('is never there twice on a node: both would read the same logs', () => {
    expect(one(agentOf(), 'DaemonSet').spec?.updateStrategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: '10%' },
    });
  });

  test('is made anew when its configuration changes, which names its ConfigMap', () => {
    const named = (plan = planned().agent) => String(one(agentOf(plan), 'ConfigMap').metadata?.name);
    expect(named()).toMatch(/^otel-agent-[0-9a-f]{10}$/);
    expect(named()).not.toBe(named(planned({ keptMetrics: ['rides_open'] }).agent));
    expect(podOf(agentOf(), 'DaemonSet').volumes?.[0]).toEqual({ name: 'config', configMap: { name: named() } });
  });
});

describe('the gateway', () => {
  const objects = gatewayObjects();
  const pod = podOf(objects, 'StatefulSet');

  test('has one pod in each zone, and waits rather than stand two in one', () => {
    expect(one(objects, 'StatefulSet').spec).toMatchObject({ replicas: 3, podManagementPolicy: 'Parallel' });
    expect(constraints(pod)).toEqual([
      { key: 'topology.kubernetes.io/zone', otherwise: 'DoNotSchedule' },
      { key: 'kubernetes.io/hostname', otherwise: 'ScheduleAnyway' },
    ]);
    for (const each of pod.topologySpreadConstraints ?? []) expect(each).toMatchObject({ nodeTaintsPolicy: 'Honor' });
  });

  test('is never scaled by anybody, and gives up one pod at a time', () => {
    expect(objects.map(({ kind }) => String(kind))).not.toContain('HorizontalPodAutoscaler');
    expect(one(objects, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
  });

  test('is found by DNS, pod by pod, and by no service’s sidecar', () => {
    const { metadata, spec } = one(objects, 'Service');
    expect(spec).toMatchObject({ clusterIP: 'None' });
    expect(metadata?.annotations).toEqual({ 'networking.istio.io/exportTo': '~' });
  });

  test('takes spans from agents only, and reaches names, credentials and X-Ray', () => {
    const { spec } = one(objects, 'NetworkPolicy');
    expect(spec?.ingress).toEqual([
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'observability' } },
            podSelector: { matchLabels: { 'app.kubernetes.io/name': 'otel-agent' } },
          },
        ],
        ports: [
          { protocol: 'TCP', port: 4317 },
          { protocol: 'TCP', port: 8888 },
        ],
      },
    ]);
    const blocks = [...(spec?.egress ?? [])].flatMap(({ to }) =>
      [...(to ?? [])].map(({ ipBlock }) => String(ipBlock?.cidr)),
    );
    expect(blocks).toEqual(['172.20.0.10/32', '169.254.170.23/32', '0.0.0.0/0']);
  });

  test('has no token for the Kubernetes API', () => {
    expect(pod.automountServiceAccountToken).toBe(false);
  });
});

describe('kube-state-metrics', () => {
  const objects = clusterState();

  test('is there twice, never on one node: its one agent would write both in one name', () => {
    expect(one(objects, 'Deployment').spec).toMatchObject({
      replicas: 2,
      strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
    });
    expect(constraints(podOf(objects, 'Deployment'))).toEqual([
      { key: 'topology.kubernetes.io/zone', otherwise: 'DoNotSchedule' },
      { key: 'kubernetes.io/hostname', otherwise: 'DoNotSchedule' },
    ]);
  });

  test('may list and watch what it tells of, and read nothing else', () => {
    const rules = [...(one(objects, 'ClusterRole').rules ?? [])];
    expect(rules.every(({ verbs }) => JSON.stringify(verbs) === '["list","watch"]')).toBe(true);
    expect(JSON.stringify(rules)).not.toContain('secrets');
  });

  test('reaches the API server by its Service; at its own port, 6443, on one’s own machine only', () => {
    const ports = (plan = planned().clusterState) =>
      [...(one(clusterState(plan), 'NetworkPolicy').spec?.egress ?? [])].map((rule) =>
        [...(rule.ports ?? [])].map(({ port }) => Number(port)),
      );
    expect(ports()).toEqual([[53, 53], [443]]);
    expect(ports(onOwnMachine().clusterState)).toEqual([
      [53, 53],
      [443, 6443],
    ]);
  });

  test('goes on while the API server is away: no probe that ends it asks the API server', () => {
    const [container] = podOf(objects, 'Deployment').containers ?? [];
    expect(container?.livenessProbe?.httpGet).toEqual({ path: '/healthz', port: 'http-metrics' });
    expect(container?.readinessProbe?.httpGet).toEqual({ path: '/readyz', port: 'telemetry' });
  });

  test('does not ask to be collected from: every agent that found it would write it in its pod’s name', () => {
    expect(one(objects, 'Deployment').spec?.template?.metadata?.annotations).toBeUndefined();
  });
});

describe("the stores of one's own machine", () => {
  const objects = stores();

  test('answer where rollouts ask, and hold what agents write', () => {
    const prometheus = objects.find(
      ({ kind, metadata }) => String(kind) === 'Service' && String(metadata?.name) === 'prometheus-server',
    );
    expect(prometheus?.spec?.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }]);
    expect(JSON.stringify(podOf(objects, 'Deployment'))).toContain('--web.enable-remote-write-receiver');
  });

  test('forget what is old before their disk is full, which would evict them with everything', () => {
    const pods = objects.filter(({ kind }) => String(kind) === 'Deployment').map(({ spec }) => spec?.template?.spec);
    const prometheus = pods.find((pod) => JSON.stringify(pod).includes('--storage.tsdb.path'));
    const gigabytes = Number(/retention\.size=(\d+)GB/.exec(JSON.stringify(prometheus))?.[1]);
    const disk = [...(prometheus?.volumes ?? [])].map(({ emptyDir }) => emptyDir?.sizeLimit).find(Boolean);
    expect(gigabytes).toBeGreaterThan(0);
    expect(gigabytes / Number.parseInt(String(disk), 10)).toBeLessThanOrEqual(0.8);
  });

  test('know the rules of every service and of the platform, by the ending that the checks look for', () => {
    const keys = objects
      .filter(({ kind }) => String(kind) === 'ConfigMap')
      .flatMap(({ data }) => Object.keys(data ?? {}));
    expect(keys).toEqual(['prometheus.json', 'payment.rules.json', 'platform.rules.json']);
  });
});

describe('what is named by its contents', () => {
  test('is changed by nobody: another content has another name', () => {
    const maps = [...agentOf(), ...gatewayObjects(), ...stores()].filter(({ kind }) => String(kind) === 'ConfigMap');
    expect(maps.map(({ immutable }) => immutable)).toEqual(maps.map(() => true));
    for (const { metadata } of maps) expect(metadata?.name).toMatch(/-[0-9a-f]{10}$/);
  });
});

describe('all of them', () => {
  const all = [...agentOf(), ...gatewayObjects(), ...clusterState(), ...stores(), ...agentOf(onOwnMachine().agent)];
  const workloads = all.filter(({ kind }) => ['DaemonSet', 'StatefulSet', 'Deployment'].includes(String(kind)));

  test('name no account and no ARN', () => {
    expect(JSON.stringify(all)).not.toMatch(/arn:aws|\b\d{12}\b/);
  });

  test('but the agent on AWS are as restricted as services are', () => {
    const others = workloads.filter((each) => !JSON.stringify(each).includes('hostPath'));
    expect(others).toHaveLength(workloads.length - 1);
    for (const { spec } of others) {
      const pod = spec?.template?.spec;
      expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      for (const container of pod?.containers ?? []) {
        expect(container.securityContext).toMatchObject({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  test('reserve processor time and memory, and are limited in both', () => {
    for (const container of workloads.flatMap(({ spec }) => [...(spec?.template?.spec?.containers ?? [])])) {
      expect(container.resources).toMatchObject({
        requests: { cpu: expect.any(String), memory: expect.any(String) },
        limits: { cpu: expect.any(String), memory: expect.any(String) },
      });
    }
  });
});
