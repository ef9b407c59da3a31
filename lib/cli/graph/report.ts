import { ANSWER_MILLISECONDS, MOST_TRIES_OF_A_CHAIN } from '../../../constructs/plan/resilience/defaults';
import {
  calleesIn,
  callGraph,
  entrances,
  together,
  worstChains,
  type CallGraph,
  type GraphService,
  type GraphSurroundings,
} from '../../../constructs/plan/resilience/graph';
import { callGraphWarnings } from '../../../constructs/plan/resilience/graph-rules';
import type { ResiliencePlan } from '../../../constructs/plan/resilience/plan';
import type { Retried } from '../../../constructs/plan/resilience/times';
import type { Problem } from '../../../constructs/plan/problem';
import { planService, type ServicePlan } from '../../../constructs/plan/service/plan';
import type { Slo } from '../../../constructs/slo/spec';
import { contextOf } from '../../environment/context';
import { edgePlan } from '../../environment/edge';
import { serviceFacts } from '../../environment/facts';
import type { Environment } from '../../environment/schema';
import { serviceSpecs } from '../../environment/services';
import { missingProtections, type MissingProtection } from './missing';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
const SCHEMA_VERSION = 1;

/** Who calls whom in an environment: what `bulkhead graph --json` prints. */
export interface GraphReport {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: string;
  /** In the order of the alphabet. */
  readonly services: readonly ReportedService[];
  readonly calls: readonly ReportedCall[];
  /** What a request from outside passes before the first service. */
  readonly way: readonly WayPoint[];
  /** What becomes of one request, for each service that is asked first. */
  readonly chains: readonly ReportedChain[];
  /** What the environment does without, where some or all of its services are outside a mesh. */
  readonly missing: readonly MissingProtection[];
  /** What is worth knowing and not refused. */
  readonly warnings: readonly Problem[];
}

/** One service. */
export interface ReportedService extends Pick<
  ResiliencePlan,
  'limits' | 'ejection' | 'zones' | 'warmup' | 'rateLimit'
> {
  readonly name: string;
  readonly promise: Pick<Slo, 'availability' | 'latency' | 'requestsPerSecond'>;
  /** Whether what is said here is done: only a mesh does it. */
  readonly isProtected: boolean;
  /** Who waits for whom it calls one after the other; nothing where it asks them at once. */
  readonly callsInSequence?: true;
  /** Where it is reached from outside, if it is. */
  readonly outside?: ReportedEdge;
}

/** Where a service is reached from outside; `bulkhead routes` says by whom. */
export interface ReportedEdge extends ReportedTimes {
  /** Any host when empty. */
  readonly hosts: readonly string[];
  /** `/v1/eta`, or `/v1/users/…` with everything below it. */
  readonly paths: readonly string[];
}

/** How long somebody waits, and how often something is tried. */
export interface ReportedTimes {
  readonly timeoutMilliseconds: number;
  readonly attempts: number;
  readonly perTryMilliseconds: number;
  readonly retried: Retried;
}

/** One call. */
export interface ReportedCall extends ReportedTimes {
  readonly from: string;
  readonly to: string;
  /** Whether the mesh keeps these times: both must be part of it. */
  readonly isProtected: boolean;
  /** Whether the caller answers without it. */
  readonly optional: boolean;
}

/** Something that a request from outside passes. */
export interface WayPoint {
  readonly kind: 'clients' | 'load-balancer' | 'gateway';
  /** What it is called: `api.rides.example`, `istio-ingress/edge`. */
  readonly name: string;
}

/** What becomes of one request, at worst. */
export interface ReportedChain {
  /** The services along which it is tried most often. */
  readonly services: readonly string[];
  /** How often the last may be asked. */
  readonly tries: number;
  /** How many are let through. */
  readonly mostTries: number;
  /** How long the first may need for its answer, whatever hangs behind it. */
  readonly needsMilliseconds: number;
  /** How long each of its callers' tries waits for it. */
  readonly hasMilliseconds: number;
}

