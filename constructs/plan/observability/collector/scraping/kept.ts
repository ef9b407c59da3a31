import { KUBE_STATE_METRICS } from '../../../../observability/catalogue/kube-state-metrics';
import { KUBELET } from '../../../../observability/catalogue/kubelet';
import { ARGO_ROLLOUTS } from '../../../../observability/catalogue/argo-rollouts';
import { PRODUCERS } from '../../../../observability/catalogue/catalogue';
import { COLLECTION } from '../../../../observability/catalogue/store';
import type { Producer } from '../../../../observability/catalogue/metric';

const namesOf = ({ metrics }: Pick<Producer, 'metrics'>): readonly string[] => Object.keys(metrics);

/**
 * The metrics that are kept of pods which ask to be collected from: those that the platform asks for, by its catalogue. Every
 * other series would be paid for, and nobody would look at it.
 */
export const KEPT_OF_PODS: readonly string[] = [
  ...new Set(
    Object.values<Producer>(PRODUCERS)
      .filter(({ name, collected }) => collected.by === 'pods' && !collected.ownLabelsWin && name !== COLLECTION.name)
      .flatMap(namesOf),
  ),
];

/** The metrics that are kept of the controller of releases. */
export const KEPT_OF_ROLLOUTS = namesOf(ARGO_ROLLOUTS);

/** Those of them that are about no object elsewhere, and so have no namespace. */
export const WITHOUT_NAMESPACE: readonly string[] = Object.entries<Producer['metrics'][string]>(ARGO_ROLLOUTS.metrics)
  .filter(([, { labels }]) => !labels.includes('namespace'))
  .map(([name]) => name);

/** The metrics that are kept of the state of Kubernetes' objects. */
export const KEPT_OF_OBJECTS = namesOf(KUBE_STATE_METRICS);

/** The label of what cAdvisor, inside the kubelet, says of a container. */
const CADVISOR_LABEL = 'id';

const ofKubelet = (isOfCadvisor: boolean): readonly string[] =>
  Object.entries<Producer['metrics'][string]>(KUBELET.metrics)
    .filter(([, { labels }]) => labels.includes(CADVISOR_LABEL) === isOfCadvisor)
    .map(([name]) => name);

/** The metrics that are kept of a kubelet's `/metrics/resource`. */
export const KEPT_OF_NODES = ofKubelet(false);

/** The metrics that are kept of a kubelet's `/metrics/cadvisor`: what `/metrics/resource` has, would count twice. */
export const KEPT_OF_CADVISOR = ofKubelet(true);

/** What collecting says of each target. */
export const SAID_BY_COLLECTION = namesOf(COLLECTION);
