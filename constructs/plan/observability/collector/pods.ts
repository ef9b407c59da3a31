import { POD_HASH_LABEL, SCRAPED_POD_LABELS } from '../../../slo/metrics';
import type { KubernetesAttributes } from './config/processors';
import { NODE_NAME } from './scraping/jobs';

/**
 * Says of spans and log lines which pod they come from: by the pod's number, which a log's path has, else by the connection. Of
 * the agent's own node only, and nothing that needs more of the API than to see pods. What a service says of itself stands.
 */
export const OF_PODS: KubernetesAttributes = {
  auth_type: 'serviceAccount',
  filter: { node_from_env_var: NODE_NAME },
  // An agent that waits for the API takes no traces meanwhile.
  wait_for_metadata: false,
  extract: {
    metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.pod.uid', 'k8s.node.name'],
    labels: [
      { tag_name: 'service.name', key: 'app.kubernetes.io/name', from: 'pod' },
      { tag_name: 'service.version', key: 'app.kubernetes.io/version', from: 'pod' },
      { tag_name: POD_HASH_LABEL, key: SCRAPED_POD_LABELS[POD_HASH_LABEL] ?? '', from: 'pod' },
    ],
  },
  pod_association: [
    { sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] },
    { sources: [{ from: 'connection' }] },
  ],
};
