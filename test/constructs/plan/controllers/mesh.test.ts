import type { MeshSpec } from '../../../../constructs/plan/controllers/spec';
import { ISTIO_REPOSITORY } from '../../../../constructs/plan/versions/table';
import { release } from './examples';

const moving: MeshSpec = { version: '1.31', previous: { version: '1.30', namespaces: ['payment'] } };
const back: MeshSpec = { version: '1.30', previous: { version: '1.31', namespaces: [] } };

describe('the definitions of the mesh', () => {
  test('are those of the newest version in use, which know the objects of older ones', () => {
    expect(release('istio-base', { mesh: moving }).version).toBe('1.31.1');
    expect(release('istio-base', { mesh: back }).version).toBe('1.31.1');
    expect(release('istio-base', { mesh: { version: '1.30' } }).version).toBe('1.30.5');
  });

  test('have their objects checked by the control plane that is already there, so that somebody always answers', () => {
    expect(release('istio-base', { mesh: moving }).values).toMatchObject({ defaultRevision: '1-30' });
    expect(release('istio-base', { mesh: back }).values).toMatchObject({ defaultRevision: '1-31' });
    expect(release('istio-base', { mesh: { version: '1.31' } }).values).toMatchObject({ defaultRevision: '1-31' });
  });
});

describe('the plug-in on the nodes', () => {
  test('is one, of the oldest version in use, which works with the next as well', () => {
    expect(release('istio-cni', { mesh: moving })).toMatchObject({
      chart: 'cni',
      version: '1.30.5',
      namespace: 'istio-system',
    });
    expect(release('istio-cni', { mesh: back }).version).toBe('1.30.5');
    expect(release('istio-cni', { mesh: { version: '1.31' } }).version).toBe('1.31.1');
  });

  test('has pods made anew that came before it, since mending them in place fails on Bottlerocket', () => {
    expect(release('istio-cni').values).toMatchObject({ repair: { deletePods: true, repairPods: false } });
  });
});

describe('a control plane', () => {
  const values = (changed: Parameters<typeof release>[1] = {}) => release('istiod-1-31', changed).values;

  test('is of the version that its name says', () => {
    expect(release('istiod-1-30', { mesh: moving })).toMatchObject({ version: '1.30.5', values: { revision: '1-30' } });
    expect(release('istiod-1-31', { mesh: moving })).toMatchObject({ version: '1.31.1', values: { revision: '1-31' } });
  });

  test.each([
    ['production', 2],
    ['staging', 2],
    ['development', 1],
  ] as const)('has in %s at least %i', (tier, autoscaleMin) => {
    expect(values({ tier })).toMatchObject({ autoscaleEnabled: true, autoscaleMin });
  });

  test('loses one of its replicas with a zone, and no more', () => {
    expect(values()).toMatchObject({
      topologySpreadConstraints: [
        {
          topologyKey: 'topology.kubernetes.io/zone',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { app: 'istiod', 'istio.io/rev': '1-31' } },
          nodeTaintsPolicy: 'Honor',
        },
        { whenUnsatisfiable: 'ScheduleAnyway' },
      ],
      pdb: { maxUnavailable: 1 },
      global: { defaultPodDisruptionBudget: { enabled: true }, priorityClassName: 'system-cluster-critical' },
    });
  });

  test('gives sidecars that restricted pod security admits: redirected by the plug-in, with a seccomp profile', () => {
    expect(values()).toMatchObject({
      pilot: { cni: { enabled: true } },
      global: { proxy: { seccompProfile: { type: 'RuntimeDefault' } } },
    });
  });

  test('lets no pod call a host that nobody declared, where that is production or rehearses it', () => {
    const mode = (tier: 'production' | 'staging' | 'development') =>
      (values({ tier }).meshConfig as { outboundTrafficPolicy: { mode: string } }).outboundTrafficPolicy.mode;
    expect([mode('production'), mode('staging'), mode('development')]).toEqual([
      'REGISTRY_ONLY',
      'REGISTRY_ONLY',
      'ALLOW_ANY',
    ]);
  });

  test('leaves the agent that gives pods their AWS credentials outside the mesh, for no service declares it', () => {
    expect(values()).toMatchObject({ global: { proxy: { excludeIPRanges: '169.254.170.23/32' } } });
  });

  test('has proxies log JSON, hand on their application’s metrics and start before it', () => {
    expect(values()).toMatchObject({
      meshConfig: {
        accessLogFile: '/dev/stdout',
        accessLogEncoding: 'JSON',
        enablePrometheusMerge: true,
        defaultConfig: { holdApplicationUntilProxyStarts: true },
      },
      global: { logAsJson: true },
    });
  });
});

test('charts come from where Istio serves them after 2026, images from its last registry unless the mesh names another', () => {
  expect(ISTIO_REPOSITORY).not.toContain('storage.googleapis.com');
  for (const name of ['istio-cni', 'istiod-1-31']) {
    expect(release(name).repository).toBe(ISTIO_REPOSITORY);
    expect(release(name).values).toMatchObject({ global: { hub: 'docker.io/istio' } });
    const mesh = { version: '1.31', registry: 'registry.example.com/istio' } as const;
    expect(release(name, { mesh }).values).toMatchObject({ global: { hub: 'registry.example.com/istio' } });
  }
});
