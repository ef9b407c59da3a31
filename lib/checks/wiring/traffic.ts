import { NAMESPACE_LABEL, type RenderedCluster } from './cluster';
import type { Placed } from './placed';
import { push } from './selector';
import { at, itemsAt, listAt, textAt, type Item } from './value';
import { findPort, podPorts, type Workload } from './workload';

/** Ports of one protocol that lie side by side. */
export interface PortRange {
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
}

/** The ways in which a connection passes a pod's policies. */
export type Direction = 'egress' | 'ingress';

/** One end of connections: pods that are rendered, or all those of a namespace that nobody here renders. */
export interface Party {
  /** Unique within the cluster. */
  readonly id: string;
  /** Who it is, for people. */
  readonly title: string;
  /** The pods, where they are rendered. */
  readonly workload?: Workload;
}

/** One peer of a rule of a network policy: pods, from or to which the rule lets connections through. */
export interface Opening {
  readonly policy: Placed;
  readonly direction: Direction;
  /** Where the peer stands: `spec.egress[0].to[0]`. */
  readonly field: string;
  readonly peer: unknown;
  /** The pods that the policy is about. */
  readonly subjects: readonly Party[];
  /** The pods that the peer chooses; everybody, for a rule that names no peers. */
  readonly others: readonly Party[] | 'everybody';
  /** The ports as the policy has them; all, for a rule that names none. */
  readonly ports: readonly Item[] | 'all';
}

/** Everything that gets through, and to whom. */
interface Doors {
  /** The parties that some policy of this direction is about: nothing gets through to them but what a rule lets. */
  readonly closed: Set<string>;
  /** What rules let through, by the two parties. */
  readonly open: Map<string, (PortRange | 'all')[]>;
}

const EVERYBODY = '*';
const LAST_PORT = 65_535;

/**
 * The network policies of a cluster, as its network applies them (Kubernetes, "Network Policies"): a pod that no policy is
 * about is open; any other lets through what any of its policies does; a connection needs both ends. Rules for addresses
 * let no pod through here: which addresses pods have is decided when they start.
 */
export class Traffic {
  public readonly openings: readonly Opening[];
  readonly #doors: Readonly<Record<Direction, Doors>> = { egress: doors(), ingress: doors() };

