import type { Problem } from '../../problem';
import { MOST_TRIES_OF_A_CHAIN } from '../defaults';
import { entrances, worstChains, type CallGraph } from '../graph';
import { fieldOf } from './rule';

/** One request must not become many, just when somebody is overloaded. The graph must have no circle. */
export function triesProblems(graph: CallGraph): readonly Problem[] {
  const worst = worstChains(graph);
  const attemptsOf = (name: string): number => graph.get(name)?.resilience.times.attempts ?? 1;
  const problems = entrances(graph)
    .map(worst)
    .filter(({ tries }) => tries > MOST_TRIES_OF_A_CHAIN)
    .map(({ services, tries }): Problem => {
      const tried = services.filter((each) => attemptsOf(each) > 1);
      const [outermost = ''] = tried;
      const above = tried.length > 1 ? tried.slice(0, -1) : tried;
      const chain = services.map((each) => `${each} (${attemptsOf(each)})`).join(' → ');
      return {
        field: fieldOf(outermost, 'resilience.retries.attempts'),
        value: attemptsOf(outermost),
        reason: `one request can become ${tries} tries along ${chain}, just when the last is overloaded; more than ${MOST_TRIES_OF_A_CHAIN} are not let through`,
        remedy: `let the last layer try again and no other: retries: { attempts: 1 } for ${above.join(' and ')}`,
      };
    });
  return problems.filter(({ field }, index) => problems.findIndex((other) => other.field === field) === index);
}
