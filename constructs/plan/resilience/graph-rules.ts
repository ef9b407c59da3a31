import type { Problem } from '../problem';
import { callGraph, cyclesOf, type GraphSurroundings } from './graph';
import { letsItsCallersThrough, standsWhereItsCalleesDo } from './rules/pods';
import {
  failuresMayAddUp,
  promisesNoMoreThanItsCallees,
  promisesNothingEarlier,
  slownessMayAddUp,
} from './rules/promises';
import { fieldOf, type CalledServices, type GraphRule } from './rules/rule';
import { triesProblems } from './rules/tries';
import { clientsWaitLongEnough, leavesOutInTime, waitsLongEnough } from './rules/waiting';

export type { CalledServices } from './rules/rule';

/** What is refused everywhere. */
const RULES: readonly GraphRule[] = [
  waitsLongEnough,
  clientsWaitLongEnough,
  promisesNoMoreThanItsCallees,
  promisesNothingEarlier,
];

/** What is refused where there are as many pods as the services are described for: a playground has fewer. */
const RULES_OF_SIZE: readonly GraphRule[] = [standsWhereItsCalleesDo, letsItsCallersThrough];

/** What is worth knowing. */
const WARNINGS: readonly GraphRule[] = [failuresMayAddUp, slownessMayAddUp, leavesOutInTime];

/**
 * What is wrong with how services call each other: circles, callers that give up before those whom they wait for, promises
 * that rest on smaller ones, tries that multiply. Fields begin at `services`.
 */
export function callGraphProblems(services: CalledServices, surroundings: GraphSurroundings): readonly Problem[] {
  const graph = callGraph(services, surroundings);
  const circles = cyclesOf(graph).map(circleProblem);
  // Round a circle every sum is endless.
  if (circles.length > 0) return circles;
  const rules = surroundings.context.tier === 'development' ? RULES : [...RULES, ...RULES_OF_SIZE];
  return [...judge(rules, services, surroundings), ...triesProblems(graph)];
}

/** What is worth knowing of services that are not refused: what holds only while failures coincide. */
export function callGraphWarnings(services: CalledServices, surroundings: GraphSurroundings): readonly Problem[] {
  return callGraphProblems(services, surroundings).length > 0 ? [] : judge(WARNINGS, services, surroundings);
}

function judge(rules: readonly GraphRule[], services: CalledServices, surroundings: GraphSurroundings): Problem[] {
  const graph = callGraph(services, surroundings);
  return [...graph.values()].flatMap((service) =>
    rules.flatMap((rule) => rule(service, { graph, surroundings, services })),
  );
}

function circleProblem(circle: readonly string[]): Problem {
  const [first = ''] = circle;
  return {
    field: fieldOf(first, 'calls'),
    value: circle.join(' → '),
    reason:
      'these services call each other in a circle: a request can go round until every caller has given up, and none of them can be started, sized or promised without the others',
    remedy: 'turn one of the calls round by an event, or move what both need into a service of its own',
  };
}
