import { App, Chart, Testing } from 'cdk8s';
import fc from 'fast-check';
import { AdmissionPolicies, type AdmissionPolicyProps } from '../../../constructs/kubernetes';
import { EXEMPT_NAMESPACES } from '../../../constructs/plan/guard-rails/admission/exempt-namespaces';
import { SpecError } from '../../../constructs/plan/problem';
import { parseImage } from '../../../constructs/plan/service/image';
import {
  ACCEPTED,
  GOOD,
  MAKERS,
  MISTAKES,
  pod,
  rollout,
  SIDECARS,
  withoutMeshPlugin,
  type PodSpec,
} from './admission-examples';
import { review, type KubernetesObject, type Request } from './admission-review';
import { manifestsOf, VARIETIES } from './examples';
import { find, MANIFEST, type StrictManifest } from './strict';

function policiesOf(props?: AdmissionPolicyProps): StrictManifest[] {
  const chart = new Chart(new App(), 'platform');
  new AdmissionPolicies(chart, 'admission', props);
  return (Testing.synth(chart) as unknown[]).map((manifest) => MANIFEST.parse(manifest));
}

const policies = policiesOf();
const only = (policy: string): StrictManifest[] =>
  policies.filter(({ metadata }) => metadata.name === `bulkhead-${policy}`);

const create = (object: KubernetesObject): Request => ({ operation: 'CREATE', object });
const update = (oldObject: KubernetesObject, object: KubernetesObject): Request => ({
  operation: 'UPDATE',
  object,
  oldObject,
});
const bad: PodSpec = { containers: [{ name: 'web', image: 'payment' }] };

describe('a pod', () => {
  test.each(Object.entries(ACCEPTED))('with %s is accepted', (_, spec) => {
    expect(review(policies, create(pod(spec)))).toEqual([]);
  });

  test.each(Object.entries(MISTAKES))(
    'with %s is refused by one policy, with the remedy',
    (_, { policy, spec, says }) => {
      const messages = review(policies, create(pod(spec)));
      expect(messages).toEqual([expect.stringMatching(says)]);
      expect(messages).toEqual([expect.stringMatching(/^Pod rides\/payment: [^\n]+$/)]);
      expect(review(only(policy), create(pod(spec)))).toEqual(messages);
    },
  );

  test('is told of everything that is wrong with it at once', () => {
    expect(review(policies, create(pod(bad)))).toHaveLength(4);
  });

  test('that has no name yet is told of by the beginning of it', () => {
    const nameless = { ...pod(bad), metadata: { generateName: 'payment-', namespace: 'rides' } };
    expect(review(policies, create(nameless))[0]).toMatch(/^Pod rides\/payment-: /);
  });
});

describe.each(Object.entries(MAKERS))('a %s', (kind, make) => {
  test.each(Object.entries(MISTAKES).filter(([, { spec }]) => JSON.stringify(spec).includes('"auto"') === false))(
    'is refused for its pods with %s',
    (_, { spec, says }) => {
      const messages = review(policies, create(make(spec)));
      expect(messages).toEqual([expect.stringMatching(says)]);
      expect(messages[0]).toMatch(new RegExp(`^${kind} rides/payment: `));
    },
  );

  test('is accepted with pods that nothing is wrong with', () => {
    for (const spec of Object.values(ACCEPTED)) expect(review(policies, create(make(spec)))).toEqual([]);
  });

  test('that is older than the policies can be scaled, labelled, freed and deleted', () => {
    const old = make(bad);
    const labelled = {
      ...old,
      metadata: { ...old.metadata, labels: { team: 'rides' }, finalizers: [] },
    } as KubernetesObject;
    const scaled = kind === 'Pod' ? old : { ...old, spec: { ...(old.spec as object), replicas: 7, paused: true } };
    expect(review(policies, update(old, labelled))).toEqual([]);
    expect(review(policies, update(old, scaled))).toEqual([]);
    expect(review(policies, { operation: 'DELETE', object: old, oldObject: old })).toEqual([]);
    expect(review(policies, { ...update(old, old), subResource: 'status' })).toEqual([]);
    expect(review(policies, { ...update(old, scaled), subResource: 'scale' })).toEqual([]);
  });

  test('that is older than the policies is refused as soon as its pods change', () => {
    const changed = make({ ...bad, terminationGracePeriodSeconds: 60 });
    expect(review(policies, update(make(bad), changed))).not.toEqual([]);
    expect(review(policies, update(make(bad), make({ containers: [GOOD] })))).toEqual([]);
  });
});

