import type { EdgeRoutePlan } from '../service/edge';
import type { Method } from '../service/edge-spec';
import type { CorsPlan } from './cors';
import { pathCors } from './host-paths';
import { ANY_HOST } from './hosts';
import type { GatewayGrant, PreflightGrant, ServiceGrants } from './model';
import type { GatewayService } from './plan';

/** Who gets through the gateway to which service. What is not named gets nowhere. */
export function planGrants(
  services: readonly GatewayService[],
  answers: readonly string[],
  cors: CorsPlan | undefined,
): readonly ServiceGrants[] {
  return services.map(({ name, namespace, edge }) => {
    const hosts = edge === undefined || edge.hosts.length === 0 ? answers : edge.hosts;
    const routes = edge?.routes ?? [];
    return {
      service: name,
      namespace,
      hosts: hosts.includes(ANY_HOST) ? [] : hosts,
      grants: grouped(routes, ({ authentication, claims }) => [authentication, sorted(claims)]).map(grantOf),
      preflights: preflightsOf(routes, cors),
    };
  });
}

function grantOf(routes: readonly EdgeRoutePlan[]): GatewayGrant {
  const [{ authentication, claims } = NOBODY] = routes;
  return {
    authentication,
    claims,
    operations: grouped(routes, ({ methods }) => methods).map((each) => ({
      paths: each.map(({ path, match }) => ({ path, match })),
      methods: each[0]?.methods ?? [],
    })),
  };
}

const NOBODY: Pick<EdgeRoutePlan, 'authentication' | 'claims'> = { authentication: 'required', claims: {} };

function preflightsOf(routes: readonly EdgeRoutePlan[], cors: CorsPlan | undefined): readonly PreflightGrant[] {
  const asked = routes.flatMap(({ path, match, methods, cors: own = cors }) =>
    own === undefined || own === 'none'
      ? []
      : [{ origins: own.origins, methods: pathCors(own, methods).methods, path, match }],
  );
  return grouped(asked, ({ origins, methods }) => [origins, methods]).map((each) => ({
    origins: each[0]?.origins ?? [],
    methods: each[0]?.methods ?? ([] as readonly Method[]),
    paths: each.map(({ path, match }) => ({ path, match })),
  }));
}

/** Groups of what is alike, in the order of their first. */
function grouped<T>(items: readonly T[], likeness: (item: T) => unknown): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = JSON.stringify(likeness(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}

const sorted = (record: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] =>
  Object.entries(record).sort(([first], [second]) => (first < second ? -1 : 1));
