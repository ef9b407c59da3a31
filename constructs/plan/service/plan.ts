import { planStrategy, type StrategyPlan } from '../../delivery/plan';
import type { RouterSpec } from '../../delivery/router';
import { pathName, type PlanContext } from '../context';
import { planMeshMember, type MeshMemberPlan } from '../mesh/member';
import { planResilience, type ResiliencePlan } from '../resilience/plan';
import { NAME_LABEL, planAccess, planSmokeAccess, smokeName, type AccessPlan } from './access';
import { isAsking, planAnalyses, type AnalysisPlan } from './analyses';
import { evictableAtOnce, minimumDomains, targetCpuPercent, type ReplicaRange } from './capacity';
import {
  DEFAULT_ADMIN_PORT,
  DEFAULT_DRAIN_SECONDS,
  DEFAULT_PORT,
  HEALTH_PATHS,
  PROPAGATION_SECONDS,
  resolveNamespace,
  resolveReplicas,
  resolveResources,
  SHUTDOWN_SECONDS,
  STARTUP_SECONDS,
  type PodResources,
} from './defaults';
import { planServiceEdge, type ServiceEdgePlan } from './edge';
import type { MetricsProvider, ServiceFacts } from './facts';
import { imageVersion, parseImage } from './image';
import { newVersionService, serviceNames, type ServiceNames } from './names';
import type { ServiceSpec } from './spec';
import { deliveryContext, resolveStrategy } from './strategy';
import { planVariables, SECRETS_DIRECTORY, type PodVariable } from './variables';

/** A secret that a service reads as a file. */
export interface SecretPlan {
  /** The file, and the last part of the name: `stripe-key`. */
  readonly file: string;
  /** Its name in AWS Secrets Manager: `/bulkhead/prod/services/payment/stripe-key`. */
  readonly name: string;
}

/** How long a pod that is being stopped goes on, in seconds. */
export interface DrainPlan {
  /** How long the load balancer waits for requests in flight before it forgets a pod. */
  readonly deregistrationSeconds: number;
  /** How long the pod answers as before, once it has been told to stop. */
  readonly preStopSeconds: number;
  /** When it is killed, counted from the same moment. */
  readonly graceSeconds: number;
}

/** Everything that a service is, every default resolved. Renderers decide nothing of their own. */
export interface ServicePlan {
  /** `payment` */
  readonly name: string;
  /** The namespace that it lives in. */
  readonly namespace: string;
  /** `eu-west-1` */
  readonly region: string;
  /** The image with its version. */
  readonly image: string;
  /** The labels of everything that belongs to it; the same for all its versions. */
  readonly labels: Readonly<Record<string, string>>;
  /** What people call this version: `1.4.2`. A label of its pods. */
  readonly version: string;
  /** The labels by which its pods are found; they never change. */
  readonly selector: Readonly<Record<string, string>>;
  /** The port of its pods and of its Services. */
  readonly port: number;
  /** The port of its pods that answers the platform; the same where it has one only. */
  readonly adminPort: number;
  /** Its Kubernetes Services. */
  readonly services: ServiceNames;
  /** Between how many pods the autoscaler chooses. */
  readonly replicas: ReplicaRange;
  /** How busy it lets them become, in percent of what they asked for. */
  readonly targetCpuPercent: number;
  /** How many pods may be evicted at once. */
  readonly evictableAtOnce: number;
  /** Whether its pods must be spread over zones. A local cluster's nodes are in none, and would never get a pod. */
  readonly spreadsOverZones: boolean;
  /** In how many zones the scheduler must see nodes; `undefined` where that need not be said. */
  readonly minimumDomains?: number;
  /** What each pod is given. */
  readonly resources: PodResources;
  /** The PriorityClass of its pods. */
  readonly priorityClass?: string;
  /** Where it says how it is. */
  readonly health: {
    /** Answers once it has started. */
    readonly startup: string;
    /** Answers while it can serve. */
    readonly readiness: string;
    /** Answers unless only a restart would help. */
    readonly liveness: string;
    /** How long it may take to start. */
    readonly startupSeconds: number;
  };
  /** How it stops. */
  readonly drain: DrainPlan;
  /** What every pod is told. */
  readonly variables: readonly PodVariable[];
  /** The service's own settings. */
  readonly configuration: Readonly<Record<string, string>>;
  /** The ConfigMap with what only AWS knows. */
  readonly platformFacts: string;
  /** The secrets that it reads. */
  readonly secrets: readonly SecretPlan[];
  /**
   * Where they come from: AWS Secrets Manager, or, where pods get no AWS credentials, a Secret of Kubernetes that has the
   * service's name and a key for each file.
   */
  readonly secretSource: 'secrets-manager' | 'kubernetes';
  /** Where they are mounted. */
  readonly secretsDirectory: string;
  /** Where its metrics are read, on its admin port. */
  readonly metricsPath: string;
  /** Who may connect to its pods, and whom they may connect to. */
  readonly access: AccessPlan;
  /** What divides its requests between versions. */
  readonly router: RouterSpec;
  /** How calls to it survive failures; only a mesh does any of it. */
  readonly resilience: ResiliencePlan;
  /** How a new version takes over. */
  readonly strategy: StrategyPlan;
  /** What is measured meanwhile. */
  readonly analyses: readonly AnalysisPlan[];
  /** Who answers the queries. */
  readonly prometheus: MetricsProvider;
  /** Who sends the requests of smoke checks. */
  readonly smoke: {
    /** The name of their pods. */
    readonly name: string;
    /** Their image. */
    readonly image: string;
    /** Whom they may connect to. */
    readonly access: AccessPlan;
  };
  /** How it is reached from outside the cluster, if it is. */
  readonly edge?: ServiceEdgePlan;
  /** What the mesh must know of it, where it is part of one. */
  readonly mesh?: MeshMemberPlan;
}

