import type { RenderedCluster } from './cluster';
import type { Flaw, Placed } from './placed';
import { routerFlaws } from './routers';
import { podsBehind } from './selections';
import { analysisPlaces, strategyServices } from './strategy';
import { at } from './value';

/** What is wrong with what a Rollout names. The engine calls such a Rollout invalid, and releases nothing. */
export function rolloutFlaws(placed: Placed, cluster: RenderedCluster): Flaw[] {
  if (placed.kind !== 'argoproj.io/Rollout') return [];
  const { object, namespace } = placed;
  return [
    ...templateFlaws(placed),
    ...strategyServices(object).flatMap(({ name, field }) => serviceFlaws(placed, name, field, cluster)),
    ...analysisPlaces(object).flatMap(({ templates }) =>
      templates.flatMap(({ name, field }) =>
        cluster.missing({ kind: 'argoproj.io/AnalysisTemplate', namespace, name }, field),
      ),
    ),
    ...routerFlaws(placed, cluster),
  ];
}

/** The engine can take the template of a Deployment; then the pods are not where this check looks for them. */
function templateFlaws({ object }: Placed): Flaw[] {
  const reference = at(object, 'spec', 'workloadRef');
  if (reference === undefined) return [];
  return [
    {
      field: 'spec.workloadRef',
      value: reference,
      reason: "this check does not follow it, so that nobody looks at the Rollout's pods",
      remedy: 'give the Rollout a template of its own: spec.template',
    },
  ];
}

function serviceFlaws(placed: Placed, name: string, field: string, cluster: RenderedCluster): Flaw[] {
  const service = cluster.find({ kind: 'Service', namespace: placed.namespace, name });
  if (service === undefined) return cluster.missing({ kind: 'Service', namespace: placed.namespace, name }, field);
  const own = cluster.workloadsOf(placed);
  if (own.length === 0 || podsBehind(service, cluster).some((workload) => own.includes(workload))) return [];
  return [
    {
      field,
      value: name,
      reason: `${service.title} does not select the pods of this Rollout, so that it leads to none of its versions`,
      remedy: `give it the selector of the Rollout, or name another Service`,
    },
  ];
}
