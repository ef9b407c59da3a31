import { NAMESPACE_LABEL, type RenderedCluster } from '../wiring/cluster';
import type { Placed } from '../wiring/placed';
import { isEmpty, matches, push } from '../wiring/selector';
import { directionsOf, type Direction } from '../wiring/traffic';
import { at, labelsAt, listAt, textAt } from '../wiring/value';
import { includes } from './security-groups';

/** Pods, by what policies know of them. */
export interface Pods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The numbers of their ports, by name. */
  readonly portNames?: Readonly<Record<string, number>>;
}

/** Somebody at the other end of a connection: pods, or a block of addresses outside the cluster. */
export type Peer = Pods | { readonly block: string };

/** What the network policies of a cluster let through, of TCP (Kubernetes, "Network Policies"). */
export class NetworkPolicies {
  readonly #policies = new Map<string, Placed[]>();
  readonly #namespaces = new Map<string, Readonly<Record<string, string>>>();

  public constructor(private readonly cluster: RenderedCluster) {
    for (const policy of cluster.objectsOf('networking.k8s.io/NetworkPolicy')) {
      push(this.#policies, policy.namespace ?? '', policy);
    }
  }

  /** The policies that hold for pods in a direction. */
  public of(pods: Pods, direction: Direction): readonly Placed[] {
    return (this.#policies.get(pods.namespace) ?? []).filter(
      (policy) =>
        directionsOf(policy).includes(direction) &&
        matches(at(policy.object, 'spec', 'podSelector') ?? {}, pods.labels),
    );
  }

  /** Of the policies that hold for pods the one to change: a policy of their own before one of their whole namespace. */
  public toChange(pods: Pods, direction: Direction): Placed | undefined {
    const policies = this.of(pods, direction);
    return policies.find(({ object }) => !isEmpty(at(object, 'spec', 'podSelector'))) ?? policies[0];
  }

  /** Whether pods may be connected to on a port, or connect to it, as far as their own policies say. */
  public lets(direction: Direction, pods: Pods, peer: Peer, port: number): boolean {
    const policies = this.of(pods, direction);
    if (policies.length === 0) return true;
    // A port by its name is one of whoever is connected to.
    const named = direction === 'ingress' ? pods : 'block' in peer ? undefined : peer;
    return policies.some((policy) =>
      listAt(policy.object, 'spec', direction).some(
        (rule) =>
          this.#isAboutPeer(policy, listAt(rule, direction === 'ingress' ? 'from' : 'to'), peer) &&
          isAboutPort(listAt(rule, 'ports'), port, named?.portNames ?? {}),
      ),
    );
  }

  #isAboutPeer({ namespace = '' }: Placed, peers: readonly unknown[], peer: Peer): boolean {
    return (
      peers.length === 0 ||
      peers.some((each) => {
        const block = textAt(each, 'ipBlock', 'cidr');
        if ('block' in peer) return block !== undefined && includes(block, peer.block);
        // Whether a block of addresses means pods, too, is up to the network plug-in.
        if (block !== undefined) return false;
        const namespaces = at(each, 'namespaceSelector');
        const isThere =
          namespaces === undefined
            ? peer.namespace === namespace
            : matches(namespaces, this.#labelsOfNamespace(peer.namespace));
        return isThere && matches(at(each, 'podSelector') ?? {}, peer.labels);
      })
    );
  }

  #labelsOfNamespace(name: string): Readonly<Record<string, string>> {
    const known = this.#namespaces.get(name);
    if (known !== undefined) return known;
    const rendered = this.cluster.find({ kind: 'Namespace', name });
    const labels = { ...labelsAt(rendered?.object, 'metadata', 'labels'), [NAMESPACE_LABEL]: name };
    this.#namespaces.set(name, labels);
    return labels;
  }
}

function isAboutPort(ports: readonly unknown[], wanted: number, names: Readonly<Record<string, number>>): boolean {
  return (
    ports.length === 0 ||
    ports.some((each) => {
      if ((textAt(each, 'protocol') ?? 'TCP') !== 'TCP') return false;
      const port = at(each, 'port');
      if (port === undefined) return true;
      if (typeof port === 'string') return names[port] === wanted;
      const last = at(each, 'endPort');
      return Number(port) <= wanted && wanted <= (typeof last === 'number' ? last : Number(port));
    })
  );
}
