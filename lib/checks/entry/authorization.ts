import type { RenderedCluster } from '../wiring/cluster';
import type { Placed } from '../wiring/placed';
import { matches, push } from '../wiring/selector';
import { at, itemsAt, labelsAt, listAt, mapAt, textAt } from '../wiring/value';
import type { Pods } from './network-policies';
import { PathIndex, type PathPattern } from './paths';

const POLICY = 'security.istio.io/AuthorizationPolicy';

/** A request, as who lets it in sees it. */
export interface Asking {
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** The port that it arrives at. */
  readonly port: number;
  /** Who connects, as his certificate says: `cluster.local/ns/trip/sa/trip`. Nobody knows where there is none. */
  readonly principal?: string;
  /** What the token claims that the request brings; nothing where it brings none. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
}

/** What a request is answered, and by which policy. */
export interface Answer {
  readonly allowed: boolean;
  /** The policy that decided; none where nobody let it in, or nobody is asked. */
  readonly policy?: Placed;
}

interface Rule {
  readonly policy: Placed;
  readonly rule: unknown;
}

interface Rules {
  readonly allowed: PathIndex<Rule>;
  readonly denied: readonly Rule[];
  /** Whether anybody has said that only some get in. */
  readonly isClosed: boolean;
}

/** The authorization policies of a mesh, as Istio applies them ("Authorization Policy", evaluation). */
export class Authorization {
  readonly #policies: ReadonlyMap<string, readonly Placed[]>;
  readonly #rules = new Map<string, Rules>();
  readonly #of = new Map<string, readonly Placed[]>();

  /** @param root the namespace whose policies hold in the whole mesh */
  public constructor(
    cluster: RenderedCluster,
    private readonly root: string,
  ) {
    const policies = new Map<string, Placed[]>();
    for (const policy of cluster.objectsOf(POLICY).filter(isEnforced)) push(policies, policy.namespace ?? '', policy);
    this.#policies = policies;
  }

  /** The policies that hold for pods. */
  public of(pods: Pods): readonly Placed[] {
    const key = keyOf(pods);
    const known = this.#of.get(key);
    if (known !== undefined) return known;
    const policies = [...new Set([this.root, pods.namespace])]
      .flatMap((namespace) => this.#policies.get(namespace) ?? [])
      .filter(({ object }) =>
        matches({ matchLabels: labelsAt(object, 'spec', 'selector', 'matchLabels') }, pods.labels),
      );
    this.#of.set(key, policies);
    return policies;
  }

  /** Whether pods let a request in. */
  public decide(pods: Pods, asking: Asking): Answer {
    const { allowed, denied, isClosed } = this.#rulesOf(pods);
    const against = denied.find(({ rule }) => holds(rule, asking, true));
    if (against !== undefined) return { allowed: false, policy: against.policy };
    if (!isClosed) return { allowed: true };
    const inFavour = allowed.about(asking.path).find(({ rule }) => holds(rule, asking, false));
    return inFavour === undefined ? { allowed: false } : { allowed: true, policy: inFavour.policy };
  }

  /** The policy by which pods let somebody in for anything at all; `undefined` where nobody does. */
  public admits(pods: Pods, principal: string): Placed | 'everybody' | undefined {
    const policies = this.of(pods).filter(({ object }) => actionOf(object) === 'ALLOW');
    if (policies.length === 0) return 'everybody';
    return policies.find(({ object }) =>
      listAt(object, 'spec', 'rules').some((rule) => isFrom(rule, { principal }, false)),
    );
  }

  #rulesOf(pods: Pods): Rules {
    const key = keyOf(pods);
    const known = this.#rules.get(key);
    if (known !== undefined) return known;
    const rules = this.#read(pods);
    this.#rules.set(key, rules);
    return rules;
  }

  #read(pods: Pods): Rules {
    const policies = this.of(pods);
    const allowed = new PathIndex<Rule>();
    for (const policy of policies.filter(({ object }) => actionOf(object) === 'ALLOW')) {
      for (const rule of listAt(policy.object, 'spec', 'rules')) allowed.add({ policy, rule }, patternsOf(rule));
    }
    return {
      allowed,
      denied: policies
        .filter(({ object }) => actionOf(object) === 'DENY')
        .flatMap((policy) => listAt(policy.object, 'spec', 'rules').map((rule) => ({ policy, rule }))),
      isClosed: policies.some(({ object }) => actionOf(object) === 'ALLOW'),
    };
  }
}

