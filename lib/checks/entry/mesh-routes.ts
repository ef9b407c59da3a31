import { includesHost } from '../../../constructs/plan/gateway/hosts';
import type { RenderedCluster } from '../wiring/cluster';
import type { Placed } from '../wiring/placed';
import { at, itemsAt, listAt, mapAt, numberAt, textAt, type Item } from '../wiring/value';
import { PathIndex, type PathPattern } from './paths';
import { atObject, WayEnds, type End, type Hop } from './way';

export const VIRTUAL_SERVICE = 'networking.istio.io/VirtualService';

/** A request, as the mesh picks its route by it. */
export interface RoutedRequest {
  readonly host: string;
  readonly method: string;
  readonly path: string;
}

/** A route that a request takes, and the VirtualService that has it. */
export interface Route {
  readonly virtualService: Placed;
  /** `spec.http[0]` */
  readonly field: string;
  readonly route: unknown;
}

/** The routes of the mesh: VirtualServices, and those that they hand over to. */
export class MeshRoutes {
  readonly #routes = new Map<Placed, PathIndex<Item>>();

  public constructor(private readonly cluster: RenderedCluster) {}

  /** The route that a request takes, after every hand-over. */
  public take(virtualService: Placed, request: RoutedRequest, passed: (hop: Hop) => void): Route {
    const first = this.#first(virtualService, request);
    passed({ kind: 'route', name: titleOf(first) });
    if (at(first.route, 'delegate') === undefined) return first;
    const second = this.#first(this.#delegate(first), request);
    passed({ kind: 'versions', name: titleOf(second) });
    return second;
  }

  /** Every VirtualService that requests may be handed over to from one, and itself. */
  public reachable(virtualService: Placed): readonly Placed[] {
    const delegates = listAt(virtualService.object, 'spec', 'http').flatMap((route) => {
      const { name, namespace = virtualService.namespace } = mapAt(route, 'delegate');
      const found =
        typeof name === 'string' && typeof namespace === 'string'
          ? this.cluster.find({ kind: VIRTUAL_SERVICE, namespace, name })
          : undefined;
      return found === undefined ? [] : [found];
    });
    return [...new Set([virtualService, ...delegates])];
  }

  #first(virtualService: Placed, request: RoutedRequest): Route {
    const item = this.#indexed(virtualService)
      .about(request.path)
      .find(({ value }) => isAbout(value, request));
    if (item === undefined) {
      throw new WayEnds({
        at: 'route',
        ...atObject(virtualService),
        field: 'spec.http',
        reason: 'none of its routes is for this path and method: the mesh answers 404',
        remedy: 'add a route that is',
      });
    }
    const route = { virtualService, field: item.field, route: item.value };
    for (const instead of ['redirect', 'directResponse']) {
      if (at(item.value, instead) === undefined) continue;
      throw new WayEnds(endOf(route, instead, 'the request is answered here, and reaches no service'));
    }
    return route;
  }

  #delegate(from: Route): Placed {
    const { virtualService, route } = from;
    const { name, namespace = virtualService.namespace } = mapAt(route, 'delegate');
    const reference = { kind: VIRTUAL_SERVICE, namespace: String(namespace), name: String(name) };
    const delegate = this.cluster.find(reference);
    const fail = (reason: string, remedy: string): never => {
      throw new WayEnds({ ...endOf(from, 'delegate', reason), at: 'versions', remedy });
    };
    if (delegate === undefined) return fail('no such VirtualService is rendered', 'render it, or name one that is');
    if (listAt(delegate.object, 'spec', 'hosts').length > 0) {
      return fail('it has hosts of its own, so that the mesh does not hand over to it', 'take its hosts out');
    }
    if (!isVisible(delegate, virtualService.namespace ?? '')) {
      return fail('its exportTo hides it from whoever hands over to it', 'export it there');
    }
    return delegate;
  }

  #indexed(virtualService: Placed): PathIndex<Item> {
    const known = this.#routes.get(virtualService);
    if (known !== undefined) return known;
    const index = new PathIndex<Item>();
    for (const item of itemsAt(virtualService.object, '', 'spec', 'http')) index.add(item, patternsOf(item.value));
    this.#routes.set(virtualService, index);
    return index;
  }
}

/** Whether somebody of a namespace sees an object (`exportTo`; everybody where it says nothing). */
export function isVisible({ object, namespace: own }: Placed, namespace: string): boolean {
  const exported = listAt(object, 'spec', 'exportTo').map(String);
  return (
    exported.length === 0 || exported.some((to) => to === '*' || to === namespace || (to === '.' && own === namespace))
  );
}

