import fc from 'fast-check';
import { PALETTE } from '../../../constructs/delivery/drawing';
import { evidenceOf } from '../../../constructs/delivery/evidence';
import { worstCase } from '../../../constructs/delivery/exposure';
import { requestsPerSecondAt } from '../../../constructs/delivery/needs';
import { OUTCOME_COLOUR, outcomeMark } from '../../../constructs/delivery/marks';
import { series, SERIES_NAMES, type SeriesName } from '../../../constructs/delivery/series';
import { simulate } from '../../../constructs/delivery/simulate';
import type { CanarySpec, StrategySpec } from '../../../constructs/delivery/spec';
import { strategyProblems } from '../../../constructs/delivery/spec';
import { stagesOf } from '../../../constructs/delivery/stages';
import { timelineSvg } from '../../../constructs/delivery/svg';
import { clock, TIMELINE_COLUMNS, timelineRows } from '../../../constructs/delivery/table';
import { timelineOf } from '../../../constructs/delivery/timeline';
import { acceptedStrategy, anyStrategy } from './arbitrary';
import { behindAlb, goodBlueGreen, goodCanary, inDevelopment, inMesh, planOf, slo } from './examples';
import { xmlFlaws } from './xml';

const load = { requestsPerSecond: 20, path: '/quotes' };
const weight5 = { step: 'setWeight', weight: 5 } as const;

beforeAll(() => fc.configureGlobal({ numRuns: 50 }));
afterAll(() => fc.resetConfigureGlobal());

