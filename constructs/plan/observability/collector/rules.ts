import type { PlanContext } from '../../context';
import type { Problem } from '../../problem';
import { KEPT_OF_PODS } from './scraping/kept';
import type { CollectorSpec } from './spec';

/** What is wrong with how telemetry is collected, of the right shape. */
export function collectorProblems(spec: CollectorSpec, context: PlanContext): Problem[] {
  return [...keptMetricsProblems(spec), ...keptShareProblems(spec, context)];
}

function keptMetricsProblems({ keptMetrics = [] }: CollectorSpec): Problem[] {
  return keptMetrics.flatMap((name, index) => {
    const field = `keptMetrics[${index}]`;
    if (KEPT_OF_PODS.includes(name)) {
      return [
        { field, value: name, reason: 'the platform asks for it, so that it is kept anyway', remedy: 'remove it' },
      ];
    }
    if (keptMetrics.indexOf(name) === index) return [];
    return [{ field, value: name, reason: 'it is named twice', remedy: 'name it once' }];
  });
}

function keptShareProblems({ traces }: CollectorSpec, { tier }: PlanContext): Problem[] {
  if (tier !== 'production' || traces?.keptShare !== 1) return [];
  return [
    {
      field: 'traces.keptShare',
      value: traces.keptShare,
      reason: 'in production every trace would be paid for, though those that anybody looks for are kept at any share',
      remedy: 'keep a part of them, as in 0.05; leave it out for that',
    },
  ];
}