test('a restart of something older is refused where it is asked for, and not only in the events of its ReplicaSet', () => {
  const deployment = MAKERS.Deployment!(bad);
  const { template, ...rest } = deployment.spec as { readonly template: object };
  const metadata = { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-11-01T00:00:00Z' } };
  const restarted = { ...deployment, spec: { ...rest, template: { ...template, metadata } } };
  expect(review(policies, update(deployment, restarted))).not.toEqual([]);
});

describe('what a service renders', () => {
  const inMesh = Object.entries(VARIETIES).filter(([, { router }]) => router?.kind === 'istio');

  test.each(Object.entries(VARIETIES))(
    '%s: its Rollout, ReplicaSets, pods and smoke checks are accepted',
    (_, more) => {
      for (const spec of podSpecs(manifestsOf(more))) {
        for (const make of Object.values(MAKERS)) expect(review(policies, create(make(spec)))).toEqual([]);
      }
    },
  );

  test.each(
    inMesh.flatMap(([variety, more]) =>
      Object.entries(SIDECARS).map(([name, add]) => [variety, name, more, add] as const),
    ),
  )('%s: its pods are accepted with %s', (_, __, more, add) => {
    const specs = podSpecs(manifestsOf(more));
    expect(specs.length).toBeGreaterThan(0);
    for (const spec of specs) expect(review(policies, create(pod(add(spec))))).toEqual([]);
  });

  test('is refused in a mesh without its network plugin, since that changes the network of pods from inside', () => {
    const [spec = {}] = podSpecs(manifestsOf(VARIETIES['a canary in the mesh, with everything']));
    expect(review(policies, create(pod(withoutMeshPlugin(spec))))).toEqual([
      expect.stringMatching(/containers istio-init \(NET_ADMIN, NET_RAW\) add capabilities/),
    ]);
  });
});

/** The specs of all pods that a service's manifests make. */
function podSpecs(manifests: readonly StrictManifest[]): PodSpec[] {
  const jobs = manifests.flatMap((each) =>
    each.kind === 'AnalysisTemplate'
      ? each.spec.metrics.flatMap(({ provider }) => ('job' in provider ? [provider.job.spec.template.spec] : []))
      : [],
  );
  return [find(manifests, 'Rollout').spec.template.spec, ...jobs];
}

describe('a Rollout', () => {
  test.each([
    ['no template', undefined],
    ['an empty template', {}],
  ])('that refers to a Deployment and has %s makes no pods of its own to judge', (_, template) => {
    const referring = rollout({}, { template, workloadRef: { kind: 'Deployment', name: 'payment' } });
    expect(review(policies, create(JSON.parse(JSON.stringify(referring)) as KubernetesObject))).toEqual([]);
  });

  test('may name its replicas, because not every one has an autoscaler', () => {
    expect(review(policies, create(rollout({ containers: [GOOD] }, { replicas: 3 })))).toEqual([]);
  });
});

test("the Deployment of a mesh's gateway is accepted, although its image is filled in later", () => {
  const gateway = { containers: [{ ...GOOD, name: 'istio-proxy', image: 'auto' }] };
  expect(review(policies, create(MAKERS.Deployment!(gateway)))).toEqual([]);
  expect(review(policies, create(pod(gateway)))).not.toEqual([]);
});

describe('somebody who debugs a pod', () => {
  const debugged = (before: PodSpec, container: object): Request => ({
    ...update(pod(before), pod({ ...before, ephemeralContainers: [{ name: 'debugger', ...container }] })),
    subResource: 'ephemeralcontainers',
  });

  test('is not told of what the pod had before, nor asked to reserve anything', () => {
    const old = { ...bad, hostNetwork: true, volumes: [{ name: 'v', hostPath: { path: '/' } }] };
    expect(review(policies, debugged(old, { image: 'busybox:1.37.0' }))).toEqual([]);
  });

  test('names a version, and stays off the node', () => {
    expect(review(policies, debugged({ containers: [GOOD] }, { image: 'busybox' }))).toEqual([
      expect.stringMatching(/containers debugger \(busybox\) run an image without a version/),
    ]);
    const image = 'busybox:1.37.0';
    expect(review(policies, debugged(bad, { image, securityContext: { privileged: true } }))).toEqual([
      expect.stringMatching(/containers debugger are privileged/),
    ]);
  });
});

describe('exempt namespaces', () => {
  const standing = (namespace: string, spec: PodSpec): Request =>
    create({ ...pod(spec), metadata: { name: 'agent', namespace } });
  const agent = { ...bad, hostNetwork: true };

  test.each(EXEMPT_NAMESPACES.filter(({ from }) => from === undefined).map(({ name }) => name))(
    '%s is left alone',
    (name) => {
      expect(review(policies, standing(name, agent))).toEqual([]);
    },
  );

  test('a namespace may be exempt from one policy and not from the others', () => {
    const messages = review(policies, standing('observability', agent));
    expect(messages).toHaveLength(4);
    expect(messages.join()).not.toContain('hostNetwork');
  });

  test.each(['default', 'kube-public', 'kube-node-lease', 'argo-rollouts', 'istio-ingress', 'kube-system-2'])(
    '%s is judged like any other',
    (name) => {
      expect(review(policies, standing(name, agent))).toHaveLength(5);
    },
  );

  test("a list of one's own takes the place of the default one", () => {
    const mine = policiesOf({ exemptNamespaces: [{ name: 'mine', because: 'it is a test' }] });
    expect(review(mine, standing('mine', agent))).toEqual([]);
    expect(review(mine, standing('kube-system', agent))).not.toEqual([]);
    expect(review(policiesOf({ exemptNamespaces: [] }), standing('kube-system', agent))).not.toEqual([]);
  });

  test('say why, on the binding that leaves them alone', () => {
    const { metadata } = find(policies, 'ValidatingAdmissionPolicyBinding', 'bulkhead-pod-isolation');
    for (const { name, because } of EXEMPT_NAMESPACES) {
      expect(metadata.annotations?.['bulkhead/exempt']).toContain(`${name}: ${because}`);
    }
  });
});

describe('the policies', () => {
  test('refuse and record, and fail closed', () => {
    for (const each of policies) {
      if (each.kind === 'ValidatingAdmissionPolicy') expect(each.spec.failurePolicy).toBe('Fail');
      if (each.kind === 'ValidatingAdmissionPolicyBinding') {
        expect(each.spec.validationActions).toEqual(['Deny', 'Audit']);
        expect(find(policies, 'ValidatingAdmissionPolicy', each.spec.policyName)).toBeDefined();
      }
    }
    expect(policies).toHaveLength(6);
  });

  test('carry the name of the platform', () => {
    const names = policiesOf({ platform: 'rides' }).map(({ metadata }) => metadata.name);
    expect(names).toContain('rides-image-versions');
  });

  test('are the same bytes every time', () => {
    expect(JSON.stringify(policiesOf())).toBe(JSON.stringify(policies));
  });

  test('agree with the rule of services on every name of an image', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}$/);
    const registry = fc.option(fc.tuple(word, fc.option(fc.integer({ min: 1, max: 65535 }), { nil: undefined })), {
      nil: undefined,
    });
    const tag = fc.option(fc.oneof(fc.stringMatching(/^\w[\w.-]{0,8}$/), fc.constant('latest')), { nil: undefined });
    const digest = fc.option(fc.stringMatching(/^[0-9a-f]{64}$/), { nil: undefined, freq: 1 });
    const name = fc
      .tuple(registry, fc.array(word, { minLength: 1, maxLength: 3 }), tag, digest)
      .map(([host, path, version, hash]) =>
        [
          host === undefined ? '' : `${host[0]}${host[1] === undefined ? '' : `:${host[1]}`}/`,
          path.join('/'),
          version === undefined ? '' : `:${version}`,
          hash === undefined ? '' : `@sha256:${hash}`,
        ].join(''),
      );
    fc.assert(
      fc.property(name, (image) => {
        const parsed = parseImage(image);
        expect(parsed).toBeDefined();
        const stays = parsed?.digest !== undefined || (parsed?.tag !== undefined && parsed.tag !== 'latest');
        const messages = review(policies, create(pod({ containers: [{ ...GOOD, image }] })));
        expect(messages.length === 0).toBe(stays);
      }),
    );
  });

  test('can judge whatever a schema lets through: no expression fails for want of a field', () => {
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const amounts = maybe(fc.dictionary(fc.constantFrom('cpu', 'memory'), fc.constantFrom('1', '1Mi')));
    const container = fc.record(
      {
        name: fc.constant('c'),
        image: fc.constantFrom('a', 'a:1', 'auto'),
        resources: fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] }),
        securityContext: fc.record(
          {
            privileged: fc.boolean(),
            capabilities: fc.record(
              { add: fc.array(fc.constantFrom('A', 'B')), drop: fc.array(fc.constant('ALL')) },
              { requiredKeys: [] },
            ),
          },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: ['name'] },
    );
    const containers = fc.array(container, { maxLength: 3 });
    const volume = fc.oneof(fc.constant({ name: 'v', hostPath: {} }), fc.constant({ name: 'v', emptyDir: {} }));
    const spec = fc.record(
      {
        containers,
        initContainers: containers,
        volumes: fc.array(volume),
        hostNetwork: fc.boolean(),
        hostPID: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
    fc.assert(
      fc.property(spec, spec, fc.constantFrom(...Object.values(MAKERS)), (before, after, make) => {
        for (const request of [create(make(plain(after))), update(make(plain(before)), make(plain(after)))]) {
          for (const message of review(policies, request)) expect(message).toMatch(/^\w+ rides\/payment: \w+ \S/);
        }
      }),
    );
  });
});

describe('a list of exempt namespaces', () => {
  const make = (exemptNamespaces: AdmissionPolicyProps['exemptNamespaces']) => () => policiesOf({ exemptNamespaces });

  test.each<[string, AdmissionPolicyProps['exemptNamespaces'], RegExp]>([
    [
      'a namespace twice',
      [
        { name: 'mine', because: 'it is a test' },
        { name: 'mine', because: 'it is a test' },
      ],
      /exemptNamespaces\[1\]\.name = "mine"[\s\S]+exempt twice/,
    ],
    ['no reason', [{ name: 'mine', because: '' }], /without a reason/],
    ['a pattern', [{ name: 'kube-*', because: 'it is a test' }], /never by a pattern/],
    ['a policy that is none', [{ name: 'mine', because: 'it is a test', from: ['images' as never] }], /image-versions/],
  ])('with %s is refused', (_, exempt, says) => {
    expect(make(exempt)).toThrow(SpecError);
    expect(make(exempt)).toThrow(says);
  });
});