describe('a plan', () => {
  test('resolves every default of a canary', () => {
    expect(planOf(goodCanary)).toMatchObject({
      onNoEvidence: 'abort',
      minPodsPerReplicaSet: 2,
      dynamicStableScale: false,
      scaleDownDelaySeconds: 60,
      abortScaleDownDelaySeconds: 30,
      background: {
        startingStep: 1,
        checks: [
          // 508 requests at 2.5 a second take 204 s, in whole minutes.
          { name: 'promise', windowSeconds: 240, initialDelaySeconds: 240, intervalSeconds: 120, failureLimit: 1 },
          { name: 'evidence', windowSeconds: 240, minimumRequests: 508, failureLimit: 2, inconclusiveLimit: 0 },
        ],
      },
    });
  });

  test('gives the background analysis no count', () => {
    const plan = planOf(goodCanary);
    expect(plan.kind === 'canary' && plan.background?.checks.map(({ count }) => count)).toEqual([undefined, undefined]);
  });

  test('keeps old pods behind a load balancer as long as it takes to deregister them', () => {
    expect(planOf(goodCanary, behindAlb)).toMatchObject({ scaleDownDelaySeconds: 300 });
  });

  test('keeps the old pods of a blue-green service longer than the analysis after its promotion', () => {
    expect(planOf(goodBlueGreen)).toMatchObject({ scaleDownDelaySeconds: 120 + 3 * 60 + 600 });
  });

  test('lets the want of evidence fail before it leaves the promise inconclusive, so that it aborts and never pauses', () => {
    const tolerant = (inconclusiveLimit: number): StrategySpec => ({
      ...goodCanary,
      analysis: { checks: [{ check: 'promise', inconclusiveLimit }] },
    });
    expect(
      [0, 1, 2].map((limit) => {
        const plan = planOf(tolerant(limit));
        const [promise, evidence] = (plan.kind === 'canary' && plan.background?.checks) || [];
        return [evidence?.failureLimit, promise?.inconclusiveLimit];
      }),
    ).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  test('asks for no evidence where a release is to be held', () => {
    const held = planOf(goodCanary, inDevelopment);
    expect(held.kind === 'canary' && held.background?.checks.map(({ name }) => name)).toEqual(['promise']);
  });

  test('lists the routes that the engine must be told beforehand, each once', () => {
    const routed: CanarySpec = {
      ...goodCanary,
      steps: [
        { step: 'setWeight', weight: 5 },
        { step: 'headerRoute', name: 'testers', match: [{ header: 'x-canary', value: { exact: 'yes' } }] },
        { step: 'mirror', name: 'shadow', match: [{ method: { exact: 'GET' } }] },
        { step: 'pause', seconds: 900 },
        { step: 'headerRoute', name: 'testers' },
      ],
    };
    expect(planOf(routed)).toMatchObject({ managedRoutes: ['testers', 'shadow'] });
  });

  test('is the same for a plain copy of the same strategy', () => {
    expect(planOf(JSON.parse(JSON.stringify(goodCanary)) as StrategySpec)).toEqual(planOf(goodCanary));
  });
});

describe('a timeline', () => {
  test('adds up the steps, and the time that pods take', () => {
    const timeline = timelineOf(planOf(goodCanary));
    expect(timelineRows(timeline)).toEqual([
      ['0:00', '1:00', 'send 5 % to the canary', '5 %', '2 + 6', ''],
      ['1:00', '11:00', 'wait', '5 %', '2 + 6', 'promise, evidence'],
      ['11:00', '11:00', 'send 25 % to the canary', '25 %', '2 + 6', 'promise, evidence'],
      ['11:00', '16:00', 'wait', '25 %', '2 + 6', 'promise, evidence'],
      ['16:00', '17:00', 'send 50 % to the canary', '50 %', '3 + 6', 'promise, evidence'],
      ['17:00', '22:00', 'wait', '50 %', '3 + 6', 'promise, evidence'],
      ['22:00', '23:00', 'promote the canary', '100 %', '6 + 0', 'promise, evidence'],
    ]);
    expect(timeline).toMatchObject({ secondsToFull: 1380, waitsForPeople: 0, mostPods: 12 });
    expect(TIMELINE_COLUMNS).toHaveLength(timelineRows(timeline)[0]?.length ?? 0);
  });

  test('counts the people that it waits for, and not their time', () => {
    const manual: StrategySpec = { ...goodCanary, steps: [...goodCanary.steps, { step: 'pause' }] };
    const timeline = timelineOf(planOf(manual));
    expect(timeline).toMatchObject({ secondsToFull: 1380, waitsForPeople: 1 });
    expect(timelineRows(timeline)[6]?.[1]).toBe('22:00 +');
  });

  test('is as long as its pauses and the pods of its steps, and its weights never fall', () => {
    fc.assert(
      fc.property(acceptedStrategy, ({ spec, context }) => {
        const { stages, secondsToFull } = timelineOf(planOf(spec, context));
        const shares = stages.map(({ canaryShare }) => canaryShare);
        expect(shares).toEqual([...shares].sort((a, b) => a - b));
        expect(shares.at(-1)).toBe(1);
        expect(stages.map(({ startSecond }) => startSecond)).toEqual([
          0,
          ...stages.slice(0, -1).map(({ endSecond }) => endSecond),
        ]);
        expect(secondsToFull).toBe(stages.at(-1)?.endSecond);
        const pauses = spec.kind === 'canary' ? spec.steps : [];
        const paused = pauses.reduce((sum, step) => sum + (step.step === 'pause' ? (step.seconds ?? 0) : 0), 0);
        expect(secondsToFull).toBeGreaterThanOrEqual(paused);
      }),
    );
  });

  test.each([
    [0, '0:00'],
    [59.6, '1:00'],
    [750, '12:30'],
    [3905, '1:05:05'],
  ])('writes %d seconds as %s', (second, expected) => {
    expect(clock(second)).toBe(expected);
  });
});

describe('evidence', () => {
  test('is told for each share of the requests', () => {
    expect(
      evidenceOf(planOf(goodCanary)).map(({ step, canaryShare, requests, enough }) => [
        step,
        canaryShare,
        requests,
        enough,
      ]),
    ).toEqual([
      [0, 0.05, 1500, true],
      [2, 0.25, 3750, true],
      [4, 0.5, 7500, true],
    ]);
  });

  test('counts what a load sends to the new version, whatever its share, once it has started', () => {
    expect(requestsPerSecondAt(0.05, slo, { requestsPerSecond: 20 })).toBe(22.5);
    const [first, second] = evidenceOf(planOf({ ...goodCanary, load }));
    expect(first).toMatchObject({ requests: 2.5 * 600 + 20 * 540, seenRequests: 22.5 * 120 });
    expect(second).toMatchObject({ requests: 32.5 * 300 });
  });

  test('counts no load before somebody judges, and none of a measurement that came before it', () => {
    const unjudged = planOf({ kind: 'canary', steps: goodCanary.steps, load });
    expect(evidenceOf(unjudged)[0]).toMatchObject({ requests: 2.5 * 600, seenRequests: 0 });
    const once = { check: 'promise', windowSeconds: 600, initialDelaySeconds: 90, count: 1 } as const;
    const hasty = planOf({
      ...goodCanary,
      analysis: undefined,
      load,
      steps: [weight5, { step: 'analysis', checks: [once] }],
    });
    expect(evidenceOf(hasty)[0]).toMatchObject({ seenRequests: 2.5 * 90 + 20 * 30 });
  });

  test('counts a load on the preview, and none after the promotion where users are enough', () => {
    const judged = { checks: [{ check: 'promise' as const }] };
    const release = { ...goodBlueGreen, prePromotionAnalysis: judged, load };
    const requests = (requestsPerSecond: number) =>
      evidenceOf(planOf(release, { ...inMesh, slo: { ...slo, requestsPerSecond } })).map(
        ({ canaryShare, seenRequests, windowSeconds }) => [canaryShare, seenRequests / windowSeconds],
      );
    expect(requests(50)).toEqual([
      [0, 20],
      [1, 50],
    ]);
    expect(requests(0.1)).toEqual([
      [0, 20],
      [1, 20.1],
    ]);
  });

  test('waits for a load to start before it measures', () => {
    const delays = (spec: StrategySpec) =>
      stagesOf(planOf(spec)).flatMap(({ wait }) =>
        wait.kind === 'analysis' ? wait.checks.map((check) => [check.name, check.initialDelaySeconds]) : [],
      );
    const checks = [{ check: 'smoke' as const, path: '/' }, { check: 'promise' as const }];
    expect(delays({ ...goodBlueGreen, prePromotionAnalysis: { checks }, load })).toEqual([
      ['smoke-root', 0],
      ['promise', 180],
      ['evidence', 180],
      ['promise', 120],
      ['evidence', 120],
    ]);
  });

  test('reaches back no further than its window', () => {
    const [first] = evidenceOf(planOf(goodCanary));
    expect(first).toMatchObject({ windowSeconds: 240, seenRequests: 600, neededRequests: 508, neededSeconds: 204 });
  });

  test('is none where nobody judges', () => {
    const blind = planOf({ kind: 'canary', steps: goodCanary.steps });
    expect(evidenceOf(blind)[0]).toMatchObject({
      windowSeconds: 0,
      seenRequests: 0,
      smallestDetectable: 1,
      smallestFailing: 1,
      enough: false,
    });
  });

  test('leaves out a last step to 100 %, which is the promotion itself', () => {
    const full: StrategySpec = { ...goodCanary, steps: [...goodCanary.steps, { step: 'setWeight', weight: 100 }] };
    expect(evidenceOf(planOf(full)).map(({ canaryShare }) => canaryShare)).toEqual([0.05, 0.25, 0.5]);
  });

  test('never shrinks with more traffic, or more time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(300),
        fc.nat(3000),
        (rate, seconds, moreRate, moreSeconds) => {
          const at = (requestsPerSecond: number, pause: number) => {
            const steps: CanarySpec['steps'] = [
              { step: 'setWeight', weight: 10 },
              { step: 'pause', seconds: pause },
            ];
            const checks = [{ check: 'promise' as const, windowSeconds: 3600 }];
            const plan = planOf(
              { kind: 'canary', steps, analysis: { checks } },
              { ...inMesh, slo: { ...slo, requestsPerSecond } },
            );
            return evidenceOf(plan)[0];
          };
          const [less, more] = [at(rate, seconds), at(rate + moreRate, seconds + moreSeconds)];
          expect(more?.seenRequests).toBeGreaterThanOrEqual(less?.seenRequests ?? 0);
          expect(more?.smallestDetectable).toBeLessThanOrEqual(less?.smallestDetectable ?? 1);
        },
      ),
    );
  });

  test('is enough once a step is as long as the remedy says', () => {
    const steps = (seconds: number): StrategySpec => ({
      ...goodCanary,
      steps: [
        { step: 'setWeight', weight: 5 },
        { step: 'pause', seconds },
      ],
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 60 }),
        fc.integer({ min: 300, max: 3000 }),
        (requestsPerSecond, seconds) => {
          const context = { ...inMesh, slo: { ...slo, requestsPerSecond } };
          const [problem] = strategyProblems(steps(seconds), context);
          const told = /stay at this share for (\d+) s/.exec(problem?.remedy ?? '')?.[1];
          fc.pre(told !== undefined);
          expect(strategyProblems(steps(Number(told)), context)).toEqual([]);
        },
      ),
    );
  });
});

