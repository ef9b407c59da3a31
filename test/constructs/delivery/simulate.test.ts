import fc from 'fast-check';
import type { DeliveryContext } from '../../../constructs/delivery/context';
import { badFrom, samples, series, SERIES_NAMES, type Sample } from '../../../constructs/delivery/series';
import { simulate } from '../../../constructs/delivery/simulate';
import { strategyProblems, type StrategySpec } from '../../../constructs/delivery/spec';
import { timelineOf } from '../../../constructs/delivery/timeline';
import { acceptedStrategy } from './arbitrary';
import { behindAlb, goodBlueGreen, goodCanary, inDevelopment, inMesh, planOf, withoutRouter } from './examples';

const outcomes = (spec: StrategySpec, context: DeliveryContext = inMesh) =>
  Object.fromEntries(SERIES_NAMES.map((name) => [name, simulate(planOf(spec, context), series(name)).outcome]));

beforeAll(() => fc.configureGlobal({ numRuns: 50 }));
afterAll(() => fc.resetConfigureGlobal());

describe('a canary', () => {
  test('is promoted when good, and goes back when bad or unjudged', () => {
    expect(outcomes(goodCanary)).toEqual({
      good: 'promoted',
      bad: 'aborted',
      flaky: 'aborted',
      'no-traffic': 'aborted',
    });
  });

  test('waits for a person without evidence when told to hold', () => {
    expect(simulate(planOf({ ...goodCanary, onNoEvidence: 'hold' }), series('no-traffic'))).toMatchObject({
      outcome: 'paused',
      reason: 'promise: 3 without data, 2 tolerated',
    });
  });

  test('goes back by an error, not by a failure, when the metrics store is away for long', () => {
    const { outcome, reason, at } = simulate(planOf(goodCanary), samples('no-answer'));
    expect({ outcome, reason }).toEqual({
      outcome: 'aborted',
      reason: 'promise: no answer 31 times in a row, 30 tolerated',
    });
    // Ready after 60 s, measured first after 240 s more, and thirty more times ten seconds apart.
    expect(at).toBe(60 + 240 + 300);
  });

  test('survives a metrics store that is away for five minutes', () => {
    const away: Sample[] = Array.from({ length: 30 }, () => 'no-answer');
    expect(simulate(planOf(goodCanary), samples(...(away as [Sample, ...Sample[]]), 'good')).outcome).toBe('promoted');
  });

  test('takes all requests back when it aborts', () => {
    expect(simulate(planOf(goodCanary), series('bad')).events.at(-1)).toMatchObject({
      kind: 'outcome',
      canaryShare: 0,
    });
  });

  test('tolerates one bad measurement, and not two, however far apart', () => {
    expect(simulate(planOf(goodCanary), samples('good', 'breach', 'good')).outcome).toBe('promoted');
    expect(simulate(planOf(goodCanary), (at) => (at === 300 || at === 1020 ? 'breach' : 'good'))).toMatchObject({
      outcome: 'aborted',
      at: 1020,
    });
  });

  test('is not judged any more by what is still running when it is through', () => {
    const late: StrategySpec = {
      ...goodCanary,
      steps: [
        { step: 'setWeight', weight: 50 },
        { step: 'pause', seconds: 60 },
      ],
    };
    expect(strategyProblems(late, inMesh)).not.toEqual([]);
    expect(simulate(planOf(late), series('bad')).outcome).toBe('promoted');
  });

  test('is judged while it waits for a person', () => {
    const manual: StrategySpec = { ...goodCanary, steps: [{ step: 'setWeight', weight: 5 }, { step: 'pause' }] };
    expect(simulate(planOf(manual), series('bad'), { personSeconds: 3600 }).outcome).toBe('aborted');
    expect(simulate(planOf(manual), series('good'), { personSeconds: 3600 }).at).toBe(60 + 3600 + 60);
  });

  test('behind a load balancer may go from 0 to 100 %, asked first and judged after', () => {
    const allAtOnce: StrategySpec = {
      kind: 'canary',
      steps: [
        { step: 'setCanaryScale', scale: { weight: 100 } },
        { step: 'analysis', checks: [{ check: 'smoke', path: '/healthz' }] },
        { step: 'setWeight', weight: 100 },
        { step: 'analysis', checks: [{ check: 'promise' }] },
      ],
    };
    expect(strategyProblems(allAtOnce, behindAlb)).toEqual([]);
    expect(outcomes(allAtOnce, behindAlb)).toEqual({
      good: 'promoted',
      bad: 'aborted',
      flaky: 'promoted',
      'no-traffic': 'aborted',
    });
    expect(
      simulate(planOf(allAtOnce, behindAlb), series('bad')).events.every(({ canaryShare }) => canaryShare === 0),
    ).toBe(true);
  });

  test('without a router is judged at the share of its pods', () => {
    const { events } = simulate(planOf(goodCanary, { ...withoutRouter, replicas: 10 }), series('good'));
    expect(events.find(({ kind }) => kind === 'requests')).toMatchObject({ canaryShare: 1 / 11 });
  });
});

