import type { Finding } from '../check';
import { parseCidr } from '../../../constructs/plan/network/cidr';
import type { RenderedCluster } from './cluster';
import { findingOf, type Flaw, type Placed } from './placed';
import { isEmpty, push } from './selector';
import { namedNamespaces, type Opening, type Party, type PortRange, type Traffic } from './traffic';
import { at, itemsAt, textAt } from './value';

/**
 * What is wrong between network policies. A connection needs the policies of both ends: a door in one of them alone is a
 * call that never gets through, or a hole that nobody needs.
 */
export function policyFindings(cluster: RenderedCluster, traffic: Traffic): Finding[] {
  const { environment } = cluster;
  return [
    ...traffic.openings.flatMap((opening) =>
      openingFlaws(opening, cluster, traffic).map((flaw) => findingOf(environment, opening.policy, flaw)),
    ),
    ...absentNamespaces(cluster, traffic),
  ];
}

/** An address block that is none is refused by the API server. */
export function addressFlaws({ kind, object }: Placed): Flaw[] {
  if (kind !== 'networking.k8s.io/NetworkPolicy') return [];
  return [
    ['egress', 'to'],
    ['ingress', 'from'],
  ].flatMap(([direction = '', peers = '']) =>
    itemsAt(object, '', 'spec', direction)
      .flatMap(({ value, field }) => itemsAt(value, field, peers))
      .flatMap(({ value, field }) => {
        const cidr = textAt(value, 'ipBlock', 'cidr');
        // Addresses of version 6 have a colon.
        if (cidr === undefined || cidr.includes(':') || parseCidr(cidr) !== undefined) return [];
        return [
          {
            field: `${field}.ipBlock.cidr`,
            value: cidr,
            reason: 'this is no block of addresses',
            remedy: 'write its first address and the length of its prefix, as in 10.40.0.0/20',
          },
        ];
      }),
  );
}

function openingFlaws(opening: Opening, cluster: RenderedCluster, traffic: Traffic): Flaw[] {
  const { others, field, peer } = opening;
  if (others === 'everybody') return [];
  if (others.length === 0) return nobodyFlaws(opening, cluster);
  return opening.subjects.flatMap((subject) => [
    ...portNameFlaws(opening, subject, traffic),
    ...wantedPorts(opening, subject, traffic)
      .filter(({ range }) => !others.some((other) => meets(opening, subject, other, range, traffic)))
      .map(({ range, field: port }) => ({
        field: port ?? field,
        value: peer,
        ...untold(opening, subject, others, range),
      })),
  ]);
}

interface Wanted {
  readonly range: PortRange | 'all';
  readonly field?: string;
}

function wantedPorts(opening: Opening, subject: Party, traffic: Traffic): readonly Wanted[] {
  if (opening.ports === 'all') return [{ range: 'all' }];
  return opening.ports.flatMap((port) => {
    const [range] = targetsOf(opening, subject).flatMap((target) => traffic.rangesAt(target, port));
    return range === undefined ? [] : [{ range, field: port.field }];
  });
}

/** A port by its name is one of whoever is connected to: of the other end, for egress. */
function targetsOf({ direction, others }: Opening, subject: Party): readonly Party[] {
  if (direction === 'ingress') return [subject];
  return others === 'everybody' ? [] : others;
}

/** Pods of a chart that is not rendered here may have a port of any name. */
function portNameFlaws(opening: Opening, subject: Party, traffic: Traffic): Flaw[] {
  const targets = targetsOf(opening, subject);
  if (opening.ports === 'all' || targets.some(({ workload }) => workload === undefined)) return [];
  return opening.ports
    .filter((port) => targets.every((target) => traffic.rangesAt(target, port).length === 0))
    .map(({ value, field }) => ({
      field: `${field}.port`,
      value: at(value, 'port'),
      reason: `no container of ${targets.map(({ title }) => title).join(', ')} has a port of this name`,
      remedy: 'name a port that they have, or write its number',
    }));
}

function meets(
  { direction }: Opening,
  subject: Party,
  other: Party,
  range: PortRange | 'all',
  traffic: Traffic,
): boolean {
  return direction === 'egress'
    ? traffic.passes('ingress', subject, other, range)
    : traffic.passes('egress', other, subject, range);
}

function untold(
  { direction }: Opening,
  subject: Party,
  others: readonly Party[],
  range: PortRange | 'all',
): Pick<Flaw, 'reason' | 'remedy'> {
  const them = others.map(({ title }) => title).join(', ');
  return direction === 'egress'
    ? {
        reason: `it lets ${subject.title} connect on ${told(range)}, and no policy of ${them} lets them in there`,
        remedy: 'let them in at the other end, or remove the rule',
      }
    : {
        reason: `it lets others in to ${subject.title} on ${told(range)}, and no policy of ${them} lets them out there`,
        remedy: 'let them out at the other end, or remove the rule',
      };
}

/** A port for people: `TCP 8080`. */
export function told(range: PortRange | 'all'): string {
  if (range === 'all') return 'any port';
  const { protocol, first, last } = range;
  return first === last ? `${protocol} ${first}` : `${protocol} ${first}-${last}`;
}

/** A rule whose pods do not exist: what it was made for fails, or it waits for whoever takes the label. */
function nobodyFlaws({ direction, field, peer }: Opening, cluster: RenderedCluster): Flaw[] {
  const named = namedNamespaces(peer);
  // Told once for each namespace; and one that is there and empty is open to whoever comes.
  if (named.length > 0 && (!named.every((name) => cluster.hasNamespace(name)) || !choosesPods(peer))) return [];
  const leads = direction === 'egress';
  return [
    {
      field,
      value: peer,
      reason: leads
        ? 'it lets its pods connect to pods that nobody renders'
        : 'it lets pods in that nobody renders: whoever gives a pod these labels may enter',
      remedy: leads ? 'name pods that are rendered, or remove the rule' : 'remove the rule until there are such pods',
      severity: leads ? 'error' : 'warning',
    },
  ];
}

const choosesPods = (peer: unknown): boolean => !isEmpty(at(peer, 'podSelector'));

/** Many policies may name one namespace that is not there: it is told once. */
function absentNamespaces(cluster: RenderedCluster, traffic: Traffic): Finding[] {
  const openings = new Map<string, Opening[]>();
  for (const opening of traffic.openings) {
    for (const name of namedNamespaces(opening.peer)) {
      if (!cluster.hasNamespace(name)) push(openings, name, opening);
    }
  }
  return [...openings].flatMap(([name, [first, ...more]]) =>
    first === undefined
      ? []
      : [
          findingOf(cluster.environment, first.policy, {
            field: first.field,
            value: name,
            reason: `no such namespace is rendered${more.length === 0 ? '' : `, and ${more.length} more rules name it`}: the door leads nowhere`,
            remedy: 'render the namespace, or remove the rules',
            severity: 'warning',
          }),
        ],
  );
}
