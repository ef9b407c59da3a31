import type { RenderedCluster } from '../wiring/cluster';
import { backendsOf, USE_ANNOTATION } from '../wiring/ingresses';
import type { Placed } from '../wiring/placed';
import { at, itemsAt, listAt, textAt } from '../wiring/value';
import { includesHost } from '../../../constructs/plan/gateway/hosts';
import { podsOf, type Delivery } from './deliver';
import type { NetworkPolicies } from './network-policies';
import type { RoutedRequest } from './mesh-routes';
import type { Templates } from './templates';
import { atObject, found, WayEnds, type Hop } from './way';

const INGRESS = 'networking.k8s.io/Ingress';

/** The tag of subnets that load balancers of the cluster stand in (EKS user guide, "Subnet tagging for load balancers"). */
const ELB_SUBNET = 'kubernetes.io/role/elb';

/** The way of a request to a service that is in no mesh: through the load balancer that its Ingress makes. */
export class Ingresses {
  readonly #blocks: readonly string[];

  public constructor(
    private readonly cluster: RenderedCluster,
    templates: Templates,
    private readonly policies: NetworkPolicies,
    private readonly delivery: Delivery,
  ) {
    this.#blocks = templates
      .all('AWS::EC2::Subnet')
      .filter(({ properties }) => listAt(properties, 'Tags').some((tag) => textAt(tag, 'Key') === ELB_SUBNET))
      .map((subnet) => templates.text(subnet, 'CidrBlock'));
  }

  /** Follows a request to the pods of an application. */
  public enter(application: string, request: RoutedRequest, passed: (hop: Hop) => void): void {
    const { ingress, backend, field } = this.#backend(application, request);
    passed({ kind: 'ingress', name: `${ingress.namespace}/${ingress.name}` });
    const name = textAt(backend, 'name') ?? '';
    const service = found(this.cluster.find({ kind: 'Service', namespace: ingress.namespace, name }), () => ({
      at: 'service',
      ...atObject(ingress),
      field: `${field}.name`,
      value: name,
      reason: 'no Service of this name is rendered',
      remedy: "name the service's own",
    }));
    const wanted = at(backend, 'port', 'number') ?? at(backend, 'port', 'name');
    const ports = listAt(service.object, 'spec', 'ports');
    const port = found(
      // The annotation that stands for the port names Services that lead to the same pods.
      wanted === USE_ANNOTATION
        ? ports[0]
        : ports.find((each) => at(each, 'port') === wanted || at(each, 'name') === wanted),
      () => ({
        at: 'service',
        ...atObject(ingress),
        field: `${field}.port`,
        value: wanted,
        reason: `${service.title} has no such port`,
        remedy: `name one that it has: ${ports.map((each) => String(at(each, 'port'))).join(', ')}`,
      }),
    );
    const endings = this.delivery.endings(service, at(port, 'targetPort') ?? at(port, 'port'), application);
    passed({ kind: 'service', name: `${service.namespace}/${service.name}:${String(at(port, 'port'))}` });
    for (const { workload, port: own } of endings) {
      for (const block of this.#blocks) {
        if (this.policies.lets('ingress', podsOf(workload), { block }, own)) continue;
        const policy = this.policies.toChange(podsOf(workload), 'ingress');
        throw new WayEnds({
          at: 'network policy',
          ...atObject(policy ?? workload.placed),
          field: 'spec.ingress',
          value: block,
          reason: `it does not let load balancers of this subnet in to ${workload.title} on TCP ${own}`,
          remedy: 'let all public subnets in',
        });
      }
      passed({ kind: 'pods', name: `${workload.placed.title}:${own}` });
    }
  }

  #backend(application: string, { host, path }: RoutedRequest) {
    const ingresses = this.cluster.objectsOf(INGRESS).filter((each) => each.application === application);
    const end = (ingress: Placed | undefined, reason: string, remedy: string) =>
      new WayEnds({
        at: 'ingress',
        ...(ingress === undefined ? { stack: '', resource: application } : atObject(ingress)),
        value: `${host}${path}`,
        reason,
        remedy,
      });
    const [first] = ingresses;
    if (first === undefined) {
      throw end(undefined, 'no Ingress leads to it, and it is not behind the gateway of the mesh', 'render one');
    }
    for (const ingress of ingresses) {
      const className = textAt(ingress.object, 'spec', 'ingressClassName');
      const fitting = itemsAt(ingress.object, '', 'spec', 'rules')
        .filter(({ value }) => includesHost(textAt(value, 'host') ?? '*', host))
        .flatMap(({ value, field }) => itemsAt(value, field, 'http', 'paths'))
        .find(({ value }) => isPath(value, path));
      if (fitting === undefined) continue;
      if (className === undefined || !this.#hasClass(className)) {
        throw end(
          ingress,
          `no IngressClass ${className ?? ''} is rendered, so that no load balancer is made`,
          'render it',
        );
      }
      return { ingress, backend: at(fitting.value, 'backend', 'service'), field: `${fitting.field}.backend.service` };
    }
    throw end(first, 'none of its rules is for this host and path', 'add a rule that is');
  }

  #hasClass(name: string): boolean {
    return this.cluster.find({ kind: 'networking.k8s.io/IngressClass', name }) !== undefined;
  }

  /** The Ingresses that lead to an application. */
  public leadingTo(application: string): readonly Placed[] {
    return this.cluster.objectsOf(INGRESS).filter((ingress) =>
      backendsOf(ingress).some(({ value }) => {
        const service = this.cluster.find({
          kind: 'Service',
          namespace: ingress.namespace,
          name: textAt(value, 'name') ?? '',
        });
        return service?.application === application;
      }),
    );
  }
}

function isPath(written: unknown, path: string): boolean {
  const own = textAt(written, 'path') ?? '/';
  if (textAt(written, 'pathType') === 'Exact') return path === own;
  return own === '/' || path === own || path.startsWith(own.endsWith('/') ? own : `${own}/`);
}
