import type { Collection } from './metric';

/** What Prometheus' own service discovery adds to every series. */
const TARGET = ['job', 'instance'] as const;

/** What collecting from a pod adds: where the pod is, and those of its labels that are copied. */
export const POD_TARGET = [
  ...TARGET,
  'namespace',
  'pod',
  'node',
  'app_kubernetes_io_name',
  'rollouts_pod_template_hash',
] as const;

/** From the pods that ask for it by annotation: what they say of themselves must not pass for another's. */
export const FROM_PODS: Collection<(typeof POD_TARGET)[number]> = {
  by: 'pods',
  labels: POD_TARGET,
  ownLabelsWin: false,
};

/** From the pods of a controller, whose series are about objects elsewhere: their `namespace` is the object's. */
export const FROM_CONTROLLER_PODS: Collection<(typeof TARGET)[number] | 'pod'> = {
  by: 'pods',
  labels: [...TARGET, 'pod'],
  ownLabelsWin: true,
};

/** From one place for the whole cluster, whose series are about objects elsewhere. */
export const FROM_CLUSTER: Collection<(typeof TARGET)[number]> = { by: 'cluster', labels: TARGET, ownLabelsWin: true };

/** From the kubelet of each node. */
export const FROM_NODE: Collection<(typeof TARGET)[number] | 'node'> = {
  by: 'node',
  labels: [...TARGET, 'node'],
  ownLabelsWin: true,
};
