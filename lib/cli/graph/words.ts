import type { Slo } from '../../../constructs/slo/spec';
import { percent } from '../../../constructs/slo/decimal';
import type { ReportedTimes } from './report';

/** A time as people read it: `400 ms`, `2.5 s`. */
export function time(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds} ms` : `${Number((milliseconds / 1000).toFixed(3))} s`;
}

/** How often something is tried, and how long each time: `2 × 487 ms`, `once`. */
export function tries({ attempts, perTryMilliseconds }: ReportedTimes): string {
  return attempts === 1 ? 'once' : `${attempts} × ${time(perTryMilliseconds)}`;
}

/** What is tried again after it may have been carried out. */
export function retried({ retried: what }: ReportedTimes): string {
  if (what === 'none') return 'nothing';
  if (what === 'all') return 'everything';
  const { methods, idempotencyKey } = what;
  return [methods.join(', '), ...(idempotencyKey === undefined ? [] : [`with ${idempotencyKey}`])]
    .filter((part) => part !== '')
    .join(', ');
}

/** A promise in few words: `99.9 %, 99 % in 250 ms`. */
export function promised({ availability, latency }: Pick<Slo, 'availability' | 'latency'>): string {
  return `${percent(availability)}, ${latency.percentile} % in ${time(latency.thresholdMilliseconds)}`;
}
