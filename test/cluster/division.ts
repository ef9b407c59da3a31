import type { KubernetesObject } from './control-plane';

/** A VirtualService, as far as a rollout writes it. */
export interface VirtualServiceState extends KubernetesObject {
  readonly spec: {
    readonly http: readonly {
      readonly name: string;
      readonly route?: readonly { readonly destination: { readonly host: string }; readonly weight?: number }[];
    }[];
  };
}

/** A Service, as far as a rollout writes it. */
export interface ServiceState extends KubernetesObject {
  readonly spec: { readonly selector: Readonly<Record<string, string>> };
}

/** How a VirtualService divides requests: `['testers: payment-canary 100', 'primary: payment-stable 80, payment-canary 20']`. */
export function divisionOf({ spec }: VirtualServiceState): readonly string[] {
  return spec.http.map(({ name, route = [] }) => {
    const parts = route.map(({ destination, weight = 100 }) => `${destination.host.split('.')[0]} ${weight}`);
    return `${name}: ${parts.join(', ')}`;
  });
}

/** Percent of the requests that a VirtualService gives the canary. */
export function canaryWeight({ spec }: VirtualServiceState): number {
  const primary = spec.http.find(({ name }) => name === 'primary')?.route ?? [];
  return primary.find(({ destination }) => destination.host.includes('-canary.'))?.weight ?? 0;
}

/** Which version a Service selects; `undefined` for all. */
export function versionOf({ spec }: ServiceState): string | undefined {
  return spec.selector['rollouts-pod-template-hash'];
}

/** Percent of the requests that an Ingress gives each Service, by the annotation of its load balancer. */
export function targetWeights({ metadata }: KubernetesObject): Readonly<Record<string, number>> {
  const [, text = '{}'] = Object.entries(metadata.annotations ?? {}).find(([name]) => name.includes('/actions.')) ?? [];
  const { ForwardConfig } = JSON.parse(text) as {
    readonly ForwardConfig?: {
      readonly TargetGroups: readonly { readonly ServiceName: string; readonly Weight: number }[];
    };
  };
  return Object.fromEntries(
    (ForwardConfig?.TargetGroups ?? []).map(({ ServiceName, Weight }) => [ServiceName, Weight]),
  );
}