  public constructor(private readonly cluster: RenderedCluster) {
    this.openings = cluster.objectsOf('networking.k8s.io/NetworkPolicy').flatMap((policy) => this.#read(policy));
    for (const opening of this.openings) this.#open(opening);
  }

  /** Whether one end of a connection lets it through. */
  public passes(direction: Direction, from: Party, to: Party, port: PortRange | 'all'): boolean {
    const { closed, open } = this.#doors[direction];
    const [own, other] = direction === 'egress' ? [from, to] : [to, from];
    if (!closed.has(own.id)) return true;
    const ranges = [...(open.get(pair(own.id, other.id)) ?? []), ...(open.get(pair(own.id, EVERYBODY)) ?? [])];
    return ranges.some((range) => lets(range, port));
  }

  /** The ranges that a port of a policy stands for at a party; none where that party has no port of the name. */
  public rangesAt(party: Party, port: Item): readonly PortRange[] {
    const protocol = textAt(port.value, 'protocol') ?? 'TCP';
    const wanted = at(port.value, 'port');
    if (wanted === undefined) return [{ protocol, first: 1, last: LAST_PORT }];
    if (typeof wanted === 'number') {
      const end = at(port.value, 'endPort');
      return [{ protocol, first: wanted, last: typeof end === 'number' ? end : wanted }];
    }
    if (party.workload === undefined) return [];
    const found = findPort(podPorts(party.workload), wanted, protocol);
    return found === undefined ? [] : [{ protocol, first: found.number, last: found.number }];
  }

  #read(policy: Placed): Opening[] {
    const subjects = this.#select(policy.namespace ?? '', at(policy.object, 'spec', 'podSelector'));
    return (['egress', 'ingress'] as const).flatMap((direction) => {
      if (!directionsOf(policy).includes(direction)) return [];
      for (const { id } of subjects) this.#doors[direction].closed.add(id);
      return itemsAt(policy.object, '', 'spec', direction).flatMap(({ value, field }) =>
        this.#peers(policy, value, `${field}.${direction === 'egress' ? 'to' : 'from'}`, direction).map((peer) => ({
          policy,
          direction,
          subjects,
          ports: listAt(value, 'ports').length === 0 ? ('all' as const) : itemsAt(value, field, 'ports'),
          ...peer,
        })),
      );
    });
  }

  #peers(
    policy: Placed,
    rule: unknown,
    field: string,
    direction: Direction,
  ): Pick<Opening, 'field' | 'peer' | 'others'>[] {
    const peers = listAt(rule, direction === 'egress' ? 'to' : 'from');
    if (peers.length === 0) return [{ field, peer: undefined, others: 'everybody' }];
    return peers.flatMap((peer, index) =>
      at(peer, 'ipBlock') === undefined
        ? [{ field: `${field}[${index}]`, peer, others: this.#partiesOf(policy, peer) }]
        : [],
    );
  }

  /** A peer without a selector of namespaces means the policy's own; one without a selector of pods, all pods. */
  #partiesOf({ namespace = '' }: Placed, peer: unknown): readonly Party[] {
    const selector = at(peer, 'namespaceSelector');
    const namespaces =
      selector === undefined ? [namespace] : this.cluster.selectNamespaces(selector).map(({ name }) => name);
    return namespaces.flatMap((name) => this.#select(name, at(peer, 'podSelector')));
  }

  /** Pods that nobody here renders have labels that nobody here knows: any selector may mean them. */
  #select(namespace: string, selector: unknown): readonly Party[] {
    return [
      ...this.cluster.select(namespace, selector).map(partyOf),
      ...(this.cluster.hasStrangersIn(namespace) ? [strangers(namespace)] : []),
    ];
  }

  #open({ direction, subjects, others, ports }: Opening): void {
    const { open } = this.#doors[direction];
    for (const subject of subjects) {
      for (const other of others === 'everybody' ? [undefined] : others) {
        const key = pair(subject.id, other?.id ?? EVERYBODY);
        if (ports === 'all') push(open, key, 'all' as const);
        else {
          // A port by its name is one of whoever is connected to.
          const target = direction === 'ingress' ? subject : (other ?? subject);
          for (const range of ports.flatMap((port) => this.rangesAt(target, port))) push(open, key, range);
        }
      }
    }
  }
}

/** The pods of a workload as an end of connections. */
export function partyOf(workload: Workload): Party {
  const { placed, field, title } = workload;
  return { id: `${placed.title} ${field}`, title, workload };
}

/** Which namespaces a peer means by name, whether they are there or not. */
export function namedNamespaces(peer: unknown): readonly string[] {
  const name = textAt(peer, 'namespaceSelector', 'matchLabels', NAMESPACE_LABEL);
  return name === undefined ? [] : [name];
}

/** A policy that names no direction is about ingress, and about egress if it has rules for it. */
export function directionsOf({ object }: Placed): readonly Direction[] {
  const types = listAt(object, 'spec', 'policyTypes');
  if (types.length === 0) return at(object, 'spec', 'egress') === undefined ? ['ingress'] : ['ingress', 'egress'];
  return (['ingress', 'egress'] as const).filter((each) => types.some((type) => String(type).toLowerCase() === each));
}

const strangers = (namespace: string): Party => ({
  id: `namespace ${namespace}`,
  title: `the pods of the namespace ${namespace}`,
});

const doors = (): Doors => ({ closed: new Set(), open: new Map() });
const pair = (own: string, other: string): string => `${own} | ${other}`;

/** Whether something of what is asked for gets through; of a single port, all of it. */
function lets(range: PortRange | 'all', wanted: PortRange | 'all'): boolean {
  if (range === 'all' || wanted === 'all') return true;
  return range.protocol === wanted.protocol && range.first <= wanted.last && wanted.first <= range.last;
}
