import type { Problem } from '../../problem';
import { DEFAULT_INDEXED_PERCENT, type TracingSpec } from './spec';

/** What is wrong with where traces are kept, of the right shape. Fields are relative to the section. */
export function tracingProblems({ transactionSearch, indexedPercent }: TracingSpec): Problem[] {
  if (transactionSearch !== 'existing' || indexedPercent === undefined) return [];
  return [
    {
      field: 'indexedPercent',
      value: indexedPercent,
      reason: 'whoever switches Transaction Search on for the account decides it, and this environment does not',
      remedy: "say it where transactionSearch is 'create', and leave it out here",
    },
  ];
}

/** Who switches Transaction Search on for an environment, and how much it indexes. */
export function tracingOf(spec: TracingSpec = {}): Required<TracingSpec> {
  const { transactionSearch = 'create', indexedPercent = DEFAULT_INDEXED_PERCENT } = spec;
  return { transactionSearch, indexedPercent };
}
