import { blueGreen, canary } from '../../constructs/delivery/spec';
import type { MicroserviceProps } from '../../constructs/kubernetes';
import { VARIETIES } from '../constructs/kubernetes/examples';
import { ControlPlane, type KubernetesObject } from './control-plane';
import { ARGO_KINDS } from './engine';
import { manifestsOf, namespace } from './manifests';

/** What the varieties of the unit tests leave out: the rest of the steps, and each strategy without a router. */
const MORE: Readonly<Record<string, Partial<MicroserviceProps>>> = {
  'a canary divided by pods': { router: { kind: 'replicas' } },
  'a canary behind a load balancer, of some hosts': {
    router: { kind: 'alb' },
    edge: { hosts: ['api.rides.example', '*.rides.example'] },
  },
  'a canary of every scale': {
    router: { kind: 'istio' },
    strategy: canary({
      steps: [
        { step: 'setCanaryScale', scale: { weight: 50 } },
        { step: 'analysis', checks: [{ check: 'promise' }, { check: 'smoke', path: '/quotes' }] },
        { step: 'setWeight', weight: 20 },
        { step: 'setCanaryScale', scale: { matchTrafficWeight: true } },
        { step: 'pause', seconds: 900 },
      ],
      analysis: { checks: [{ check: 'promise' }] },
      scaleDownDelaySeconds: 120,
      abortScaleDownDelaySeconds: 120,
    }),
  },
  'a canary whose old version shrinks': {
    router: { kind: 'istio' },
    strategy: canary({ steps: [{ step: 'setWeight', weight: 20 }, { step: 'pause' }], dynamicStableScale: true }),
  },
  'a blue-green rollout without a router': {
    replicas: { minimum: 3, maximum: 6 },
    strategy: blueGreen({ autoPromotionEnabled: false, previewReplicaCount: 2, abortScaleDownDelaySeconds: 60 }),
  },
};

/** Kinds that their publishers have no Go module for. */
const UNKNOWN_KINDS: readonly string[] = ['SecretProviderClass'];

describe('the API server', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await ControlPlane.start({ kinds: [...ARGO_KINDS, 'istio'] });
    plane.apply([namespace('payment')]);
  });

  afterAll(() => plane?.stop());

  /** What it has against these manifests; empty when it takes them all. */
  const objections = (manifests: readonly KubernetesObject[]): string => {
    const known = manifests.filter(({ kind }) => !UNKNOWN_KINDS.includes(kind));
    return plane.tryKubectl(
      'apply',
      '--server-side',
      '--dry-run=server',
      '--validate=strict',
      `--filename=${plane.write(known)}`,
    ).stderr;
  };

  const varieties = { ...VARIETIES, ...MORE };
  const render = (more: Partial<MicroserviceProps> | undefined): KubernetesObject[] =>
    manifestsOf('payment', 'http://prometheus.observability:9090', more ?? {});

  test.each(Object.keys(varieties))('takes every object of %s', (name) => {
    expect(objections(render(varieties[name]))).toBe('');
  });

  test('has been shown every kind of step', () => {
    const steps = Object.values(varieties).flatMap(({ strategy }) =>
      strategy?.kind === 'canary' ? strategy.steps.map(({ step }) => step) : [],
    );
    expect([...new Set(steps)].sort()).toEqual(
      ['analysis', 'experiment', 'headerRoute', 'mirror', 'pause', 'setCanaryScale', 'setWeight'].sort(),
    );
  });

  // What would make the tests above worthless: a server that takes anything.
  const spoilt = (kind: string, spoil: (text: string) => string): readonly KubernetesObject[] => {
    const found = render(VARIETIES['a canary in the mesh, with everything']).filter((each) => each.kind === kind);
    const text = JSON.stringify(found);
    expect(spoil(text)).not.toBe(text);
    return JSON.parse(spoil(text)) as KubernetesObject[];
  };

  test.each([
    ['Rollout', '"setWeight":', '"weight":'],
    ['Rollout', '"minReadySeconds":', '"minReadySecs":'],
    ['Rollout', '"maxSkew":', '"maximumSkew":'],
    ['AnalysisTemplate', '"failureLimit":', '"failuresLimit":'],
    ['VirtualService', '"weight":', '"weights":'],
    ['Service', '"targetPort":', '"target":'],
    ['NetworkPolicy', '"podSelector":', '"pods":'],
    ['HorizontalPodAutoscaler', '"minReplicas":', '"minimum":'],
  ])('refuses a %s that says %s as %s', (kind, right, wrong) => {
    expect(objections(spoilt(kind, (text) => text.replace(right, wrong)))).toMatch(/unknown field|field not declared/);
  });

  test('refuses a value of the wrong type', () => {
    expect(objections(spoilt('Rollout', (text) => text.replace(/"setWeight":(\d+)/, '"setWeight":"$1"')))).toMatch(
      /setWeight/,
    );
  });
});
