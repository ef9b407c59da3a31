import type { MetricPlan } from '../../service/analyses';
import type { ServicePlan } from '../../service/plan';

/** What all pods of a namespace may reserve together. */
export interface NamespaceQuota {
  /** How many there may be. */
  readonly pods: number;
  /** Their processor time, in thousandths of a core. */
  readonly cpuMillicores: number;
  /** Their memory, in MiB. */
  readonly memoryMebibytes: number;
}

/** What is reserved for a pod. */
export type PodRequests = Pick<NamespaceQuota, 'cpuMillicores' | 'memoryMebibytes'>;

/** What the mesh adds to a pod. */
export interface Sidecar extends PodRequests {
  /** The most memory that it may take, in MiB. */
  readonly memoryLimitMebibytes: number;
}

/** Istio, chart `istiod`, values.yaml: `global.proxy.resources`. A mesh that is installed with other values says so. */
export const MESH_SIDECAR: Sidecar = { cpuMillicores: 100, memoryMebibytes: 128, memoryLimitMebibytes: 1024 };

/** What a pod that runs a smoke check reserves. A test holds it against the rendered job. */
export const SMOKE_POD: PodRequests = { cpuMillicores: 10, memoryMebibytes: 16 };

/** What a pod that sends a load reserves: `MOST_LOAD_REQUESTS_PER_SECOND` says what that is enough for. */
export const LOAD_POD: PodRequests = { cpuMillicores: 100, memoryMebibytes: 32 };

/**
 * How often the pods of a service must fit at once, each time as many as the autoscaler may ask for: the version that users
 * have, the new one, and one that is leaving.
 *
 * The third is no luxury. Old pods outlive the promotion (`scaleDownDelaySeconds`), so a correction that follows at once
 * stands beside two versions. Pods that are being stopped count until their time to drain is over, also those of a lost zone,
 * while their replacements start (`QuotaV1Pod`, kubernetes pkg/quota/v1/evaluator/core/pods.go). And where a release lowers
 * what a pod reserves, the old pods are still the larger ones: up to twice as large, they fit. A quota that is too small
 * does its harm at the worst of moments: a ReplicaSet tries again at ever longer intervals.
 */
const VERSIONS_AT_ONCE = 3;

/** Of an odd number of pods, the fuller of two zones holds one more than half: one more is replaced when it is lost. */
const ODD_POD = 1;

/** Experiments, smoke checks and loads of a release that was given up are still being stopped while those of the next one run. */
const RELEASES_AT_ONCE = 2;

/**
 * What a namespace must be allowed so that each of its services can be rolled out at its largest, all at the same time.
 */
export function quotaOf(services: readonly ServicePlan[], sidecar: Sidecar = MESH_SIDECAR): NamespaceQuota {
  return services.map((service) => quotaOfService(service, sidecar)).reduce(sum, NOTHING);
}

const NOTHING: NamespaceQuota = { pods: 0, cpuMillicores: 0, memoryMebibytes: 0 };

function quotaOfService(service: ServicePlan, sidecar: Sidecar): NamespaceQuota {
  const pods = VERSIONS_AT_ONCE * largestVersion(service) + ODD_POD + RELEASES_AT_ONCE * experimentPods(service);
  const inMesh = (requests: PodRequests): PodRequests =>
    service.router.kind === 'istio'
      ? {
          cpuMillicores: requests.cpuMillicores + sidecar.cpuMillicores,
          memoryMebibytes: requests.memoryMebibytes + sidecar.memoryMebibytes,
        }
      : requests;
  return [
    times(pods, inMesh(service.resources)),
    times(RELEASES_AT_ONCE * askingPods(service, 'request'), inMesh(SMOKE_POD)),
    times(RELEASES_AT_ONCE * askingPods(service, 'load'), inMesh(LOAD_POD)),
  ].reduce(sum);
}

/** The most pods that one version has: the autoscaler's maximum, unless the strategy asks for more. */
function largestVersion({ replicas, strategy }: ServicePlan): number {
  if (strategy.kind === 'blue-green') return Math.max(replicas.maximum, strategy.previewReplicaCount);
  const scales = strategy.steps.map((step) =>
    step.step === 'setCanaryScale' && 'replicas' in step.scale ? step.scale.replicas : 0,
  );
  return Math.max(replicas.maximum, strategy.minPodsPerReplicaSet ?? 0, ...scales);
}

/** Pods beside the service; experiments follow each other, and each goes on for a while after its end. */
function experimentPods({ strategy }: ServicePlan): number {
  if (strategy.kind !== 'canary') return 0;
  return strategy.steps
    .flatMap((step) => (step.step === 'experiment' ? step.templates : []))
    .reduce((total, { replicas }) => total + replicas, 0);
}

/** One pod for each thing that is asked: the engine waits for its end before it asks again. */
function askingPods({ analyses }: ServicePlan, asked: MetricPlan['kind']): number {
  return analyses.flatMap(({ metrics }) => metrics).filter(({ kind }) => kind === asked).length;
}

const times = (pods: number, { cpuMillicores, memoryMebibytes }: PodRequests): NamespaceQuota => ({
  pods,
  cpuMillicores: pods * cpuMillicores,
  memoryMebibytes: pods * memoryMebibytes,
});

const sum = (one: NamespaceQuota, other: NamespaceQuota): NamespaceQuota => ({
  pods: one.pods + other.pods,
  cpuMillicores: one.cpuMillicores + other.cpuMillicores,
  memoryMebibytes: one.memoryMebibytes + other.memoryMebibytes,
});
