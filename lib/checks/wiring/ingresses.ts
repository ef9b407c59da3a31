import type { RenderedCluster } from './cluster';
import type { Flaw, Placed } from './placed';
import { at, itemsAt, listAt, textAt, type Item } from './value';

/** The word by which an Ingress says that an annotation has the weights (AWS Load Balancer Controller, "actions"). */
export const USE_ANNOTATION = 'use-annotation';

/** What is wrong with the Services that a way in from outside the cluster leads to. */
export function ingressFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  const { kind, object } = placed;
  if (kind === 'networking.k8s.io/Ingress') {
    return backendsOf(placed).flatMap(({ value, field }) =>
      backendFlaws(placed, value, at(value, 'port', 'name') ?? at(value, 'port', 'number'), field, cluster),
    );
  }
  if (!kind.endsWith('/TargetGroupBinding')) return [];
  const reference = at(object, 'spec', 'serviceRef');
  return backendFlaws(placed, reference, at(reference, 'port'), 'spec.serviceRef', cluster);
}

/** The Services that an Ingress leads to. */
export function backendsOf({ object }: Placed): readonly Item[] {
  const otherwise = at(object, 'spec', 'defaultBackend', 'service');
  return [
    ...itemsAt(object, '', 'spec', 'rules')
      .flatMap(({ value, field }) => itemsAt(value, field, 'http', 'paths'))
      .map(({ value, field }) => ({ value: at(value, 'backend', 'service'), field: `${field}.backend.service` })),
    ...(otherwise === undefined ? [] : [{ value: otherwise, field: 'spec.defaultBackend.service' }]),
  ];
}

function backendFlaws(
  { namespace }: Placed,
  reference: unknown,
  port: unknown,
  field: string,
  cluster: RenderedCluster,
): Flaw[] {
  const wanted = { kind: 'Service', namespace, name: textAt(reference, 'name') ?? '' };
  const service = cluster.find(wanted);
  if (service !== undefined) return port === USE_ANNOTATION ? [] : servicePortFlaws(service, port, `${field}.port`);
  // A Service of a chart that is not rendered here.
  return namespace !== undefined && cluster.hasStrangersIn(namespace) ? [] : cluster.missing(wanted, `${field}.name`);
}

/** What is wrong when a Service does not have the port, by its name or number, that a field asks for. */
export function servicePortFlaws({ object, title }: Placed, port: unknown, field: string): Flaw[] {
  const ports = listAt(object, 'spec', 'ports');
  if (ports.some((each) => at(each, 'port') === port || at(each, 'name') === port)) return [];
  return [
    {
      field,
      value: port,
      reason: `${title} has no such port`,
      remedy: `name one that it has: ${ports.map((each) => String(at(each, 'port'))).join(', ')}`,
    },
  ];
}
