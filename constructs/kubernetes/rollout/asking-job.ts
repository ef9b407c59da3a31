import type { PodRequests } from '../../plan/guard-rails/namespaces/quota';
import { NAME_LABEL } from '../../plan/service/access';
import type { ServicePlan } from '../../plan/service/plan';
import type { Labels } from '../manifests/meta';
import type { JobMetric } from '../manifests/rollout';
import { RESTRICTED_CONTAINER, RESTRICTED_POD } from '../microservice/security';

/** Time to find a node and pull the image, beside the requests themselves. */
const START_SECONDS = 120;

/** What differs between jobs that ask the new version. */
export interface AskingJob {
  /** The container's name. */
  readonly name: string;
  /** What it runs. */
  readonly command: readonly string[];
  /** For how long at most, in seconds, once it has started. */
  readonly seconds: number;
  /** How often it is tried again. */
  readonly retries: number;
  /** What is reserved for it. */
  readonly requests: PodRequests;
  /** What it may take at most. */
  readonly limits: PodRequests;
}

/** The labels of pods that ask the new version: a name of their own, or the service's Services would send them users. */
export function smokeLabels({ labels, smoke }: ServicePlan): Labels {
  return { ...labels, [NAME_LABEL]: smoke.name };
}

/** The address of a path at the Service that leads to the new version. */
export function askedAddress({ service, path }: { service: string; path: string }, plan: ServicePlan): string {
  return `http://${service}.${plan.namespace}:${plan.port}${path}`;
}

/**
 * A job that asks the new version. In the mesh its pod gets a sidecar, since the service accepts nobody else; it ends with
 * the job, as Kubernetes ends sidecars that are init containers.
 */
export function askingJob(
  { name, command, seconds, retries, requests, limits }: AskingJob,
  plan: ServicePlan,
): JobMetric {
  const labels = smokeLabels(plan);
  return {
    metadata: { labels },
    spec: {
      backoffLimit: retries,
      activeDeadlineSeconds: START_SECONDS + seconds,
      template: {
        metadata: {
          labels: { ...labels, ...(plan.router.kind === 'istio' ? { 'sidecar.istio.io/inject': 'true' } : {}) },
        },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          securityContext: RESTRICTED_POD,
          containers: [
            {
              name,
              image: plan.smoke.image,
              command,
              resources: { requests: quantities(requests), limits: quantities(limits) },
              securityContext: RESTRICTED_CONTAINER,
            },
          ],
        },
      },
    },
  };
}

const quantities = ({ cpuMillicores, memoryMebibytes }: PodRequests): Labels => ({
  cpu: `${cpuMillicores}m`,
  memory: `${memoryMebibytes}Mi`,
});
