import type { KubernetesObject } from './admission-review';

/** A container as anybody might write it. */
export type Container = Readonly<Record<string, unknown>>;

/** The spec of a pod as anybody might write it. */
export type PodSpec = Readonly<Record<string, unknown>>;

/** A container that nothing is wrong with. */
export const GOOD: Container = {
  name: 'web',
  image: 'ghcr.io/rides/payment:1.4.2',
  resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { memory: '256Mi' } },
};

const NAMESPACE = 'rides';

const metadata = { name: 'payment', namespace: NAMESPACE };
const selector = { matchLabels: { app: 'payment' } };
const templateOf = (spec: PodSpec) => ({ metadata: { labels: { app: 'payment' } }, spec });

/** A Pod. */
export const pod = (spec: PodSpec): KubernetesObject => ({ apiVersion: 'v1', kind: 'Pod', metadata, spec });

/** A Rollout, with whatever else it has. */
export const rollout = (spec: PodSpec, more: Readonly<Record<string, unknown>> = {}): KubernetesObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata,
  spec: { selector, template: templateOf(spec), strategy: { canary: {} }, ...more },
});

/** Every way to make pods of a spec. */
export const MAKERS: Readonly<Record<string, (spec: PodSpec) => KubernetesObject>> = {
  Pod: pod,
  Rollout: rollout,
  ...Object.fromEntries(
    ['Deployment', 'DaemonSet', 'ReplicaSet'].map((kind) => [
      kind,
      (spec: PodSpec): KubernetesObject => ({
        apiVersion: 'apps/v1',
        kind,
        metadata,
        spec: { selector, template: templateOf(spec) },
      }),
    ]),
  ),
  StatefulSet: (spec) => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: { serviceName: 'payment', selector, template: templateOf(spec) },
  }),
  Job: (spec) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: { template: templateOf({ restartPolicy: 'Never', ...spec }) },
  }),
  CronJob: (spec) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: {
      schedule: '0 3 * * *',
      jobTemplate: { spec: { template: templateOf({ restartPolicy: 'Never', ...spec }) } },
    },
  }),
};

const PROXY_RESOURCES = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2000m', memory: '1024Mi' } };
const UNPRIVILEGED = { allowPrivilegeEscalation: false, privileged: false, capabilities: { drop: ['ALL'] } };

const istio = (name: string, more: Container): Container => ({
  name,
  image: 'docker.io/istio/proxyv2:1.28.0',
  resources: PROXY_RESOURCES,
  securityContext: UNPRIVILEGED,
  ...more,
});

/**
 * What the mesh adds to a pod (Istio, istio-discovery/files/injection-template.yaml): with its CNI plugin it checks, without
 * it changes, how the pod's packets are led, and the proxy is a container or an init container that goes on.
 */
export const SIDECARS: Readonly<Record<string, (spec: PodSpec) => PodSpec>> = {
  'a sidecar that is a container': (spec) => ({
    ...spec,
    initContainers: [istio('istio-validation', {})],
    containers: [...containersOf(spec), istio('istio-proxy', {})],
  }),
  'a sidecar that is an init container': (spec) => ({
    ...spec,
    initContainers: [istio('istio-validation', {}), istio('istio-proxy', { restartPolicy: 'Always' })],
  }),
};

/** What it adds where its CNI plugin is missing. */
export const withoutMeshPlugin = (spec: PodSpec): PodSpec => ({
  ...spec,
  initContainers: [
    istio('istio-init', {
      securityContext: {
        ...UNPRIVILEGED,
        capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] },
        runAsUser: 0,
      },
    }),
  ],
  containers: [...containersOf(spec), istio('istio-proxy', {})],
});

const containersOf = ({ containers }: PodSpec): readonly Container[] =>
  Array.isArray(containers) ? (containers as Container[]) : [];

/** One thing that is wrong with a pod, and what is said of it. */
export interface Mistake {
  readonly policy: 'image-versions' | 'container-resources' | 'pod-isolation';
  readonly spec: PodSpec;
  /** What the message must say. */
  readonly says: RegExp;
}

const one = (more: Container): PodSpec => ({ containers: [{ ...GOOD, ...more }] });
const image = (name: string): PodSpec => one({ image: name });
const securityContext = (context: Container): PodSpec => one({ securityContext: context });

