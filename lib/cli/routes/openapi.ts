import { METHODS } from '../../../constructs/plan/service/edge-spec';
import type { ReachableRoute, RoutesReport } from './report';
import { stopTitle } from './text';

/** A document of OpenAPI, as far as it is written here. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly Server[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly securitySchemes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
}

interface Server {
  readonly url: string;
}

type PathItem = Readonly<Record<string, unknown>>;

/** The parameter that stands for whatever lies below a path: OpenAPI knows no subtrees. */
const BELOW = 'below';

/** The name of the way to prove who one is. */
const TOKEN = 'token';

/**
 * What is reachable from outside as a document of OpenAPI 3.1: who may call what, and what the gateway asks of a call. What
 * services answer is theirs to say; so are the paths below a subtree, which stand as one parameter.
 */
export function openApiDocument(report: RoutesReport): OpenApiDocument {
  const { routes, environment, platform, issuers } = report;
  const hosts = [...new Set(routes.map(({ host }) => host))];
  const paths = new Map<string, Record<string, unknown>>();
  for (const route of routes) {
    for (const path of pathsOf(route)) {
      const item = paths.get(path) ?? parametersOf(path);
      for (const method of route.methods.length === 0 ? METHODS : route.methods) {
        // The more exact route came first, and is the one that is taken.
        item[method.toLowerCase()] ??= operation(route, hosts, report);
      }
      paths.set(path, item);
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `${platform} ${environment}`,
      version: '1',
      description: 'What is reachable from outside, by whom, and through what. Written by bulkhead routes.',
    },
    servers: hosts.map((host) => serverOf(host, report)),
    tags: [...new Set(routes.map(({ service }) => service))].sort().map((name) => ({ name })),
    paths: Object.fromEntries([...paths].sort(([first], [second]) => (first < second ? -1 : 1))),
    components: {
      securitySchemes:
        issuers.length === 0
          ? {}
          : { [TOKEN]: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', 'x-issuers': issuers } },
    },
  };
}

function serverOf(host: string, { encrypted }: RoutesReport): Server {
  return { url: host === '*' ? '/' : `${encrypted ? 'https' : 'http'}://${host.replace('*', 'any')}` };
}

function pathsOf({ path, match }: ReachableRoute): readonly string[] {
  if (match === 'exact') return [path];
  return path === '/' ? ['/', `/{${BELOW}}`] : [path, `${path}/{${BELOW}}`];
}

function parametersOf(path: string): Record<string, unknown> {
  if (!path.endsWith(`{${BELOW}}`)) return {};
  const schema = { type: 'string' };
  return {
    parameters: [
      { name: BELOW, in: 'path', required: true, schema, description: 'Everything below; it may have slashes.' },
    ],
  };
}

function operation(route: ReachableRoute, hosts: readonly string[], report: RoutesReport): object {
  const { host, service, authentication, claims, maximumBodyKibibytes, cors, through } = route;
  return {
    tags: [service],
    ...(hosts.length === 1 ? {} : { servers: [serverOf(host, report)] }),
    ...(authentication === 'unchecked' ? {} : { security: authentication === 'required' ? [{ [TOKEN]: [] }] : [] }),
    responses: responses(route),
    ...(Object.keys(claims).length === 0 ? {} : { 'x-claims': claims }),
    ...(maximumBodyKibibytes === undefined ? {} : { 'x-maximum-body-kibibytes': maximumBodyKibibytes }),
    ...(cors === undefined ? {} : { 'x-origins': cors.origins }),
    'x-through': through.map(stopTitle),
  };
}

/** What the gateway itself may answer; the rest is the service's. */
function responses({ authentication, claims, maximumBodyKibibytes }: ReachableRoute): object {
  const told = (description: string): object => ({ description });
  const claimed = Object.keys(claims).length === 0 ? '' : ', or one that does not claim what is asked for';
  return {
    default: told('What the service answers.'),
    ...(authentication === 'unchecked'
      ? {}
      : { 401: told('The token is not valid. It need not be there, but must be right.') }),
    ...(authentication === 'required' ? { 403: told(`There is no token${claimed}.`) } : {}),
    ...(maximumBodyKibibytes === undefined
      ? {}
      : { 413: told(`The body is larger than ${maximumBodyKibibytes} KiB.`) }),
  };
}
