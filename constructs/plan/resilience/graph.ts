import type { PlanContext } from '../context';
import type { ReplicaRange } from '../service/capacity';
import { resolveReplicas } from '../service/defaults';
import type { ServiceFacts } from '../service/facts';
import type { ServiceSpec } from '../service/spec';
import { callsOf, type Call } from './calls';
import { planResilience, type ResiliencePlan } from './plan';

/** A service among those that call each other. */
export interface GraphService {
  /** Its name. */
  readonly name: string;
  /** What it promises. */
  readonly promise: ServiceSpec['promise'];
  /** Whom it calls, as far as they are known; in the order in which it says so. */
  readonly calls: readonly Call[];
  /** Whether it calls them one after the other. */
  readonly inSequence: boolean;
  /** Who calls it, in the order of the alphabet. */
  readonly callers: readonly string[];
  /** Whether it is reached from outside. */
  readonly reachedFromOutside: boolean;
  /** Between how many pods the autoscaler chooses. */
  readonly replicas: ReplicaRange;
  /** How calls to it survive failures. */
  readonly resilience: ResiliencePlan;
}

/** Who calls whom: services by name, in the order of the alphabet. */
export type CallGraph = ReadonlyMap<string, GraphService>;

/** What a call graph stands in. */
export interface GraphSurroundings {
  /** The environment. */
  readonly context: PlanContext;
  /** The availability zones that pods run in. */
  readonly facts: Pick<ServiceFacts, 'zones'>;
  /**
   * After how many seconds without a byte the load balancer gives a client up: `60`.
   * @default - what Elastic Load Balancing has unless it is told otherwise
   */
  readonly idleSeconds?: number;
}

/** Who calls whom. A call of a service that nobody knows is told elsewhere, and left out here. */
export function callGraph(
  services: Readonly<Record<string, ServiceSpec>>,
  { context, facts }: GraphSurroundings,
): CallGraph {
  const names = Object.keys(services).sort();
  const callers = new Map(names.map((name) => [name, [] as string[]]));
  for (const name of names) {
    for (const { service } of callsOf(services[name] ?? {})) callers.get(service)?.push(name);
  }
  return new Map(
    Object.entries(services)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, spec]): [string, GraphService] => [
        name,
        {
          name,
          promise: spec.promise,
          calls: callsOf(spec).filter(({ service }) => Object.hasOwn(services, service)),
          inSequence: spec.resilience?.callsInSequence ?? false,
          callers: callers.get(name) ?? [],
          reachedFromOutside: spec.edge !== undefined,
          replicas: resolveReplicas(spec, context, facts),
          resilience: planResilience(spec, context, facts),
        },
      ]),
  );
}

/** The services that are asked first: from outside, or by nobody that is known. */
export function entrances(graph: CallGraph): readonly GraphService[] {
  return [...graph.values()].filter(({ reachedFromOutside, callers }) => reachedFromOutside || callers.length === 0);
}

/** The services that one calls, with how it calls them. */
export function calleesIn(
  graph: CallGraph,
  { calls }: GraphService,
): readonly { readonly call: Call; readonly callee: GraphService }[] {
  return calls.flatMap((call) => {
    const callee = graph.get(call.service);
    return callee === undefined ? [] : [{ call, callee }];
  });
}

/** What several calls take together: their sum one after the other, else the longest. */
export function together({ inSequence }: Pick<GraphService, 'inSequence'>, each: readonly number[]): number {
  return inSequence ? each.reduce((sum, one) => sum + one, 0) : Math.max(0, ...each);
}

/**
 * Calls that come back to where they began, each once, and each from the first of its services in the alphabet on:
 * `['payment', 'trip', 'payment']`.
 */
export function cyclesOf(graph: CallGraph): readonly (readonly string[])[] {
  const cycles = new Map<string, readonly string[]>();
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    const seen = path.indexOf(name);
    if (seen >= 0) {
      const cycle = fromFirst(path.slice(seen));
      cycles.set(cycle.join(' '), cycle);
      return;
    }
    if (done.has(name)) return;
    for (const { service } of graph.get(name)?.calls ?? []) visit(service, [...path, name]);
    done.add(name);
  };
  for (const name of graph.keys()) visit(name, []);
  return [...cycles.values()];
}

function fromFirst(cycle: readonly string[]): readonly string[] {
  const [first = ''] = [...cycle].sort();
  const at = cycle.indexOf(first);
  const turned = [...cycle.slice(at), ...cycle.slice(0, at)];
  return [...turned, first];
}

/** Calls that follow from each other. */
export interface Chain {
  /** The services, from the one that is asked first. */
  readonly services: readonly string[];
  /** How often the last of them may be tried for one request to the first; who asks the first tries, too. */
  readonly tries: number;
}

/** The chain in which one request becomes the most tries, from any service on. The graph must have no cycle. */
export function worstChains(graph: CallGraph): (from: GraphService) => Chain {
  const known = new Map<string, Chain>();
  const worst = (service: GraphService): Chain => {
    const found = known.get(service.name);
    if (found !== undefined) return found;
    const { attempts } = service.resilience.times;
    const below = calleesIn(graph, service)
      .map(({ callee }) => worst(callee))
      .reduce<Chain>((most, chain) => (chain.tries > most.tries ? chain : most), { services: [], tries: 1 });
    const chain: Chain = { services: [service.name, ...below.services], tries: attempts * below.tries };
    known.set(service.name, chain);
    return chain;
  };
  return worst;
}