describe('blue-green', () => {
  test('moves all requests, and moves them back when the promise is broken', () => {
    const { outcome, events } = simulate(planOf(goodBlueGreen), badFrom(0));
    expect(outcome).toBe('aborted');
    expect(events.map(({ canaryShare }) => canaryShare)).toContain(1);
    expect(events.at(-1)?.canaryShare).toBe(0);
  });

  test('never moves requests to a version that does not answer', () => {
    const { outcome, events } = simulate(planOf(goodBlueGreen), series('bad'));
    expect(outcome).toBe('aborted');
    expect(events.map(({ canaryShare }) => canaryShare)).not.toContain(1);
  });

  test('held without evidence stays with the new version', () => {
    const { outcome, events } = simulate(planOf({ ...goodBlueGreen, onNoEvidence: 'hold' }), series('no-traffic'));
    expect({ outcome, share: events.at(-1)?.canaryShare }).toEqual({ outcome: 'paused', share: 1 });
  });

  test('goes on to its wait only when the preview has passed', () => {
    const waits: StrategySpec = { ...goodBlueGreen, autoPromotionSeconds: 300 };
    expect(timelineOf(planOf(waits)).stages.map(({ title, startSecond }) => [title, startSecond])).toEqual([
      ['build the preview', 0],
      ['judge the preview', 60],
      ['wait', 80],
      ['move all requests', 380],
      ['judge the new version', 380],
      ['promote the new version', 680],
    ]);
  });
});

describe('whatever a strategy that production accepts', () => {
  test('a version that is bad from the first is never promoted', () => {
    fc.assert(
      fc.property(acceptedStrategy, ({ spec, context }) => {
        expect(simulate(planOf(spec, context), series('bad')).outcome).toBe('aborted');
        expect(simulate(planOf(spec, context), badFrom(0)).outcome).toBe('aborted');
      }),
    );
  });

  test('a version without requests is never promoted', () => {
    fc.assert(
      fc.property(acceptedStrategy, ({ spec, context }) => {
        const { outcome } = simulate(planOf(spec, context), series('no-traffic'));
        expect(outcome).toBe(spec.onNoEvidence === 'hold' ? 'paused' : 'aborted');
      }),
    );
  });

  test('a version that nobody can measure is never promoted', () => {
    fc.assert(
      fc.property(acceptedStrategy, ({ spec, context }) => {
        expect(simulate(planOf(spec, context), samples('no-answer')).outcome).toBe('aborted');
      }),
    );
  });

  test('a good version is always promoted, at the time that was told before', () => {
    fc.assert(
      fc.property(acceptedStrategy, ({ spec, context }) => {
        const plan = planOf(spec, context);
        expect(simulate(plan, series('good'))).toMatchObject({
          outcome: 'promoted',
          at: timelineOf(plan).secondsToFull,
        });
      }),
    );
  });

  test('time never runs backwards, and the share of requests never falls before the end', () => {
    fc.assert(
      fc.property(acceptedStrategy, fc.constantFrom(...SERIES_NAMES), ({ spec, context }, name) => {
        const { events, at } = simulate(planOf(spec, context), series(name));
        const before = events.slice(0, -1);
        expect(before).toEqual([...before].sort((a, b) => a.at - b.at || a.canaryShare - b.canaryShare));
        expect(events.at(-1)?.at).toBe(at);
      }),
    );
  });

  test('the same release ends the same way twice', () => {
    fc.assert(
      fc.property(acceptedStrategy, fc.constantFrom(...SERIES_NAMES), ({ spec, context }, name) => {
        const once = simulate(planOf(spec, context), series(name));
        expect(simulate(planOf(spec, context), series(name))).toEqual(once);
      }),
    );
  });
});

test('a strategy that nobody judges, as development allows, promotes what is bad', () => {
  const blind: StrategySpec = { kind: 'canary', steps: goodCanary.steps };
  expect(strategyProblems(blind, inDevelopment)).toEqual([]);
  expect(simulate(planOf(blind, inDevelopment), series('bad')).outcome).toBe('promoted');
});
