import type { Placed } from './placed';
import { itemsAt, labelsAt, mapAt, at, type Item } from './value';

/** Pods that will run because of an object. */
export interface Workload {
  /** The object: a Rollout, or the AnalysisTemplate that a job is part of. */
  readonly placed: Placed;
  /** Their namespace. */
  readonly namespace: string;
  /** Where their template stands in the object: `spec.template`. */
  readonly field: string;
  /** The labels of the template. */
  readonly labels: Readonly<Record<string, string>>;
  /** The labels that a controller adds to each pod. */
  readonly addedLabels: readonly string[];
  /** What they are. */
  readonly pod: unknown;
  /** Who they are, for people: `the pods of Rollout payment/payment`. */
  readonly title: string;
}

/** A container of a pod, and the place where it stands. */
export type Container = Item;

/** Where the pods' template stands in an object of each kind. */
const TEMPLATES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Pod', []],
  ['apps/DaemonSet', ['spec', 'template']],
  ['apps/Deployment', ['spec', 'template']],
  ['apps/StatefulSet', ['spec', 'template']],
  ['argoproj.io/Rollout', ['spec', 'template']],
  ['batch/CronJob', ['spec', 'jobTemplate', 'spec', 'template']],
  ['batch/Job', ['spec', 'template']],
]);

const JOB_LABELS = ['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name', 'controller-uid', 'job-name'];

/**
 * What controllers add to the labels of a template (Kubernetes, "Well-Known Labels, Annotations and Taints"). A Rollout's
 * pods have a label of the engine's and not Kubernetes' `pod-template-hash`.
 */
const ADDED_LABELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['apps/DaemonSet', ['controller-revision-hash', 'pod-template-generation']],
  ['apps/Deployment', ['pod-template-hash']],
  [
    'apps/StatefulSet',
    ['apps.kubernetes.io/pod-index', 'controller-revision-hash', 'statefulset.kubernetes.io/pod-name'],
  ],
  ['argoproj.io/Rollout', ['rollouts-pod-template-hash']],
  ['argoproj.io/AnalysisTemplate', JOB_LABELS],
  ['batch/CronJob', JOB_LABELS],
  ['batch/Job', JOB_LABELS],
]);

/** The pods that an object makes: one set, several for an analysis with several jobs, or none. */
export function workloadsOf(placed: Placed): readonly Workload[] {
  const { kind, object } = placed;
  if (kind === 'argoproj.io/AnalysisTemplate') {
    return itemsAt(object, '', 'spec', 'metrics')
      .filter(({ value }) => at(value, 'provider', 'job') !== undefined)
      .map(({ value, field }) =>
        workload(placed, at(value, 'provider', 'job', 'spec', 'template'), `${field}.provider.job.spec.template`),
      );
  }
  const path = TEMPLATES.get(kind);
  const template = path === undefined ? undefined : at(object, ...path);
  return path === undefined || template === undefined ? [] : [workload(placed, template, path.join('.'))];
}

function workload(placed: Placed, template: unknown, field: string): Workload {
  return {
    placed,
    namespace: placed.namespace ?? '',
    field,
    labels: labelsAt(template, 'metadata', 'labels'),
    addedLabels: ADDED_LABELS.get(placed.kind) ?? [],
    pod: at(template, 'spec'),
    title: `the pods of ${placed.title}`,
  };
}

/** The containers of pods, those that run first included. */
export function containersOf({ pod, field }: Workload): readonly Container[] {
  const spec = field === '' ? 'spec' : `${field}.spec`;
  return [...itemsAt(pod, spec, 'initContainers'), ...itemsAt(pod, spec, 'containers')];
}

/** A port of a container. */
export interface ContainerPort {
  readonly name?: string;
  readonly number: number;
  readonly protocol: string;
}

/** The ports of one container. */
export function portsOf(container: unknown): readonly ContainerPort[] {
  return itemsAt(container, '', 'ports').flatMap(({ value }) => {
    const { name, containerPort, protocol = 'TCP' } = mapAt(value);
    return typeof containerPort === 'number'
      ? [{ number: containerPort, protocol: String(protocol), ...(typeof name === 'string' ? { name } : {}) }]
      : [];
  });
}

/** The port of a container by its name or number; `undefined` when it has none of that kind. */
export function findPort(
  ports: readonly ContainerPort[],
  wanted: unknown,
  protocol = 'TCP',
): ContainerPort | undefined {
  return ports.find((port) => port.protocol === protocol && (port.name === wanted || port.number === wanted));
}

/** The ports of all containers of pods. */
export const podPorts = (workload: Workload): readonly ContainerPort[] =>
  containersOf(workload).flatMap(({ value }) => portsOf(value));
