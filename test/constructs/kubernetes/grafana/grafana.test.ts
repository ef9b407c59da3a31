import { App, Chart, Testing } from 'cdk8s';
import { Grafana, type GrafanaProps } from '../../../../constructs/kubernetes';
import { SpecError } from '../../../../constructs/plan/problem';
import { SIGN_IN } from '../../plan/observability/grafana/examples';

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec?: unknown;
  readonly [section: string]: unknown;
}

interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly securityContext: object;
  readonly startupProbe?: object;
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

interface RenderedPod {
  readonly containers: readonly RenderedContainer[];
  readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
  readonly [field: string]: unknown;
}

function rendered(more: Partial<GrafanaProps> = {}): readonly Rendered[] {
  const chart = new Chart(new App(), 'grafana');
  const context = { environment: 'prod', region: 'eu-west-1' };
  new Grafana(chart, 'grafana', { signIn: SIGN_IN, context, ...more });
  return Testing.synth(chart) as Rendered[];
}

function one(kind: string, objects = rendered()): Rendered {
  const [found, ...others] = objects.filter((object) => object.kind === kind);
  if (found === undefined || others.length > 0) throw new Error(`not one ${kind}`);
  return found;
}

const deploymentSpec = (objects = rendered()) =>
  one('Deployment', objects).spec as {
    replicas: number;
    strategy: object;
    template: { metadata: { labels: Record<string, string> }; spec: RenderedPod };
  };
const podOf = (objects = rendered()) => deploymentSpec(objects).template.spec;

function container(name: string, objects = rendered()): RenderedContainer {
  const found = podOf(objects).containers.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no container ${name}`);
  return found;
}

const LOCAL: Partial<GrafanaProps> = {
  facts: {
    zones: [],
    podIdentity: false,
    prometheus: { kind: 'address', address: 'http://prometheus-server.observability' },
  },
};

describe("Grafana's pods", () => {
  test('are two, never in one zone, so that one is left when a zone is lost', () => {
    const { replicas } = deploymentSpec();
    expect(replicas).toBe(2);
    expect(podOf().topologySpreadConstraints).toContainEqual(
      expect.objectContaining({
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
        maxSkew: 1,
        nodeTaintsPolicy: 'Honor',
      }),
    );
  });

  test('are never fewer while they are replaced, and one may be evicted at a time, so that a zone can be drained', () => {
    expect(deploymentSpec().strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
    expect(one('PodDisruptionBudget').spec).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
  });

  test('keep nothing: what they write to is gone with them', () => {
    const mounts = podOf().containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
    const written = mounts.filter(({ readOnly }) => readOnly !== true).map(({ name }) => name);
    const volumes = podOf().volumes.filter(({ name }) => written.includes(name));
    expect(volumes.map(({ emptyDir }) => emptyDir)).toEqual(volumes.map(() => ({ sizeLimit: expect.any(String) })));
    expect(one('Service').spec).toMatchObject({ type: 'ClusterIP' });
    expect(rendered().map(({ kind }) => kind)).not.toContain('PersistentVolumeClaim');
  });

  test('may do to their node what the restricted standard lets them, and read its disk only', () => {
    expect(podOf().securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 472,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    for (const { securityContext } of podOf().containers) {
      expect(securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('reserve what they need, and run images that nobody can move', () => {
    for (const { image, resources } of podOf().containers) {
      expect(resources.requests).toHaveProperty('memory');
      expect(resources.limits).toHaveProperty('memory');
      expect(image).toMatch(/:[\d.]+(@sha256:[0-9a-f]{64})?$/);
    }
    expect(container('grafana').image).toMatch(/@sha256:/);
    expect(container('dashboards').image).toMatch(/@sha256:/);
  });

  test('know the API server in the one container that asks it', () => {
    const pod = podOf();
    expect(pod.automountServiceAccountToken).toBe(false);
    const token = pod.volumes.find(({ projected }) => JSON.stringify(projected ?? '').includes('serviceAccountToken'));
    const holders = pod.containers.filter(({ volumeMounts = [] }) =>
      volumeMounts.some(({ name }) => name === token?.name),
    );
    expect(holders.map(({ name }) => name)).toEqual(['dashboards']);
  });

  test('stay while the API server is away: what brings dashboards is asked how it is until it has begun', () => {
    expect(container('dashboards')).toMatchObject({ startupProbe: expect.any(Object) });
    expect(container('dashboards').readinessProbe).toBeUndefined();
    expect(container('dashboards').livenessProbe).toBeUndefined();
    expect(container('grafana')).toMatchObject({
      startupProbe: expect.any(Object),
      readinessProbe: expect.any(Object),
      livenessProbe: expect.any(Object),
    });
  });

  test('sign questions on the loopback interface, where nobody else can ask with their rights', () => {
    expect(container('metrics-signer').args).toContain('--port=127.0.0.1:8005');
  });

  test('are made anew when a setting changes: Grafana reads them when it starts', () => {
    const before = one('ConfigMap').metadata.name;
    const after = one('ConfigMap', rendered({ signIn: { ...SIGN_IN, clientId: 'another' } })).metadata.name;
    expect(after).not.toBe(before);
    expect(JSON.stringify(podOf())).toContain(before);
    expect(one('ConfigMap', rendered()).metadata.name).toBe(before);
  });
});

describe("what Grafana's pods may", () => {
  test('is to read the ConfigMaps of their own namespace', () => {
    expect(one('Role').rules).toEqual([
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
    ]);
    expect(one('RoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'grafana', namespace: 'observability' },
    ]);
    expect(rendered().map(({ kind }) => kind)).not.toContain('ClusterRole');
  });

  test('is to connect outwards, and nobody connects to them', () => {
    const { spec } = one('NetworkPolicy');
    expect(spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect(spec).not.toHaveProperty('ingress');
  });

  test('is to be given their secrets as files by the node; no manifest holds one', () => {
    const { parameters } = one('SecretProviderClass').spec as { parameters: { objects: string } };
    expect(JSON.parse(parameters.objects)).toEqual([
      { objectName: '/bulkhead/prod/grafana/client', objectType: 'secretsmanager', objectAlias: 'client' },
      { objectName: '/bulkhead/prod/grafana/signing-key', objectType: 'secretsmanager', objectAlias: 'signing-key' },
    ]);
    expect(rendered().map(({ kind }) => kind)).not.toContain('Secret');
    expect(JSON.stringify(rendered())).not.toMatch(/arn:aws/);
  });
});

describe("Grafana on one's own machine", () => {
  const objects = rendered(LOCAL);

  test('is one pod, which may be evicted: there is nothing to survive', () => {
    expect(deploymentSpec(objects).replicas).toBe(1);
    expect(objects.map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
  });

  test('has no signer, no secrets and no zones to be spread over', () => {
    expect(podOf(objects).containers.map(({ name }) => name)).toEqual(['grafana', 'dashboards']);
    expect(objects.map(({ kind }) => kind)).not.toContain('SecretProviderClass');
    expect(JSON.stringify(podOf(objects).topologySpreadConstraints)).not.toContain('DoNotSchedule');
  });
});

describe('a wrong description', () => {
  test('is refused with all that is wrong with it', () => {
    const signIn = { ...SIGN_IN, tokenUrl: 'http://id.rides.example', clientId: '' };
    expect(() => rendered({ signIn })).toThrow(SpecError);
    expect(() => rendered({ signIn })).toThrow(/signIn\.tokenUrl[\s\S]*signIn\.clientId/);
  });
});
