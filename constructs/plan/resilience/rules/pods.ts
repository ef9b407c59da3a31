import { leftAfterZoneLoss } from '../../service/capacity';
import { calleesIn } from '../graph';
import { underWay } from '../limits';
import { loadOf } from '../plan';
import { fieldOf, type GraphRule } from './rule';

/** Who is in two of three zones sends nothing to the third, and after the loss of one everything to one. */
export const standsWhereItsCalleesDo: GraphRule = (service, { graph, surroundings }) => {
  const zones = surroundings.facts.zones.length;
  const { minimum } = service.replicas;
  if (minimum >= zones) return [];
  return calleesIn(graph, service)
    .filter(({ callee }) => callee.resilience.zones === 'own-first')
    .map(({ callee: { name } }) => ({
      field: fieldOf(service.name, 'replicas.minimum'),
      value: minimum,
      reason: `its requests to ${name} stay in their own zone, and ${minimum} pods are not in each of ${zones}: the pods of ${name} elsewhere would have nothing to do, and be missing when a zone is lost`,
      remedy: `take ${zones} or more, or resilience: { zones: 'any' } for ${name}`,
    }));
};

/** What is left of the callers after the loss of a zone must be let through with everything. */
export const letsItsCallersThrough: GraphRule = (service, { graph, surroundings, services }) => {
  const { name, callers, reachedFromOutside } = service;
  const limit = services[name]?.resilience?.limits?.perCaller;
  // How many pods the gateway has is no service's business.
  if (limit === undefined || reachedFromOutside || callers.length === 0) return [];
  const zones = surroundings.facts.zones.length;
  const left = callers
    .map((caller) => graph.get(caller)?.replicas.minimum ?? 0)
    .map((pods) => (zones < 2 ? pods : leftAfterZoneLoss(pods, zones)))
    .reduce((sum, pods) => sum + pods, 0);
  const expected = underWay(loadOf(service));
  if (limit * left >= expected) return [];
  return [
    {
      field: fieldOf(name, 'resilience.limits.perCaller'),
      value: limit,
      reason: `by its promise it has ${Math.ceil(expected)} requests under way, and the ${left} pods of ${callers.join(' and ')} that the loss of a zone leaves may have ${limit * left}`,
      remedy: `take ${Math.ceil(expected / Math.max(1, left))} or more, better twice as many, or leave it out`,
    },
  ];
};
