import type { RenderedCluster } from '../wiring/cluster';
import { backendsOf } from '../wiring/ingresses';
import type { Placed } from '../wiring/placed';
import { push } from '../wiring/selector';
import { textAt } from '../wiring/value';
import { tell, when, type ReleaseRule } from './release';

/** Kinds by which a load balancer sends requests to pods itself. */
const BINDINGS = ['eks.amazonaws.com/TargetGroupBinding', 'elbv2.k8s.aws/TargetGroupBinding'];

/**
 * Whether users come to a blue-green release through a load balancer: it cannot be free of downtime there, since the new
 * pods get no readiness gates.
 */
export function entranceRule(cluster: RenderedCluster): ReleaseRule {
  const entrances = entrancesOf(cluster);
  return ({ placed, blueGreen }) =>
    tell(
      placed,
      ['activeService', 'previewService'].flatMap((key) => {
        const service = textAt(blueGreen, key) ?? '';
        return (entrances.get(`${placed.namespace}/${service}`) ?? []).flatMap((entrance) =>
          when(
            true,
            `spec.strategy.blueGreen.${key}`,
            service,
            `${entrance.title} leads a load balancer to it: new pods get no readiness gates, so that requests are lost (argo-rollouts #4259 #4834 #4297)`,
            'route by the mesh, or take a canary that goes from 0 to 100 %',
          ),
        );
      }),
    );
}

/** What leads load balancers to a Service, by its namespace and name. */
function entrancesOf(cluster: RenderedCluster): ReadonlyMap<string, readonly Placed[]> {
  const entrances = new Map<string, Placed[]>();
  const add = (entrance: Placed, service: string | undefined): void => {
    const key = `${entrance.namespace}/${service}`;
    if (entrances.get(key)?.includes(entrance) !== true) push(entrances, key, entrance);
  };
  for (const ingress of cluster.objectsOf('networking.k8s.io/Ingress')) {
    for (const { value } of backendsOf(ingress)) add(ingress, textAt(value, 'name'));
  }
  for (const binding of BINDINGS.flatMap((kind) => cluster.objectsOf(kind))) {
    add(binding, textAt(binding.object, 'spec', 'serviceRef', 'name'));
  }
  return entrances;
}
