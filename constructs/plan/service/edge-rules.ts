import type { PlanContext } from '../context';
import { corsProblems } from '../gateway/cors';
import { methodsMeet, pathTitle } from '../gateway/paths';
import { joinPath, under, type Problem } from '../problem';
import { writtenRoutes, type EdgeRoutePlan, type WrittenRoute } from './edge';
import type { ServiceEdgeSpec } from './edge-spec';
import type { ServiceFacts } from './facts';
import type { ServiceSpec } from './spec';
import { resolveRouter } from './strategy';

/** What is wrong with how a service is reached from outside. Fields are relative to the service. */
export function edgeProblems(spec: ServiceSpec, { tier }: PlanContext, facts: ServiceFacts): Problem[] {
  const { edge } = spec;
  const router = resolveRouter(spec, facts).kind;
  if (edge === undefined) return router === 'alb' ? [NOTHING_TO_DIVIDE] : [];
  return [
    ...(router === 'istio' ? [] : [...senderIsKnown(edge, facts), ...onlyTheGatewayKnows(edge)]),
    ...(tier === 'production' ? authenticationIsSaid(edge) : []),
    ...claimsNeedToken(edge),
    ...methodsOnce(edge),
    ...pagesProblems(edge),
    ...routesDiffer(writtenRoutes(edge)),
  ];
}

const NOTHING_TO_DIVIDE: Problem = {
  field: 'router',
  value: 'alb',
  reason: 'a load balancer divides the requests that come from outside, and this service gets none',
  remedy: "say where it is reached, as in edge: { paths: ['/payments'] }, or use the router 'istio' or 'replicas'",
};

function senderIsKnown(edge: ServiceEdgeSpec, { loadBalancer }: ServiceFacts): Problem[] {
  if (loadBalancer.cidrs.length > 0) return [];
  return [
    {
      field: 'edge',
      value: edge,
      reason: 'nobody said from which addresses the load balancer sends, so the network policy would shut it out',
      remedy: 'give the blocks of its subnets: facts.loadBalancer.cidrs',
    },
  ];
}

const routeField = (index: number, field = ''): string => joinPath(`edge.routes[${index}]`, field);

function onlyTheGatewayKnows({ routes }: ServiceEdgeSpec): Problem[] {
  if (routes === undefined) return [];
  return [
    {
      field: 'edge.routes',
      value: routes,
      reason:
        'only the gateway of the mesh knows methods, tokens and exact paths, and this service stands behind a load balancer: anybody could send it anything',
      remedy:
        "describe a mesh in the environment; or write paths, as in paths: ['/v1/trips'], and let the service itself check who calls",
    },
  ];
}

function authenticationIsSaid({ routes = [] }: ServiceEdgeSpec): Problem[] {
  return routes.flatMap(({ authentication }, index) =>
    authentication === undefined
      ? [
          {
            field: routeField(index, 'authentication'),
            value: undefined,
            reason: 'in production nobody should have to know a default to see who gets in',
            remedy: "write 'required', or 'none' where anybody may come",
          },
        ]
      : [],
  );
}

function claimsNeedToken({ routes = [] }: ServiceEdgeSpec): Problem[] {
  return routes.flatMap(({ authentication, claims }, index) =>
    authentication === 'none' && claims !== undefined
      ? [
          {
            field: routeField(index, 'claims'),
            value: claims,
            reason: 'who brings no token claims nothing, and this route lets anybody in',
            remedy: "write authentication: 'required', or leave the claims out",
          },
        ]
      : [],
  );
}

function methodsOnce({ routes = [] }: ServiceEdgeSpec): Problem[] {
  return routes.flatMap(({ methods = [] }, index) =>
    methods.flatMap((method, nth) =>
      methods.indexOf(method) === nth
        ? []
        : [
            {
              field: routeField(index, `methods[${nth}]`),
              value: method,
              reason: 'it is named twice',
              remedy: 'name it once',
            },
          ],
    ),
  );
}

function pagesProblems({ routes = [] }: ServiceEdgeSpec): Problem[] {
  return routes.flatMap(({ cors }, index) =>
    cors === undefined || cors === 'none' ? [] : under(routeField(index, 'cors'), corsProblems(cors)),
  );
}

/** Of two routes of one path, each method belongs to one; and what the gateway keeps for a path, both say alike. */
function routesDiffer(routes: readonly WrittenRoute[]): Problem[] {
  return routes.flatMap(({ field, route }, index) => {
    const earlier = routes.slice(0, index).filter((each) => pathTitle(each.route) === pathTitle(route));
    const twin = earlier.find((each) => methodsMeet(each.route.methods, route.methods));
    if (twin !== undefined) {
      return [
        {
          field,
          value: pathTitle(route),
          reason: `${twin.field} leads here by the same path and method, and may ask something else of callers`,
          remedy: 'keep one of them, or give each its own methods',
        },
      ];
    }
    return KEPT_FOR_A_PATH.flatMap((setting): Problem[] => {
      const other = earlier.find((each) => same(each.route[setting], route[setting]) === false);
      if (other === undefined) return [];
      return [
        {
          field: joinPath(field, setting),
          value: route[setting],
          reason: `the gateway keeps this for a path, whatever the method, and ${other.field} says otherwise`,
          remedy: 'say the same in both',
        },
      ];
    });
  });
}

const KEPT_FOR_A_PATH = ['maximumBodyKibibytes', 'cors'] as const satisfies readonly (keyof EdgeRoutePlan)[];

const same = (first: unknown, second: unknown): boolean => JSON.stringify(first) === JSON.stringify(second);