const imageMistake = (name: string): Mistake => ({
  policy: 'image-versions',
  spec: image(name),
  says: /containers web \(.+\) run an image without a version: .+; name a tag that stays/,
});

/** What is refused, each by one policy alone. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  'an image without a tag': imageMistake('ghcr.io/rides/payment'),
  latest: imageMistake('payment:latest'),
  'latest of a registry with a port': imageMistake('localhost:5000/payment:latest'),
  'a registry with a port and no tag': imageMistake('localhost:5000/rides/payment'),
  'a digest that is cut off': imageMistake('ghcr.io/rides/payment@sha256:abc'),
  'an image that the mesh has not filled in': imageMistake('auto'),
  'an init container without a tag': {
    policy: 'image-versions',
    spec: { initContainers: [{ ...GOOD, name: 'migrate', image: 'busybox' }], containers: [GOOD] },
    says: /containers migrate \(busybox\) run/,
  },
  'no request for processor time': {
    policy: 'container-resources',
    spec: one({ resources: { requests: { memory: '1Mi' }, limits: { memory: '1Mi' } } }),
    says: /containers web reserve no processor time: .+; set resources\.requests\.cpu/,
  },
  'no memory limit': {
    policy: 'container-resources',
    spec: one({ resources: { requests: { cpu: '1m', memory: '1Mi' } } }),
    says: /containers web have no memory limit: .+; set resources\.limits\.memory/,
  },
  'an init container that reserves nothing': {
    policy: 'container-resources',
    spec: {
      initContainers: [{ name: 'migrate', image: 'busybox:1.37.0', resources: { limits: { memory: '16Mi' } } }],
      containers: [GOOD],
    },
    says: /containers migrate reserve no processor time/,
  },
  'a privileged container': {
    policy: 'pod-isolation',
    spec: securityContext({ privileged: true }),
    says: /containers web are privileged: .+; remove securityContext\.privileged/,
  },
  'a capability': {
    policy: 'pod-isolation',
    spec: securityContext({ capabilities: { add: ['NET_BIND_SERVICE', 'SYS_ADMIN'], drop: ['ALL'] } }),
    says: /containers web \(SYS_ADMIN\) add capabilities: .+; remove securityContext\.capabilities\.add/,
  },
  'a path of the node': {
    policy: 'pod-isolation',
    spec: {
      volumes: [
        { name: 'scratch', emptyDir: {} },
        { name: 'logs', hostPath: { path: '/var/log' } },
      ],
      containers: [GOOD],
    },
    says: /volumes logs mount paths of the node: .+; take an emptyDir/,
  },
  "the node's network": {
    policy: 'pod-isolation',
    spec: { hostNetwork: true, containers: [GOOD] },
    says: /fields hostNetwork share parts of the node: .+; remove them/,
  },
  "the node's processes": {
    policy: 'pod-isolation',
    spec: { hostPID: true, hostIPC: true, containers: [GOOD] },
    says: /fields hostPID, hostIPC share/,
  },
};

/** What is let through by all policies. */
export const ACCEPTED: Readonly<Record<string, PodSpec>> = {
  'a tag': image('ghcr.io/rides/payment:1.4.2'),
  'a short name with a tag': image('payment:1'),
  'a registry with a port': image('localhost:5000/rides/payment:1.4.2'),
  'a tag that begins like latest': image('payment:latest-2'),
  'a digest': image(`ghcr.io/rides/payment@sha256:${'a'.repeat(64)}`),
  'a digest of a registry with a port': image(`localhost:5000/payment@sha256:${'0'.repeat(64)}`),
  'a digest beside latest, which it overrules': image(`payment:latest@sha256:${'0'.repeat(64)}`),
  'limits that stand for requests': one({ resources: { limits: { cpu: '1', memory: '64Mi' } } }),
  'no limit of processor time': one({
    resources: { requests: { cpu: 1, memory: '64Mi' }, limits: { memory: '64Mi' } },
  }),
  'the one capability that opens low ports': securityContext({
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
  }),
  'a volume that is no path of the node': { volumes: [{ name: 'scratch', emptyDir: {} }], containers: [GOOD] },
  'switches that are off': {
    hostNetwork: false,
    hostPID: false,
    hostIPC: false,
    containers: [{ ...GOOD, securityContext: { privileged: false } }],
  },
};
