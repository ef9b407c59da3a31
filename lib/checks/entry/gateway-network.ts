import { listAt, textAt } from '../wiring/value';
import type { Door } from './door';
import type { GatewayPods } from './gateway-pods';
import type { AppliedObject } from './manifests';
import type { NetworkPolicies } from './network-policies';
import type { SecurityGroups } from './security-groups';
import type { Templates } from './templates';
import { atObject, atResource, WayEnds } from './way';

/** Whether a load balancer gets through to the pods of a gateway, with requests and with questions after their health. */
export class GatewayNetwork {
  /** The security groups of pods, for each kind of nodes. */
  readonly #nodeGroups: readonly (readonly string[])[];

  public constructor(
    private readonly templates: Templates,
    applied: readonly AppliedObject[],
    private readonly securityGroups: SecurityGroups,
    private readonly policies: NetworkPolicies,
  ) {
    this.#nodeGroups = [
      ...applied.filter(({ object }) => object.kind === 'NodeClass').map(({ object }) => groupsOf(object)),
      ...templates
        .all('AWS::EC2::LaunchTemplate')
        .map(({ properties, stack }) =>
          listAt(properties, 'LaunchTemplateData', 'SecurityGroupIds').map((each) =>
            templates.textOf(each as string, stack),
          ),
        ),
    ].filter((groups) => groups.length > 0);
  }

  /** Ends the way where it does not get through. */
  public connect(door: Door, pods: GatewayPods, port: number): void {
    this.#health(door, pods);
    for (const each of [port, Number(this.#healthPort(door, port))]) this.#connected(door, pods, each);
  }

  #healthPort({ targetGroup }: Door, traffic: number): string {
    const port = this.templates.text(targetGroup, 'HealthCheckPort');
    return port === '' || port === 'traffic-port' ? String(traffic) : port;
  }

  /** A question that nobody answers takes every pod out. */
  #health({ targetGroup }: Door, pods: GatewayPods): void {
    const port = this.#healthPort({ targetGroup } as Door, 0);
    const path = this.templates.text(targetGroup, 'HealthCheckPath');
    const known = [...pods.ports.map(({ targetPort }) => targetPort), ...(pods.readiness ? [pods.readiness.port] : [])];
    const end = (field: string, value: string, reason: string, remedy: string) =>
      new WayEnds({
        at: 'target group',
        ...atResource(targetGroup),
        field: `Properties.${field}`,
        value,
        reason,
        remedy,
      });
    if (port !== '0' && !known.includes(Number(port))) {
      throw end(
        'HealthCheckPort',
        port,
        "the gateway's pods answer on no such port: all of them would be taken out",
        `ask on ${pods.readiness?.port ?? known.join(' or ')}`,
      );
    }
    if (pods.readiness !== undefined && Number(port) === pods.readiness.port && path !== pods.readiness.path) {
      throw end(
        'HealthCheckPath',
        path,
        "the gateway's pods answer at another path: all of them would be taken out",
        `ask at ${pods.readiness.path}`,
      );
    }
  }

  /** From the load balancer's addresses and groups to the pods', by the network's rules and by the cluster's. */
  #connected({ loadBalancer, groups, blocks }: Door, pods: GatewayPods, port: number): void {
    for (const own of this.#nodeGroups) {
      const leaves = groups.some((group) => this.securityGroups.lets('egress', group, port, { groups: own }));
      const enters = own.some((group) => this.securityGroups.lets('ingress', group, port, { groups, blocks }));
      if (leaves && enters) continue;
      const group = this.securityGroups.find((leaves ? own.at(-1) : groups[0]) ?? '') ?? loadBalancer;
      throw new WayEnds({
        at: 'security group',
        ...atResource(group),
        value: port,
        reason: leaves
          ? "no security group of the gateway's pods lets the load balancer in on this port"
          : "no security group of the load balancer lets it connect to the gateway's pods on this port",
        remedy: leaves ? "admit the load balancer's group" : "let it out to the pods' group",
      });
    }
    for (const block of blocks) {
      if (this.policies.lets('ingress', pods, { block }, port)) continue;
      const policy = this.policies.toChange(pods, 'ingress');
      throw new WayEnds({
        at: 'network policy',
        ...(policy === undefined ? pods.at : atObject(policy)),
        field: 'spec.ingress',
        value: block,
        reason: `it does not let the load balancer in to the gateway's pods on TCP ${port} from this subnet`,
        remedy: "let all of the load balancer's subnets in",
      });
    }
  }
}

/** The security groups of the pods on a kind of nodes: their own, or those of the nodes. */
function groupsOf(object: unknown): readonly string[] {
  const own = listAt(object, 'spec', 'podSecurityGroupSelectorTerms');
  return (own.length > 0 ? own : listAt(object, 'spec', 'securityGroupSelectorTerms')).flatMap(
    (term) => textAt(term, 'id') ?? [],
  );
}
