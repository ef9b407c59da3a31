import type { RenderedCluster } from '../wiring/cluster';
import { serviceOf } from '../wiring/mesh';
import type { Placed } from '../wiring/placed';
import { podsBehind } from '../wiring/selections';
import { at, listAt } from '../wiring/value';
import { findPort, podPorts, type Workload } from '../wiring/workload';
import type { Authorization } from './authorization';
import { destinationsOf, type Route, type RoutedRequest } from './mesh-routes';
import type { NetworkPolicies, Pods } from './network-policies';
import { atObject, WayEnds, type End, type Hop } from './way';

/** Who brings a request to a service's pods. */
export interface Sender extends Pods {
  /** Who he is in the mesh. */
  readonly principal: string;
  /** Who he is, for people. */
  readonly title: string;
}

/** Where requests end: pods, and the port that they are asked at. */
interface Ending {
  readonly workload: Workload;
  readonly port: number;
}

/** Brings requests from a route to the pods behind it, and asks everybody on the way. */
export class Delivery {
  public constructor(
    private readonly cluster: RenderedCluster,
    private readonly policies: NetworkPolicies,
    private readonly authorization: Authorization,
  ) {}

  /** Follows a route to the pods of an application, by every destination that it has. */
  public deliver(
    route: Route,
    application: string,
    sender: Sender,
    request: RoutedRequest,
    passed: (hop: Hop) => void,
  ): void {
    const destinations = destinationsOf(route);
    if (destinations.length === 0) {
      throw new WayEnds({
        at: 'service',
        ...atObject(route.virtualService),
        field: `${route.field}.route`,
        reason: 'the route leads nowhere',
        remedy: `lead it to ${application}`,
      });
    }
    destinations.forEach(({ host, port, field }, index) => {
      const service = this.#service(route.virtualService, host, field);
      const { number, targetPort } = this.#port(route.virtualService, service, port, field);
      const endings = this.endings(service, targetPort, application);
      for (const ending of endings) this.#admitted(ending, sender, request);
      if (index > 0) return;
      passed({ kind: 'service', name: `${service.namespace}/${service.name}:${number}` });
      for (const { workload, port: own } of endings) passed({ kind: 'pods', name: `${workload.placed.title}:${own}` });
    });
  }

  /** The pods behind a Service, which must be those of an application, and the port of theirs that it leads to. */
  public endings(service: Placed, targetPort: unknown, application: string): readonly Ending[] {
    const workloads = podsBehind(service, this.cluster);
    const end = (reason: string, remedy: string, value: unknown = at(service.object, 'spec', 'selector')): End => ({
      at: 'pods',
      ...atObject(service),
      field: 'spec.selector',
      value,
      reason,
      remedy,
    });
    if (workloads.length === 0) {
      throw new WayEnds(end('no pods that are rendered have these labels', "select labels of the service's pods"));
    }
    return workloads.map((workload) => {
      if (workload.placed.application !== application) {
        throw new WayEnds(
          end(
            `it leads to ${workload.title}, and the request is for ${application}`,
            `select the pods of ${application}`,
          ),
        );
      }
      const port = findPort(podPorts(workload), targetPort);
      if (port === undefined) {
        throw new WayEnds({
          ...end(`no container of ${workload.title} has this port`, 'name a port that they have', targetPort),
          field: 'spec.ports',
        });
      }
      return { workload, port: port.number };
    });
  }

  #service(from: Placed, host: string, field: string): Placed {
    const service = serviceOf(from, host, this.cluster);
    if (service !== undefined) return service;
    throw new WayEnds({
      at: 'service',
      ...atObject(from),
      field: `${field}.host`,
      value: host,
      reason: 'no Service of this name is rendered: the mesh answers 503',
      remedy: 'write <service>.<namespace>.svc.cluster.local of one that is',
    });
  }

  #port(from: Placed, service: Placed, wanted: number | undefined, field: string) {
    const ports = listAt(service.object, 'spec', 'ports');
    const port =
      wanted === undefined && ports.length === 1 ? ports[0] : ports.find((each) => at(each, 'port') === wanted);
    if (port === undefined) {
      throw new WayEnds({
        at: 'service',
        ...atObject(from),
        field: `${field}.port.number`,
        value: wanted,
        reason: `${service.title} has no such port`,
        remedy: `name one that it has: ${ports.map((each) => String(at(each, 'port'))).join(', ')}`,
      });
    }
    const number = Number(at(port, 'port'));
    return { number, targetPort: at(port, 'targetPort') ?? number };
  }

  #admitted({ workload, port }: Ending, sender: Sender, { host, method, path }: RoutedRequest): void {
    const pods = podsOf(workload);
    const answer = this.authorization.decide(pods, { host, method, path, port, principal: sender.principal });
    if (!answer.allowed) {
      throw new WayEnds({
        at: 'authorization',
        ...atObject(
          answer.policy ??
            this.authorization.of(pods).find(({ namespace }) => namespace === pods.namespace) ??
            workload.placed,
        ),
        field: 'spec.rules',
        value: sender.principal,
        reason: `${answer.policy === undefined ? 'no policy lets' : 'it does not let'} ${sender.title} ask ${workload.title} for ${method} ${path}`,
        remedy: 'let it in for this path and method',
      });
    }
    this.connected(sender, workload, port);
  }

  /** Whether the network policies of both ends let a connection through. */
  public connected(sender: Pods & { readonly title: string }, workload: Workload, port: number): void {
    const pods = podsOf(workload);
    const ends = [
      ['egress', sender, pods, sender.title, workload.title],
      ['ingress', pods, sender, workload.title, sender.title],
    ] as const;
    for (const [direction, own, other, ownTitle, otherTitle] of ends) {
      if (this.policies.lets(direction, own, other, port)) continue;
      const policy = this.policies.toChange(own, direction);
      throw new WayEnds({
        at: 'network policy',
        ...atObject(policy ?? workload.placed),
        field: `spec.${direction}`,
        value: port,
        reason:
          direction === 'egress'
            ? `it does not let ${ownTitle} connect to ${otherTitle} on TCP ${port}`
            : `it does not let ${otherTitle} in to ${ownTitle} on TCP ${port}`,
        remedy: 'let the connection through',
      });
    }
  }
}

/** Rendered pods, by what policies know of them. */
export function podsOf(workload: Workload): Pods {
  const named = podPorts(workload).flatMap(({ name, number }) => (name === undefined ? [] : [[name, number] as const]));
  return { namespace: workload.namespace, labels: workload.labels, portNames: Object.fromEntries(named) };
}