/**
 * The VirtualService that a host belongs to, of those that may have it: the most exact host comes first. Of two that have the
 * same one the older is asked first, and nobody knows before a deployment which that is.
 */
export function ofHost(candidates: readonly Placed[], host: string, end: () => End): Placed {
  const fitting = candidates.flatMap((virtualService) =>
    listAt(virtualService.object, 'spec', 'hosts')
      .map(String)
      .filter((pattern) => includesHost(pattern, host))
      .map((pattern) => ({ virtualService, pattern })),
  );
  const [first] = fitting.sort((one, other) => exactness(other.pattern) - exactness(one.pattern));
  if (first === undefined) throw new WayEnds(end());
  const [second] = fitting.filter(
    ({ pattern, virtualService }) => pattern === first.pattern && virtualService !== first.virtualService,
  );
  if (second === undefined) return first.virtualService;
  throw new WayEnds({
    at: 'route',
    ...atObject(second.virtualService),
    field: 'spec.hosts',
    value: first.pattern,
    reason: `${first.virtualService.title} has this host, too: which of them is asked first depends on which is older`,
    remedy: 'put all routes of a host into one VirtualService',
  });
}

/** `api.rides.example` before `*.rides.example` before `*`. */
const exactness = (pattern: string): number => (pattern.includes('*') ? pattern.length : Number.MAX_SAFE_INTEGER);

const titleOf = ({ virtualService: { namespace, name }, route }: Route): string =>
  [`${namespace}/${name}`, textAt(route, 'name')].filter((part) => part !== undefined).join(' ');

function endOf({ virtualService, field, route }: Route, key: string, reason: string): End {
  return {
    at: 'route',
    ...atObject(virtualService),
    field: `${field}.${key}`,
    value: at(route, key),
    reason,
    remedy: 'lead it to a service',
  };
}

function patternsOf(route: unknown): readonly PathPattern[] {
  const matches = listAt(route, 'match');
  if (matches.length === 0) return [{ kind: 'other' }];
  return matches.map((match) => {
    const [exact, prefix] = [textAt(match, 'uri', 'exact'), textAt(match, 'uri', 'prefix')];
    if (at(match, 'ignoreUriCase') === true) return { kind: 'other' };
    if (exact !== undefined) return { kind: 'exact', text: exact };
    return prefix === undefined ? { kind: 'other' } : { kind: 'prefix', text: prefix };
  });
}

function isAbout(route: unknown, request: RoutedRequest): boolean {
  const matches = listAt(route, 'match');
  return matches.length === 0 || matches.some((match) => fits(match, request));
}

/** What no request of ours has, such as a header, is no match; nor is what this check does not know. */
function fits(match: unknown, { host, method, path }: RoutedRequest): boolean {
  const pseudo: Readonly<Record<string, string>> = { ':method': method, ':authority': host, ':path': path };
  return Object.entries(mapAt(match)).every(([key, wanted]) => {
    switch (key) {
      case 'name':
      case 'ignoreUriCase':
        return true;
      case 'uri':
        return isLike(wanted, path, at(match, 'ignoreUriCase') === true);
      case 'method':
        return isLike(wanted, method);
      case 'authority':
        return isLike(wanted, host);
      case 'headers':
        return Object.entries(mapAt(wanted)).every(([name, pattern]) => isLike(pattern, pseudo[name]));
      case 'withoutHeaders':
        return Object.entries(mapAt(wanted)).every(([name, pattern]) => !isLike(pattern, pseudo[name]));
      default:
        return false;
    }
  });
}

function isLike(pattern: unknown, value: string | undefined, ignoresCase = false): boolean {
  if (value === undefined) return false;
  const [exact, prefix, regex] = [textAt(pattern, 'exact'), textAt(pattern, 'prefix'), textAt(pattern, 'regex')];
  const cased = (text: string): string => (ignoresCase ? text.toLowerCase() : text);
  if (exact !== undefined) return cased(value) === cased(exact);
  if (prefix !== undefined) return cased(value).startsWith(cased(prefix));
  return regex === undefined || new RegExp(`^(?:${regex})$`).test(value);
}

/** The places that a route leads to, whatever share each has now: a release moves it. */
export function destinationsOf({ route, field }: Route): readonly { host: string; port?: number; field: string }[] {
  return itemsAt(route, field, 'route').map((item) => {
    const port = numberAt(item.value, 'destination', 'port', 'number');
    return {
      host: textAt(item.value, 'destination', 'host') ?? '',
      ...(port === undefined ? {} : { port }),
      field: `${item.field}.destination`,
    };
  });
}