const keyOf = ({ namespace, labels }: Pods): string => JSON.stringify([namespace, labels]);

/** One that is tried out decides nothing. */
const isEnforced = ({ object }: Placed): boolean => object.metadata.annotations?.['istio.io/dry-run'] !== 'true';

const actionOf = (object: unknown): string => textAt(object, 'spec', 'action') ?? 'ALLOW';

function patternsOf(rule: unknown): readonly PathPattern[] {
  const operations = listAt(rule, 'to');
  if (operations.length === 0) return [{ kind: 'other' }];
  return operations.flatMap((each) => {
    const paths = listAt(each, 'operation', 'paths').map(String);
    return paths.length === 0 ? [{ kind: 'other' as const }] : paths.map(patternOf);
  });
}

function patternOf(path: string): PathPattern {
  if (!/[*{]/.test(path)) return { kind: 'exact', text: path };
  return /^[^*{]*\*$/.test(path) ? { kind: 'prefix', text: path.slice(0, -1) } : { kind: 'other' };
}

/**
 * Whether a rule is about a request.
 *
 * @param doubt what is answered of a condition that this check does not know: a rule that lets in is then not about it, and one
 * that keeps out is
 */
function holds(rule: unknown, asking: Asking, doubt: boolean): boolean {
  const operations = listAt(rule, 'to');
  return (
    isFrom(rule, asking, doubt) &&
    (operations.length === 0 || operations.some((each) => isOperation(mapAt(each, 'operation'), asking, doubt))) &&
    itemsAt(rule, '', 'when').every(({ value }) => isCondition(value, asking, doubt))
  );
}

function isFrom(rule: unknown, asking: Pick<Asking, 'principal' | 'claims'>, doubt: boolean): boolean {
  const sources = listAt(rule, 'from');
  return sources.length === 0 || sources.some((each) => isSource(mapAt(each, 'source'), asking, doubt));
}

type Fields = Readonly<Record<string, unknown>>;

function isSource(
  source: Fields,
  { principal, claims }: Pick<Asking, 'principal' | 'claims'>,
  doubt: boolean,
): boolean {
  const [, namespace] = /^[^/]+\/ns\/([^/]+)\//.exec(principal ?? '') ?? [];
  // Whoever brings a token is known by its issuer and subject, whatever they are.
  const token = claims === undefined ? undefined : 'issuer/subject';
  return compares(source, { principals: principal, namespaces: namespace, requestPrincipals: token }, doubt);
}

function isOperation(operation: Fields, { host, method, path, port }: Asking, doubt: boolean): boolean {
  return compares(operation, { hosts: host, methods: method, paths: path, ports: String(port) }, doubt);
}

/** Every field that is said must fit: `hosts` one of them, and `notHosts` none. */
function compares(fields: Fields, actual: Readonly<Record<string, string | undefined>>, doubt: boolean): boolean {
  return Object.entries(fields).every(([field, written]) => {
    const isNegative = field.startsWith('not');
    const name = isNegative ? field.charAt(3).toLowerCase() + field.slice(4) : field;
    if (!(name in actual)) return doubt;
    const value = actual[name];
    const fits = value !== undefined && listAt(written).some((pattern) => isLike(value, String(pattern)));
    return isNegative ? !fits : fits;
  });
}

const CLAIM = /^request\.auth\.claims\[([^\]]+)\]$/;

function isCondition(condition: unknown, { claims }: Asking, doubt: boolean): boolean {
  const key = textAt(condition, 'key') ?? '';
  const [, claim] = CLAIM.exec(key) ?? [];
  // What a header says is up to the caller: nobody here brings one.
  if (claim === undefined) return key.startsWith('request.headers[') ? at(condition, 'values') === undefined : doubt;
  const values = claims?.[claim] ?? [];
  const has = (list: string): boolean =>
    listAt(condition, list).some((pattern) => values.some((value) => isLike(value, String(pattern))));
  return (at(condition, 'values') === undefined || has('values')) && !has('notValues');
}

/** Exact, by its beginning (`abc*`), by its end (`*abc`), or anything that is there (`*`). */
function isLike(value: string, pattern: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? value.endsWith(pattern.slice(1)) : value === pattern;
}