/** Decides a service: pure, and the same for every renderer. The spec must have been checked. */
export function planService(spec: ServiceSpec, context: PlanContext, facts: ServiceFacts): ServicePlan {
  const { name, health = {}, edge } = spec;
  const namespace = resolveNamespace(spec);
  const delivery = deliveryContext(spec, context, facts);
  const { router } = delivery;
  const strategySpec = resolveStrategy(spec, delivery);
  const strategy = planStrategy(strategySpec, delivery);
  const services = serviceNames(name, strategySpec, router);
  const replicas = resolveReplicas(spec, context, facts);
  // Where there is a mesh its proxies count: they see the requests that a dead process does not.
  const analyses = planAnalyses(strategy, {
    slo: spec.promise,
    source: router.kind === 'istio' ? 'mesh' : 'service',
    service: name,
    namespace,
    newVersion: newVersionService(services),
  });
  const zones = facts.zones.length;
  const domains = minimumDomains(zones);
  const mesh = planMeshMember(
    spec,
    router,
    facts,
    analyses.some(({ metrics }) => metrics.some(isAsking)),
  );
  return {
    name,
    namespace,
    region: context.region,
    image: spec.image,
    labels: {
      [NAME_LABEL]: name,
      'app.kubernetes.io/instance': `${name}-${context.environment}`,
      'app.kubernetes.io/part-of': context.platform,
    },
    version: versionOf(spec.image),
    selector: { [NAME_LABEL]: name },
    port: spec.port ?? DEFAULT_PORT,
    adminPort: spec.adminPort ?? DEFAULT_ADMIN_PORT,
    services,
    replicas,
    targetCpuPercent: targetCpuPercent(replicas, zones),
    evictableAtOnce: evictableAtOnce(replicas, zones),
    spreadsOverZones: zones > 1,
    ...(domains === undefined ? {} : { minimumDomains: domains }),
    resources: resolveResources(spec, context),
    ...(spec.priorityClass === undefined ? {} : { priorityClass: spec.priorityClass }),
    health: { ...HEALTH_PATHS, startupSeconds: STARTUP_SECONDS, ...health },
    drain: planDrain(spec.drainSeconds ?? DEFAULT_DRAIN_SECONDS),
    variables: planVariables(spec, context, facts),
    configuration: spec.configuration ?? {},
    platformFacts: facts.platformFacts,
    secrets: (spec.secrets ?? []).map((file) => ({ file, name: pathName(context, 'services', name, file) })),
    secretSource: facts.podIdentity ? 'secrets-manager' : 'kubernetes',
    secretsDirectory: SECRETS_DIRECTORY,
    metricsPath: spec.metrics?.path ?? '/metrics',
    access: planAccess(
      spec,
      router,
      facts,
      analyses.some(({ metrics }) => metrics.some(isAsking)),
    ),
    router,
    resilience: planResilience(spec, context, facts),
    strategy,
    analyses,
    prometheus: facts.prometheus,
    smoke: {
      name: smokeName(name),
      image: facts.smokeImage,
      access: planSmokeAccess(spec, router, facts),
    },
    ...(edge === undefined ? {} : { edge: planServiceEdge(edge, facts) }),
    ...(mesh === undefined ? {} : { mesh }),
  };
}

/**
 * A pod that is told to stop still gets requests until everybody has heard of it, and the load balancer gives those in
 * flight as long again as its deregistration delay. Until then the pod answers as before; then its process is told.
 */
function planDrain(drainSeconds: number): DrainPlan {
  const preStopSeconds = PROPAGATION_SECONDS + drainSeconds;
  return {
    deregistrationSeconds: drainSeconds,
    preStopSeconds,
    graceSeconds: preStopSeconds + SHUTDOWN_SECONDS,
  };
}

/** What people call a version, as the value of a label: a tag may be longer, and end as a label must not. */
function versionOf(image: string): string {
  const reference = parseImage(image);
  const version = reference === undefined ? 'unknown' : imageVersion(reference);
  return version.slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
}
