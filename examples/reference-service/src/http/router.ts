import type { JsonObject } from './body';
import { HttpProblem } from './http-problem';

/** What a handler answers. */
export interface Reply {
  readonly status: number;
  readonly body: JsonObject;
}

/** What a dependency said, or that it said nothing and the answer does without. */
export type Answers = Readonly<Record<string, JsonObject | 'unavailable'>>;

/** A request as a handler sees it. */
export interface RouteRequest {
  /** What stands in the braces of the path. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** The header `Idempotency-Key`: who sends it again means the same thing. */
  readonly idempotencyKey?: string;
  /** Calls every declared dependency, within the time that is left, and answers when all have. */
  readonly ask: (subject: string) => Promise<Answers>;
}

/** One thing that the service does. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** With parameters in braces: `/v1/trips/{tripId}`. */
  readonly path: string;
  readonly handle: (request: RouteRequest) => Reply | Promise<Reply>;
}

/** What the router makes of a request line. */
export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** OpenTelemetry's list; anything else is `_OTHER`, since a label must not be anybody's free text. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'CONNECT', 'TRACE'];

/** The method as a label. */
export const knownMethod = (method: string): string => (METHODS.includes(method) ? method : '_OTHER');

/** Path and query of a request line. */
export function splitTarget(target: string): { readonly path: string; readonly query: URLSearchParams } {
  const at = target.indexOf('?');
  return {
    path: at === -1 ? target : target.slice(0, at),
    query: new URLSearchParams(at === -1 ? '' : target.slice(at + 1)),
  };
}

/** The route whose path fits, for the label; undefined when none does. */
export function routePath(routes: readonly Route[], path: string): string | undefined {
  return routes.find((route) => parametersOf(route.path, path) !== undefined)?.path;
}

/** The route of a request; throws 404 or 405. */
export function match(routes: readonly Route[], method: string, path: string): Match {
  const fitting = routes.flatMap((route) => {
    const parameters = parametersOf(route.path, path);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  if (fitting.length === 0) throw new HttpProblem(404, 'Not Found');
  const wanted = method === 'HEAD' ? 'GET' : method;
  const found = fitting.find(({ route }) => route.method === wanted);
  if (found !== undefined) return { route: found.route, parameters: decoded(found.parameters) };
  const allowed = fitting.flatMap(({ route }) => (route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  throw new HttpProblem(405, 'Method Not Allowed', undefined, { allow: allowed.join(', ') });
}

function parametersOf(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const text = given[index] ?? '';
    const [, name] = /^\{(.+)\}$/.exec(segment) ?? [];
    if (name === undefined ? segment !== text : text === '') return undefined;
    if (name !== undefined) parameters[name] = text;
  }
  return parameters;
}

function decoded(parameters: Readonly<Record<string, string>>): Record<string, string> {
  try {
    return Object.fromEntries(Object.entries(parameters).map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new HttpProblem(400, 'Bad Request', 'the path is not well encoded');
  }
}
