import {
  collectorProblems,
  collectorSpec,
  type CollectorSpec,
} from '../../../../../constructs/plan/observability/collector/spec';
import { shapeProblems } from '../../../../../constructs/plan/spec';
import { development, production } from '../../service/examples';

const problemsOf = (spec: unknown, context = production) => {
  const shape = shapeProblems(collectorSpec, spec);
  return shape.length > 0 ? shape : collectorProblems(spec as CollectorSpec, context);
};

describe('how telemetry is collected', () => {
  test.each<[string, CollectorSpec]>([
    ['nothing', {}],
    ['a share of the traces', { traces: { keptShare: 0.2 } }],
    ['no good traces at all', { traces: { keptShare: 0 } }],
    ['what is slow', { traces: { slowMilliseconds: 2000 } }],
    ['more gateways', { gatewaysPerZone: 3 }],
    ['metrics of its own', { keptMetrics: ['rides_matched_total', 'rides_open'] }],
  ])('may say %s', (_, spec) => {
    expect(problemsOf(spec)).toEqual([]);
  });

  test.each<[string, unknown, string, string]>([
    ['a share above all', { traces: { keptShare: 5 } }, 'traces.keptShare', 'between none, 0, and all, 1'],
    ['a share below none', { traces: { keptShare: -0.1 } }, 'traces.keptShare', 'between none, 0, and all, 1'],
    ['every trace of production', { traces: { keptShare: 1 } }, 'traces.keptShare', 'would be paid for'],
    ['slow in no time', { traces: { slowMilliseconds: 0 } }, 'traces.slowMilliseconds', 'between a millisecond'],
    ['a zone without gateways', { gatewaysPerZone: 0 }, 'gatewaysPerZone', 'one at least'],
    ['metrics by a pattern', { keptMetrics: ['rides_.*'] }, 'keptMetrics[0]', 'whole names'],
    ['no metrics in a list', { keptMetrics: [] }, 'keptMetrics', 'leave it out'],
    ['a metric that is kept anyway', { keptMetrics: ['up_time', 'pilot_info'] }, 'keptMetrics[1]', 'kept anyway'],
    ['a metric twice', { keptMetrics: ['rides_open', 'rides_open'] }, 'keptMetrics[1]', 'named twice'],
  ])('may not say %s', (_, spec, field, reason) => {
    expect(problemsOf(spec)).toContainEqual(
      expect.objectContaining({ field, reason: expect.stringContaining(reason), remedy: expect.stringMatching(/./) }),
    );
  });

  test('may keep every trace where little happens', () => {
    expect(problemsOf({ traces: { keptShare: 1 } }, development)).toEqual([]);
  });
});
