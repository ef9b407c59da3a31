import { SMOKE_POD } from '../../plan/guard-rails/namespaces/quota';
import { NAME_LABEL } from '../../plan/service/access';
import type { MetricPlan } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import type { Labels } from '../manifests/meta';
import type { JobMetric } from '../manifests/rollout';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../microservice/security';

/** Time to find a node and pull the image, beside the request itself. */
const START_SECONDS = 120;

/** The labels of a smoke check's pods: a name of their own, or the service's Services would send it users. */
export function smokeLabels({ labels, smoke }: ServicePlan): Labels {
  return { ...labels, [NAME_LABEL]: smoke.name };
}

/**
 * Asks the Service of the new version, once; 4xx and 5xx fail it. In the mesh the pod gets a sidecar, since the service
 * accepts nobody else; it ends with the job, as Kubernetes ends sidecars that are init containers.
 */
export function smokeJob(metric: Extract<MetricPlan, { kind: 'request' }>, plan: ServicePlan): JobMetric {
  const { smoke, namespace, port, router } = plan;
  const labels = smokeLabels(plan);
  const address = `http://${metric.service}.${namespace}:${port}${metric.path}`;
  const seconds = String(metric.timeoutSeconds);
  return {
    metadata: { labels },
    spec: {
      // A check that was tried again until it passed would say little.
      backoffLimit: 0,
      activeDeadlineSeconds: START_SECONDS + metric.timeoutSeconds,
      template: {
        metadata: { labels: { ...labels, ...(router.kind === 'istio' ? { 'sidecar.istio.io/inject': 'true' } : {}) } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: RESTRICTED_POD,
          containers: [
            {
              name: 'smoke',
              image: smoke.image,
              // wget's own time-out is for each read; the one before it is for everything.
              command: ['timeout', seconds, 'wget', '-q', '-T', seconds, '-O', '/dev/null', address],
              resources: {
                requests: { cpu: `${SMOKE_POD.cpuMillicores}m`, memory: `${SMOKE_POD.memoryMebibytes}Mi` },
                limits: { cpu: '100m', memory: '32Mi' },
              },
              securityContext: RESTRICTED_CONTAINER,
            },
          ],
        },
      },
    },
  };
}
