import { applicationsOf } from '../../lib/charts';
import type { Application, KubernetesObject } from '../../lib/charts/application';
import type { Environment } from '../../lib/environment/schema';
import type { Known, Proxy } from './configuration';

/** Istio's own, and what it looks names up in. */
const KINDS = ['Namespace', 'Service'];

interface Values {
  readonly meshConfig?: object;
  readonly labels?: Readonly<Record<string, string>>;
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** What the control plane of an environment knows, once everything has been applied and each workload has a pod. */
export function knownOf(environment: Environment): Known {
  const applications = applicationsOf(environment, 'aws');
  const objects = applications.flatMap((each) => ('objects' in each ? each.objects : []));
  const rollouts = objects.filter(({ kind }) => kind === 'Rollout');
  const { chart, values } = releaseOf(applications, 'istiod');
  return {
    objects: [
      ...objects.filter(({ apiVersion, kind }) => apiVersion.includes('.istio.io/') || KINDS.includes(kind)),
      ...rollouts.map(podOf),
    ],
    meshConfig: values.meshConfig ?? {},
    version: chart.version,
  };
}

/** The gateway of an environment, as its chart makes its pods. */
export function gatewayOf(environment: Environment): Proxy {
  const { values } = releaseOf(applicationsOf(environment, 'aws'), 'edge');
  return {
    name: 'edge',
    kind: 'router',
    namespace: 'istio-ingress',
    serviceAccount: 'edge',
    labels: values.labels ?? {},
    address: '10.40.0.9',
    ...annotated(values.podAnnotations),
  };
}

/** The sidecar of a service's pod. */
export function sidecarOf({ objects }: Known, service: string): Proxy {
  const pod = objects.find(({ kind, metadata }) => kind === 'Pod' && metadata.name === service);
  if (pod === undefined) throw new Error(`no pod of ${service}`);
  const { metadata, status } = pod as Pod;
  return {
    name: service,
    kind: 'sidecar',
    namespace: metadata.namespace,
    serviceAccount: service,
    labels: metadata.labels,
    address: status.podIP,
    ...annotated(metadata.annotations),
  };
}

/** What is known with some objects changed: as the engine of a rollout changes them, say. */
export function changed(known: Known, change: (object: KubernetesObject) => KubernetesObject): Known {
  return { ...known, objects: known.objects.map(change) };
}

type Pod = KubernetesObject & {
  readonly metadata: { readonly namespace: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly podIP: string };
};

function podOf({ metadata, spec }: KubernetesObject, index: number): KubernetesObject {
  const { template } = spec as { template: { metadata: object; spec: object } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...template.metadata, name: metadata.name, namespace: metadata.namespace ?? 'default' },
    spec: template.spec,
    status: { phase: 'Running', podIP: `10.40.0.${10 + index}`, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

const annotated = (annotations: Readonly<Record<string, string>> = {}): Pick<Proxy, 'configuration'> => {
  const configuration = annotations['proxy.istio.io/config'];
  return configuration === undefined ? {} : { configuration };
};

function releaseOf(applications: readonly Application[], start: string) {
  const found = applications.find(({ name }) => name.startsWith(start));
  if (found === undefined || !('release' in found)) throw new Error(`no chart ${start}`);
  const { release } = found;
  return { chart: release, values: release.values as Values };
}
