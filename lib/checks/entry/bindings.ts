import type { RenderedCluster } from '../wiring/cluster';
import { placed, type Placed } from '../wiring/placed';
import { at, textAt } from '../wiring/value';
import type { GatewayPods } from './gateway-pods';
import type { AppliedObject } from './manifests';
import type { Resource, Templates } from './templates';
import { atObject, atResource, found, WayEnds, type At, type Hop } from './way';

const KIND = 'TargetGroupBinding';

/** A binding of a Service's pods to a target group, wherever it is applied. */
interface Binding {
  readonly object: Placed;
  readonly at: At;
}

/** What puts pods behind load balancers. */
export class Bindings {
  readonly #all: readonly Binding[];

  public constructor(
    cluster: RenderedCluster,
    private readonly templates: Templates,
    applied: readonly AppliedObject[],
    private readonly gateways: readonly GatewayPods[],
  ) {
    this.#all = [
      ...applied.map(({ object, resource }) => ({ object: placed('', object), at: atResource(resource) })),
      ...cluster.objects.map((object) => ({ object, at: atObject(object) })),
    ].filter(({ object }) => object.object.kind === KIND);
  }

  /** The pods that a target group leads to, and the port that they are registered with. */
  public lead(
    targetGroup: Resource,
    passed: (hop: Hop) => void,
  ): { readonly pods: GatewayPods; readonly port: number } {
    const binding = this.#of(targetGroup);
    passed({ kind: 'binding', name: `${binding.object.namespace}/${binding.object.name}` });
    return this.#bound(binding, passed);
  }

  /** The bindings that lead elsewhere than into a gateway. */
  public strangers(): readonly Binding[] {
    return this.#all.filter(
      ({ object }) =>
        !this.gateways.some(
          ({ namespace, name }) =>
            namespace === object.namespace && name === textAt(object.object, 'spec', 'serviceRef', 'name'),
        ),
    );
  }

  #of(targetGroup: Resource): Binding {
    const [arn, name] = [this.templates.reference(targetGroup), this.templates.text(targetGroup, 'Name')];
    const binding = found(
      this.#all.find(
        ({ object: { object } }) =>
          textAt(object, 'spec', 'targetGroupARN') === arn || textAt(object, 'spec', 'targetGroupName') === name,
      ),
      () => ({
        at: 'binding',
        ...atResource(targetGroup),
        value: name,
        reason: 'no TargetGroupBinding names this target group, so that no pod is ever registered in it',
        remedy: "render one that names it, and the gateway's Service",
      }),
    );
    const [written, own] = [
      textAt(binding.object.object, 'spec', 'targetType'),
      this.templates.text(targetGroup, 'TargetType'),
    ];
    if (written === undefined || written === own) return binding;
    throw new WayEnds({
      at: 'binding',
      ...binding.at,
      field: 'spec.targetType',
      value: written,
      reason: `the target group takes targets of another kind: ${own}`,
      remedy: `write ${own}`,
    });
  }

  #bound(
    { object: { object, namespace }, at: place }: Binding,
    passed: (hop: Hop) => void,
  ): { pods: GatewayPods; port: number } {
    const name = textAt(object, 'spec', 'serviceRef', 'name');
    const wanted = at(object, 'spec', 'serviceRef', 'port');
    const pods = found(
      this.gateways.find((each) => each.namespace === namespace && each.name === name),
      () => ({
        at: 'gateway service',
        ...place,
        field: 'spec.serviceRef.name',
        value: `${namespace}/${name}`,
        reason: 'no gateway of the mesh has a Service of this name',
        remedy: `name one of ${this.gateways.map((each) => `${each.namespace}/${each.name}`).join(', ') || 'none'}`,
      }),
    );
    const port = found(
      pods.ports.find((each) => each.port === wanted || each.name === wanted),
      () => ({
        at: 'gateway service',
        ...place,
        field: 'spec.serviceRef.port',
        value: wanted,
        reason: "the gateway's Service has no such port",
        remedy: `name one of ${pods.ports.map((each) => each.port).join(', ')}`,
      }),
    );
    passed({ kind: 'gateway service', name: `${pods.namespace}/${pods.name}:${port.port}` });
    return { pods, port: port.targetPort };
  }
}