/** Works out who calls whom. The environment must have been checked. */
export function graphReport(environment: Environment): GraphReport {
  const specs = serviceSpecs(environment);
  const context = contextOf(environment);
  const facts = serviceFacts(environment);
  const edge = edgePlan(environment);
  const surroundings: GraphSurroundings = {
    context,
    facts,
    ...(edge === undefined ? {} : { idleSeconds: edge.connections.idleSeconds }),
  };
  const graph = callGraph(specs, surroundings);
  const plans = new Map(
    Object.entries(specs).map(([name, spec]) => [name, planService(spec, context, facts)] as const),
  );
  const services = [...graph.values()].map((service) => reported(service, plans.get(service.name)));
  const isProtected = (name: string): boolean => plans.get(name)?.router.kind === 'istio';
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: environment.name,
    services,
    calls: [...graph.values()].flatMap((service) =>
      calleesIn(graph, service).map(({ call, callee }) => ({
        from: service.name,
        to: callee.name,
        isProtected: isProtected(service.name) && isProtected(callee.name),
        optional: call.optional,
        ...timesOf(callee),
      })),
    ),
    way: wayIn(services, [...plans.values()], edge?.domain),
    chains: chainsOf(graph, isProtected),
    missing: missingProtections(environment.mesh !== undefined, services),
    warnings: callGraphWarnings(specs, surroundings),
  };
}

function reported({ name, promise, resilience, inSequence }: GraphService, plan?: ServicePlan): ReportedService {
  const { limits, ejection, zones, warmup, rateLimit } = resilience;
  const { availability, latency, requestsPerSecond } = promise;
  return {
    name,
    promise: { availability, latency, requestsPerSecond },
    isProtected: plan?.router.kind === 'istio',
    limits,
    ...(ejection === undefined ? {} : { ejection }),
    zones,
    ...(warmup === undefined ? {} : { warmup }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(inSequence ? { callsInSequence: true } : {}),
    ...(plan?.edge === undefined
      ? {}
      : { outside: { hosts: plan.edge.hosts, paths: pathsOf(plan.edge), ...timesOf({ resilience }) } }),
  };
}

function pathsOf({ routes }: NonNullable<ServicePlan['edge']>): readonly string[] {
  const paths = routes.map(({ path, match }) => (match === 'exact' ? path : `${path === '/' ? '' : path}/…`));
  return [...new Set(paths)];
}

function timesOf({ resilience }: Pick<GraphService, 'resilience'>): ReportedTimes {
  const { timeoutMilliseconds, attempts, perTryMilliseconds, retried } = resilience.times;
  return { timeoutMilliseconds, attempts, perTryMilliseconds, retried };
}

/** Nobody comes where no service is reached. The gateway leads to those in the mesh only. */
function wayIn(services: readonly ReportedService[], plans: readonly ServicePlan[], domain?: string): WayPoint[] {
  const reached = services.filter(({ outside }) => outside !== undefined);
  if (reached.length === 0) return [];
  const gateway = plans.find(({ edge, router }) => edge !== undefined && router.kind === 'istio')?.edge?.gateway;
  return [
    { kind: 'clients', name: 'clients' },
    { kind: 'load-balancer', name: domain ?? 'load balancer' },
    ...(gateway === undefined ? [] : [{ kind: 'gateway', name: gateway } as const]),
  ];
}

/** Of services outside the mesh nobody counts time and tries. */
function chainsOf(graph: CallGraph, isProtected: (name: string) => boolean): ReportedChain[] {
  const worst = worstChains(graph);
  return entrances(graph)
    .filter(({ name }) => isProtected(name))
    .map((service) => {
      const waits = calleesIn(graph, service).map(({ callee }) => callee.resilience.times.timeoutMilliseconds);
      const { services, tries } = worst(service);
      return {
        services,
        tries,
        mostTries: MOST_TRIES_OF_A_CHAIN,
        needsMilliseconds: waits.length === 0 ? 0 : together(service, waits) + ANSWER_MILLISECONDS,
        hasMilliseconds: service.resilience.times.perTryMilliseconds,
      };
    });
}
