import type { CollectorSpec } from '../../../constructs/plan/observability/collector/spec';
import type { Case } from './refused';

/** Everything that can be said of how telemetry is collected. */
export const COLLECTED: CollectorSpec = {
  traces: { keptShare: 0.1, slowMilliseconds: 2000 },
  gatewaysPerZone: 2,
  keptMetrics: ['rides_matched_total', 'rides_open'],
};

const field = (name: string): string => `observability.collector.${name}`;

/** What must not be said of it. */
export const REFUSED_COLLECTED: readonly Case[] = [
  [
    'a share of traces above all',
    { [field('traces')]: { keptShare: 5 } },
    field('traces.keptShare'),
    'a share',
    '0.05',
  ],
  [
    'every good trace of production',
    { [field('traces')]: { keptShare: 1 } },
    field('traces.keptShare'),
    'would be paid for',
    'as in 0.05',
  ],
  [
    'traces that are slow in no time',
    { [field('traces')]: { slowMilliseconds: 0 } },
    field('traces.slowMilliseconds'),
    'between a millisecond',
    '1000',
  ],
  ['traces that are no section', { [field('traces')]: 0.05 }, field('traces'), 'expected object', 'keptShare'],
  ['a zone without gateways', { [field('gatewaysPerZone')]: 0 }, field('gatewaysPerZone'), 'one at least', '2'],
  [
    'metrics by a pattern',
    { [field('keptMetrics')]: ['rides_.*'] },
    field('keptMetrics[0]'),
    'whole names',
    'rides_matched_total',
  ],
  ['no metrics in a list', { [field('keptMetrics')]: [] }, field('keptMetrics'), 'for none', 'rides_matched_total'],
  [
    'a metric that is kept anyway',
    { [field('keptMetrics')]: ['pilot_info'] },
    field('keptMetrics[0]'),
    'kept anyway',
    'remove it',
  ],
  [
    'a metric twice',
    { [field('keptMetrics')]: ['rides_open', 'rides_open'] },
    field('keptMetrics[1]'),
    'named twice',
    'name it once',
  ],
  [
    'a collector that is no section',
    { 'observability.collector': true },
    'observability.collector',
    'expected object',
    'keptShare',
  ],
];