describe('the worst case', () => {
  test('of a version that is bad from the start is 5 % for six minutes', () => {
    // Requests from 60 s on; measured first at 300 s, and again at 420 s.
    expect(worstCase(planOf(goodCanary)).fromTheStart).toEqual({
      badFromSecond: 0,
      stoppedAtSecond: 420,
      outcome: 'aborted',
      shareSeconds: 0.05 * 360,
      requests: 0.05 * 360 * 50,
      largestShare: 0.05,
    });
  });

  test('is one that turns bad when it has most requests', () => {
    const { atWorst, watchedUntilSecond } = worstCase(planOf(goodCanary));
    expect(atWorst).toMatchObject({
      badFromSecond: 1021,
      stoppedAtSecond: 1260,
      largestShare: 0.5,
      shareSeconds: 119.5,
    });
    expect(watchedUntilSecond).toBe(1140);
  });

  test('of a blue-green service is all requests, until the promise is judged', () => {
    expect(worstCase(planOf(goodBlueGreen)).fromTheStart).toMatchObject({ largestShare: 1, shareSeconds: 120 + 60 });
  });

  test('has no end when nobody judges', () => {
    expect(worstCase(planOf({ kind: 'canary', steps: goodCanary.steps }))).toEqual({ watchedUntilSecond: 0 });
  });

  test('is never better than being bad from the start', () => {
    fc.assert(
      fc.property(acceptedStrategy, ({ spec, context }) => {
        const { fromTheStart, atWorst } = worstCase(planOf(spec, context));
        expect(atWorst?.shareSeconds).toBeGreaterThanOrEqual(fromTheStart?.shareSeconds ?? Number.POSITIVE_INFINITY);
      }),
      { numRuns: 25 },
    );
  });
});

