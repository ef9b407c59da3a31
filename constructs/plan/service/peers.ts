import { DEFAULT_PORT, resolveNamespace } from './defaults';
import type { ServiceFacts, ServicePeer } from './facts';
import type { ServiceSpec } from './spec';

/** What other services need to know of one. */
export function peerFacts(spec: ServiceSpec): ServicePeer {
  return { namespace: resolveNamespace(spec), port: spec.port ?? DEFAULT_PORT, calls: spec.calls ?? [] };
}

/** The callers that a service has: those it names, else those that name it. */
export function callersOf(spec: ServiceSpec, { services = {} }: ServiceFacts): readonly string[] {
  return (
    spec.callers ??
    Object.keys(services)
      .filter((name) => services[name]?.calls.includes(spec.name))
      .sort()
  );
}

/** The namespace and port of another service; by the blueprint's conventions when nobody knows it. */
export function peerOf(
  name: string,
  { services }: ServiceFacts,
): { readonly namespace: string; readonly port: number } {
  return services?.[name] ?? { namespace: resolveNamespace({ name }), port: DEFAULT_PORT };
}
