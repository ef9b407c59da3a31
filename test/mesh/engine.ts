import type { KubernetesObject } from '../../lib/charts/application';
import type { Known } from './configuration';
import { changed } from './known';

/** A route, as an engine writes it. */
export type HttpRoute = Readonly<Record<string, unknown>> & { readonly name: string };

/** As it is after the engine has moved weights: so many of a hundred requests to the canary. */
export function weighted(known: Known, service: string, canary: number): Known {
  return changed(known, (object) =>
    rewritten(object, service, (http) =>
      http.map((each) =>
        each.name === 'primary'
          ? {
              ...each,
              route: (each.route as { destination: { host: string } }[]).map(({ destination }) => ({
                destination,
                weight: destination.host.startsWith(`${service}-canary.`) ? canary : 100 - canary,
              })),
            }
          : each,
      ),
    ),
  );
}

/** As it is after the engine has put routes of its own before all others. */
export function withRoutes(known: Known, service: string, routes: readonly HttpRoute[]): Known {
  return changed(known, (object) => rewritten(object, service, (http) => [...routes, ...http]));
}

/** A version of a service, as a route names it. */
export const version = (service: string, which: 'stable' | 'canary') => ({
  host: `${service}-${which}.${service}.svc.cluster.local`,
  port: { number: 8080 },
});

/** A route by headers, of which one is enough (Argo Rollouts 1.9, `createHeaderRoute`). */
export const headerRoute = (service: string, name: string, headers: Readonly<Record<string, string>>): HttpRoute => ({
  name,
  match: Object.entries(headers).map(([header, exact]) => ({ headers: { [header]: { exact } } })),
  route: [{ destination: version(service, 'canary'), weight: 100 }],
});

/** A route whose requests the canary gets a copy of (`createMirrorRoute`). */
export const mirrorRoute = (service: string, name: string, match: readonly object[]): HttpRoute => ({
  name,
  match,
  route: [
    { destination: version(service, 'stable'), weight: 100 },
    { destination: version(service, 'canary'), weight: 0 },
  ],
  mirror: version(service, 'canary'),
  mirrorPercentage: { value: 100 },
});

function rewritten(
  object: KubernetesObject,
  service: string,
  rewrite: (http: readonly HttpRoute[]) => readonly HttpRoute[],
): KubernetesObject {
  if (object.kind !== 'VirtualService' || object.metadata.name !== `${service}-versions`) return object;
  const { http } = object.spec as { http: readonly HttpRoute[] };
  return { ...object, spec: { http: rewrite(http) } };
}
