import type { Problem } from '../../../problem';
import { typeOf, type Pipeline } from './config';

/** These put telemetry together anew, and what was known of the connection that it came by is gone. */
const FORGET_THE_CONNECTION = ['batch', 'tail_sampling'];

/** What is wrong with the order of a pipeline's processors. */
export function orderProblems({ processors }: Pipeline<string, string, string>, field: string): Problem[] {
  const types = processors.map(typeOf);
  const where = `${field}.processors`;
  const enrichment = types.lastIndexOf('k8s_attributes');
  const forgetting = types.findIndex((type) => FORGET_THE_CONNECTION.includes(type));
  return [
    ...(types[0] === 'memory_limiter'
      ? []
      : [
          {
            field: where,
            value: processors,
            reason: 'what is refused for want of memory must be refused before work was done for it',
            remedy: 'put memory_limiter first',
          },
        ]),
    ...(types.includes('batch') && types.at(-1) !== 'batch'
      ? [
          {
            field: where,
            value: processors,
            reason: 'what comes after batch changes the size of the batches, or drops what was put together',
            remedy: 'put batch last',
          },
        ]
      : []),
    ...(forgetting !== -1 && enrichment > forgetting
      ? [
          {
            field: where,
            value: processors,
            reason: 'k8s_attributes knows a pod by its connection, which batch and tail_sampling forget',
            remedy: 'put k8s_attributes before them',
          },
        ]
      : []),
  ];
}