describe('the picture', () => {
  const plan = planOf(goodCanary);
  const replayed = (name: SeriesName, of?: string) =>
    timelineSvg(timelineOf(plan), simulate(plan, series(name)), { of });

  test('is the same twice, and holds no machine-dependent word', () => {
    const once = replayed('bad');
    expect(replayed('bad')).toBe(once);
    expect(once).toMatch(/^<svg .*<\/svg>\n$/s);
  });

  test('tells whose release it is, how it ended and why', () => {
    expect(replayed('bad')).toContain('>Release aborted after 7:00: promise: 2 failed, 1 tolerated</title>');
    expect(replayed('bad', 'user in prod')).toContain(
      '>Release of user in prod: aborted after 7:00: promise: 2 failed',
    );
    expect(timelineSvg(timelineOf(plan), undefined, { of: 'user in prod' })).toContain(
      '>Release of user in prod in 23:00<',
    );
  });

  test('shows each measurement, and what its mark means', () => {
    const svg = replayed('bad');
    expect(svg.match(/<title>\d+:\d\d [a-z]+: [A-Z][a-z]+<\/title>/g)).toEqual([
      '<title>5:00 promise: Failed</title>',
      '<title>7:00 promise: Failed</title>',
      '<title>5:00 evidence: Successful</title>',
      '<title>7:00 evidence: Successful</title>',
    ]);
    expect([...svg.matchAll(/>(passed|failed|no data|no answer)</g)].map(([, word]) => word)).toEqual([
      'failed',
      'passed',
    ]);
  });

  test.each([
    ['good', 'promoted 23:00', OUTCOME_COLOUR.promoted],
    ['bad', 'aborted 7:00', OUTCOME_COLOUR.aborted],
  ] as const)('marks where a release ends whose metrics are %s', (name, words, colour) => {
    expect(replayed(name)).toMatch(new RegExp(`class="f-${colour}">${words}<`));
  });

  test('marks where a release waits for a person', () => {
    const held = planOf({ ...goodCanary, onNoEvidence: 'hold' });
    const svg = timelineSvg(timelineOf(held), simulate(held, series('no-traffic')));
    expect(svg).toMatch(new RegExp(`class="f-${OUTCOME_COLOUR.paused}">paused \\d+:\\d\\d<`));
  });

  test('has a mark of another shape and colour for each end', () => {
    expect(new Set(Object.values(OUTCOME_COLOUR)).size).toBe(3);
    const shapes = (['promoted', 'paused', 'aborted'] as const).map((outcome) =>
      outcomeMark(outcome, 10, 10).replace(/ (class|fill|stroke)="[^"]*"/g, ''),
    );
    expect(new Set(shapes).size).toBe(3);
  });

  test('shows what was planned beside what became of it', () => {
    expect(replayed('bad').match(/<path[^>]*fill="none"/g)).toHaveLength(2);
    expect(replayed('bad')).toContain('send 50 %');
    expect(timelineSvg(timelineOf(plan)).match(/<path[^>]*fill="none"/g)).toHaveLength(1);
  });

  test('can be read on a light page and on a dark one', () => {
    for (const { paper, line: _, ...inks } of Object.values(PALETTE)) {
      for (const ink of Object.values(inks)) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
    }
    for (const colour of Object.keys(PALETTE.dark)) expect(replayed('bad')).toContain(`.f-${colour}{`);
  });

  test('escapes what people wrote', () => {
    const [stage] = timelineOf(plan).stages;
    const svg = timelineSvg({
      ...timelineOf(plan),
      stages: stage === undefined ? [] : [{ ...stage, title: '<b> & "c"' }],
    });
    expect(svg).toContain('&lt;b&gt; &amp; &quot;c&quot;');
    expect(xmlFlaws(svg)).toEqual([]);
  });

  test('is well-formed for every strategy and series', () => {
    fc.assert(
      fc.property(anyStrategy, fc.constantFrom(...SERIES_NAMES), ({ spec, context }, name) => {
        const any = planOf(spec, context);
        const svg = timelineSvg(timelineOf(any), simulate(any, series(name)), { of: 'a & b' });
        expect(svg).not.toMatch(/NaN|undefined|Infinity/);
        expect(xmlFlaws(svg)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test.each(['<svg><g></svg>', '<svg>a & b</svg>', '<svg a="1" a="2"/>', '<svg a=1/>', '<svg/>x'])(
    'would be seen not to be: %s',
    (text) => {
      expect(xmlFlaws(text)).not.toEqual([]);
    },
  );
});

/** The contrast of two colours: WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
      const part = parseInt(colour.slice(1 + 2 * index, 3 + 2 * index), 16) / 255;
      return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
