import type { AnalysisMetric } from '../../../constructs/slo/analysis';

/** The states of a measurement. */
export type Phase = 'Successful' | 'Failed' | 'Inconclusive';

/**
 * What Argo Rollouts makes of a measurement (utils/evaluate: `EvaluateResult`). The conditions use only what its
 * expression language and JavaScript have in common, once `len` is given; an index out of range is an error there.
 */
export function phase(
  result: readonly number[],
  conditions: Pick<AnalysisMetric, 'successCondition' | 'failureCondition'>,
): Phase {
  const strict = new Proxy(result, {
    get: (list, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key) && Number(key) >= list.length)
        throw new RangeError('index out of range');
      return Reflect.get(list, key) as unknown;
    },
  });
  const holds = (condition: string): boolean => {
    // The text is this project's own, and running it is the test.
    const evaluate = new Function('result', 'len', 'isNaN', `return ${condition}`) as (
      result: readonly number[],
      len: (list: readonly number[]) => number,
      isNotANumber: (value: number) => boolean,
    ) => boolean;
    return evaluate(strict, (list) => list.length, Number.isNaN);
  };
  if (holds(conditions.failureCondition)) return 'Failed';
  return holds(conditions.successCondition) ? 'Successful' : 'Inconclusive';
}
