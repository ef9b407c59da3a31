import { calleesOf } from '../resilience/calls';
import { DEFAULT_PORT, resolveNamespace } from './defaults';
import type { ServiceFacts, ServicePeer } from './facts';
import type { ServiceSpec } from './spec';

/** What other services need to know of one. */
export function peerFacts(spec: ServiceSpec): ServicePeer {
  return { namespace: resolveNamespace(spec), port: spec.port ?? DEFAULT_PORT, calls: calleesOf(spec) };
}

/** The callers that a service has: those it names, else those that name it. */
export function callersOf(spec: ServiceSpec, { services = {} }: ServiceFacts): readonly string[] {
  return spec.callers ?? callersIn(services).get(spec.name) ?? [];
}

type Peers = Readonly<Record<string, ServicePeer>>;

const known = new WeakMap<Peers, ReadonlyMap<string, readonly string[]>>();

/** Who calls each service. It is worked out once for all: every service asks, and each answer looks at every other. */
function callersIn(services: Peers): ReadonlyMap<string, readonly string[]> {
  const found = known.get(services);
  if (found !== undefined) return found;
  const callers = new Map<string, string[]>();
  for (const caller of Object.keys(services).sort()) {
    for (const callee of new Set(services[caller]?.calls)) {
      const others = callers.get(callee);
      if (others === undefined) callers.set(callee, [caller]);
      else others.push(caller);
    }
  }
  known.set(services, callers);
  return callers;
}

/** The namespace and port of another service; by the blueprint's conventions when nobody knows it. */
export function peerOf(
  name: string,
  { services }: ServiceFacts,
): { readonly namespace: string; readonly port: number } {
  return services?.[name] ?? { namespace: resolveNamespace({ name }), port: DEFAULT_PORT };
}
