import type { RenderedCluster } from './cluster';
import { servicePortFlaws } from './ingresses';
import type { Flaw, Placed } from './placed';
import { told } from './policies';
import { podsBehind } from './selections';
import { experimentServices } from './strategy';
import { partyOf, type PortRange, type Traffic } from './traffic';
import { at, itemsAt, listAt, textAt, type Item } from './value';
import { containersOf, findPort, podPorts, type Workload } from './workload';

/** An address of a Service in a text: `http://user.user:8080`, `http://user.user.svc.cluster.local`. */
const ADDRESS =
  /\b([a-z][a-z0-9+.-]*):\/\/([a-z0-9-]+)\.([a-z0-9-]+)(\.svc(?:\.cluster\.local)?)?(?::(\d+))?(?![\w.:-])/g;

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** The variable in which a service declares whom it calls. */
const CALLS = 'BULKHEAD_CALLS';

/** An address that pods are told, and where it stands. */
interface Address {
  readonly field: string;
  readonly text: string;
  readonly name: string;
  readonly namespace: string;
  readonly port?: number;
  /** Whether the pods do nothing without it: a declared call, or what a command asks. */
  readonly isCall: boolean;
  /** Whether it can be nothing but a Service: two words with a dot between them may also be a name of the internet. */
  readonly isService: boolean;
}

/** Where each Service of the cluster leads to: those that are rendered, and those that the engine makes. */
export class Addresses {
  readonly #made = new Map<string, Workload>();
  readonly #unanswered = new Set<string>();

  public constructor(
    private readonly cluster: RenderedCluster,
    private readonly traffic: Traffic,
  ) {
    for (const rollout of cluster.objectsOf('argoproj.io/Rollout')) {
      const [workload] = cluster.workloadsOf(rollout);
      if (workload === undefined) continue;
      for (const name of experimentServices(rollout.object)) this.#made.set(`${rollout.namespace}/${name}`, workload);
    }
  }

  /** What keeps pods from whom they call: a Service or a port that is not there, or a policy of either end. */
  public flaws(workload: Workload): Flaw[] {
    return addressesIn(workload).flatMap((address) => this.#addressFlaws(workload, address));
  }

  #addressFlaws(workload: Workload, address: Address): Flaw[] {
    const { name, namespace, field, text } = address;
    const service = this.cluster.find({ kind: 'Service', namespace, name });
    if (service !== undefined) return this.#serviceFlaws(workload, address, service);
    const made = this.#made.get(`${namespace}/${name}`);
    // The engine gives it the ports of the containers (argo-rollouts #2397).
    if (made !== undefined) return this.#policyFlaws(workload, made, address.port, address);
    if (this.cluster.hasStrangersIn(namespace)) return [];
    if (!address.isService && !this.cluster.hasNamespace(namespace)) return [];
    // A namespace in which nothing answers yet is filled by somebody else, so that a setting may name it.
    if (!address.isCall && !this.cluster.hasAny('Service', namespace)) return this.#unansweredFlaws(address);
    return this.cluster.missing({ kind: 'Service', namespace, name }, field, text);
  }

  /** All services may be told the same address: one of them stands for all. */
  #unansweredFlaws({ field, text, namespace }: Address): Flaw[] {
    if (this.#unanswered.has(text)) return [];
    this.#unanswered.add(text);
    return [
      {
        field,
        value: text,
        reason: `nothing that is rendered answers in the namespace ${namespace}: whoever is told this address waits for somebody else to fill it`,
        remedy: 'render what answers there, or leave the address out',
        severity: 'warning',
      },
    ];
  }

  #serviceFlaws(workload: Workload, address: Address, service: Placed): Flaw[] {
    const { port, field } = address;
    if (port === undefined) return [];
    const wrong = servicePortFlaws(service, port, field);
    if (wrong.length > 0) return wrong;
    const entry = listAt(service.object, 'spec', 'ports').find((each) => at(each, 'port') === port);
    const target = at(entry, 'targetPort') ?? port;
    return podsBehind(service, this.cluster).flatMap((callee) =>
      this.#policyFlaws(workload, callee, findPort(podPorts(callee), target)?.number, address),
    );
  }

  #policyFlaws(workload: Workload, callee: Workload, port: number | undefined, { field, text }: Address): Flaw[] {
    if (port === undefined) return [];
    const range: PortRange = { protocol: 'TCP', first: port, last: port };
    const [from, to] = [partyOf(workload), partyOf(callee)];
    const blocked = (['egress', 'ingress'] as const).filter(
      (direction) => !this.traffic.passes(direction, from, to, range),
    );
    return blocked.map((direction) => ({
      field,
      value: text,
      reason:
        direction === 'egress'
          ? `no network policy lets ${from.title} connect to ${to.title} on ${told(range)}`
          : `no network policy lets ${from.title} in to ${to.title} on ${told(range)}`,
      remedy: 'declare the call, so that both policies let it through, or remove the address',
    }));
  }
}

function addressesIn(workload: Workload): readonly Address[] {
  return containersOf(workload).flatMap(({ value, field }) => [
    ...itemsAt(value, field, 'env').flatMap((variable) =>
      read(
        { value: textAt(variable.value, 'value'), field: `${variable.field}.value` },
        textAt(variable.value, 'name') === CALLS,
      ),
    ),
    ...[...itemsAt(value, field, 'command'), ...itemsAt(value, field, 'args')].flatMap((item) => read(item, true)),
  ]);
}

function read({ value, field }: Item, isCall: boolean): Address[] {
  if (typeof value !== 'string') return [];
  return [...value.matchAll(ADDRESS)].map(([text, scheme = '', name = '', namespace = '', inFull, port]) => ({
    field,
    text,
    name,
    namespace,
    port: port === undefined ? DEFAULT_PORTS[scheme] : Number(port),
    isCall,
    isService: isCall || inFull !== undefined,
  }));
}
