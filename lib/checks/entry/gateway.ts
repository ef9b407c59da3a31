import { includesHost } from '../../../constructs/plan/gateway/hosts';
import type { RenderedCluster } from '../wiring/cluster';
import type { Placed } from '../wiring/placed';
import { matches } from '../wiring/selector';
import { labelsAt, listAt, numberAt } from '../wiring/value';
import { Bindings } from './bindings';
import type { Door } from './door';
import { GatewayNetwork } from './gateway-network';
import { gatewaysIn, type GatewayPods } from './gateway-pods';
import { appliedObjects } from './manifests';
import { isVisible, ofHost, VIRTUAL_SERVICE } from './mesh-routes';
import type { NetworkPolicies } from './network-policies';
import type { SecurityGroups } from './security-groups';
import type { Templates } from './templates';
import { atObject, WayEnds, type Hop } from './way';

const GATEWAY = 'networking.istio.io/Gateway';

/** The way of a request from a target group to the VirtualService that has its host. */
export class Gateways {
  /** The pods of the gateways. */
  public readonly all: readonly GatewayPods[];
  /** What puts pods behind load balancers. */
  public readonly bindings: Bindings;
  readonly #network: GatewayNetwork;

  public constructor(
    private readonly cluster: RenderedCluster,
    templates: Templates,
    securityGroups: SecurityGroups,
    policies: NetworkPolicies,
  ) {
    this.all = gatewaysIn(cluster);
    const applied = appliedObjects(templates);
    this.bindings = new Bindings(cluster, templates, applied, this.all);
    this.#network = new GatewayNetwork(templates, applied, securityGroups, policies);
  }

  /** Follows requests from a target group into the pods of a gateway; gives the pods, and their port. */
  public enter(door: Door, passed: (hop: Hop) => void): { readonly pods: GatewayPods; readonly port: number } {
    const { pods, port } = this.bindings.lead(door.targetGroup, passed);
    this.#network.connect(door, pods, port);
    passed({ kind: 'gateway pods', name: `${labelsText(pods)}:${port}` });
    return { pods, port };
  }

  /** The VirtualService that has a host, among those that the pods of a gateway know on a port. */
  public virtualService(pods: GatewayPods, port: number, host: string, passed: (hop: Hop) => void): Placed {
    const gateway = this.#gateway(pods, port, host);
    passed({ kind: 'gateway', name: `${gateway.namespace}/${gateway.name}:${port}` });
    return ofHost(this.attached(gateway, pods, host), host, () => ({
      at: 'route',
      ...atObject(gateway),
      value: host,
      reason: 'no VirtualService that it knows has this host: it answers 404',
      remedy: 'render one that names this Gateway and the host',
    }));
  }

  /** The Gateways that pods carry out. */
  public carriedOut(pods: GatewayPods): readonly Placed[] {
    return this.cluster
      .objectsOf(GATEWAY)
      .filter(({ object }) => matches({ matchLabels: labelsAt(object, 'spec', 'selector') }, pods.labels));
  }

  /** The VirtualServices that a Gateway knows; of a host, where one is given. */
  public attached(gateway: Placed, pods: GatewayPods, host?: string): readonly Placed[] {
    const servers = listAt(gateway.object, 'spec', 'servers');
    return this.cluster.objectsOf(VIRTUAL_SERVICE).filter((virtualService) => {
      const names = listAt(virtualService.object, 'spec', 'gateways').map(String);
      return (
        names.some((name) => nameInFull(name, virtualService) === `${gateway.namespace}/${gateway.name}`) &&
        isVisible(virtualService, pods.namespace) &&
        servers.some((server) =>
          hostsOf(server, gateway).some(
            ({ namespace, pattern }) =>
              (namespace === '*' || namespace === virtualService.namespace) &&
              (host === undefined || includesHost(pattern, host)),
          ),
        )
      );
    });
  }

  /** A Gateway's port is one of the Service; the pods listen where that leads (istio 1.31, `resolvePorts`). */
  #gateway(pods: GatewayPods, port: number, host: string): Placed {
    const gateways = this.carriedOut(pods);
    const [first] = gateways;
    const serving = gateways.flatMap((gateway) =>
      listAt(gateway.object, 'spec', 'servers').map((server) => ({ gateway, server })),
    );
    const listening = serving.filter(({ server }) => {
      const number = numberAt(server, 'port', 'number') ?? 0;
      return (pods.ports.find((each) => each.port === number)?.targetPort ?? number) === port;
    });
    const answering = listening.find(({ gateway, server }) =>
      hostsOf(server, gateway).some(({ pattern }) => includesHost(pattern, host)),
    );
    if (answering !== undefined) return answering.gateway;
    throw new WayEnds({
      at: 'gateway',
      ...(first === undefined ? pods.at : atObject(first)),
      ...(first === undefined
        ? {
            value: pods.labels,
            reason: 'no Gateway chooses its pods by these labels, so that they listen to nobody',
            remedy: 'render one whose selector does',
          }
        : listening.length === 0
          ? {
              field: 'spec.servers',
              value: port,
              reason: 'no server of it makes the pods listen on the port that the load balancer sends to',
              remedy: `give it a server on port ${port}`,
            }
          : {
              field: 'spec.servers',
              value: host,
              reason: 'no server of it answers this host',
              remedy: 'add the host to the server',
            }),
    });
  }
}

const nameInFull = (name: string, { namespace }: Placed): string =>
  name.includes('/') ? name : `${namespace}/${name}`;

/** `./api.rides.example`: the namespace whose VirtualServices may have the host, and the host. */
function hostsOf(
  server: unknown,
  gateway: Placed,
): readonly { readonly namespace: string; readonly pattern: string }[] {
  return listAt(server, 'hosts').map((written) => {
    const [first = '', second] = String(written).split('/');
    if (second === undefined) return { namespace: '*', pattern: first };
    return { namespace: first === '.' ? (gateway.namespace ?? '') : first, pattern: second };
  });
}

/** The labels by which a Gateway chooses pods. */
const labelsText = ({ labels }: GatewayPods): string => `app=${labels.app}, istio=${labels.istio}`;
