import { resilienceProblems } from '../../../../constructs/plan/resilience/rules/service';
import { resilienceSpec, type ResilienceSpec } from '../../../../constructs/plan/resilience/spec';
import { serviceSpec, type ServiceSpec } from '../../../../constructs/plan/service/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { fieldsOf, valuesAt } from '../../../lib/environment/fields';
import { FULL, inDevelopment, inProduction, promise, REFUSED, service } from './examples';

const judge = (resilience: ResilienceSpec, more: Partial<ServiceSpec> = {}, { context, facts } = inProduction) =>
  resilienceProblems(service('user', { ...more, resilience }), context, facts);

const six = { replicas: { minimum: 6, maximum: 6 } };

describe.each<
  [string, ResilienceSpec, ResilienceSpec, { field: string; reason: RegExp; remedy: RegExp }, Partial<ServiceSpec>?]
>([
  [
    'tries that do not fit into the time-out',
    { timeoutMilliseconds: 1000, retries: { perTryTimeoutMilliseconds: 600 } },
    { timeoutMilliseconds: 1225, retries: { perTryTimeoutMilliseconds: 600 } },
    { field: 'retries.perTryTimeoutMilliseconds', reason: /2 tries of 600 ms .* take 1225 ms/, remedy: /1225/ },
  ],
  [
    'a time-out shorter than the promise',
    { timeoutMilliseconds: 400 },
    { timeoutMilliseconds: 525 },
    { field: 'timeoutMilliseconds', reason: /187 ms.* promises an answer in 250/, remedy: /timeoutMilliseconds: 525/ },
  ],
  [
    'tries shorter than the promise',
    { retries: { perTryTimeoutMilliseconds: 100 } },
    { retries: { perTryTimeoutMilliseconds: 250 } },
    { field: 'retries.perTryTimeoutMilliseconds', reason: /given up after 100 ms/, remedy: /525/ },
  ],
  [
    'so many tries that none has time',
    { retries: { attempts: 5 } },
    { retries: { attempts: 3 } },
    { field: 'retries.attempts', reason: /95 ms/, remedy: /fewer attempts/ },
  ],
  [
    'pauses that leave no time to any try',
    { retries: { attempts: 3, backoffMilliseconds: 300 } },
    { retries: { attempts: 3, backoffMilliseconds: 50 } },
    { field: 'retries.backoffMilliseconds', reason: /the pauses between them take 1203 ms/, remedy: /1203 or more/ },
  ],
  [
    'tries that nothing may be tried',
    { retries: { attempts: 2, idempotent: 'none' } },
    { retries: { attempts: 2, idempotent: 'none', idempotencyKey: 'idempotency-key' } },
    { field: 'retries.attempts', reason: /no request/, remedy: /safe-methods/ },
  ],
  [
    'a time-out longer than pods go on for',
    { timeoutMilliseconds: 31_000 },
    { timeoutMilliseconds: 30_000 },
    { field: 'timeoutMilliseconds', reason: /every rollout/, remedy: /drainSeconds: 31/ },
  ],
  [
    'a bucket that holds less than it is filled with',
    { rateLimit: { requestsPerSecondPerPod: 200, burst: 100 } },
    { rateLimit: { requestsPerSecondPerPod: 200, burst: 200 } },
    { field: 'rateLimit.burst', reason: /lost/, remedy: /200/ },
  ],
  [
    'a limit that the loss of a zone would reach',
    { limits: { perPod: 12 } },
    { limits: { perPod: 17 } },
    // 25 under way in 3 pods; in the fours that the autoscaler makes, half of them are left.
    { field: 'limits.perPod', reason: /16\.7 requests under way/, remedy: /17 or more/ },
  ],
  [
    'a rate that the loss of a zone would reach',
    { rateLimit: { requestsPerSecondPerPod: 50 } },
    { rateLimit: { requestsPerSecondPerPod: 67 } },
    { field: 'rateLimit.requestsPerSecondPerPod', reason: /66\.7 requests\/s/, remedy: /67/ },
  ],
  [
    'more pods left alone than a zone holds',
    { ejection: { maximumPercent: 50 } },
    { ejection: { maximumPercent: 49 } },
    { field: 'ejection.maximumPercent', reason: /all pods have in common/, remedy: /at most 49/ },
    six,
  ],
  [
    'a zone to prefer without a pod in it',
    { zones: 'own-first' },
    { zones: 'any' },
    { field: 'zones', reason: /2 pods are not in each of 3/, remedy: /'any'/ },
    { replicas: { minimum: 2, maximum: 6 } },
  ],
  [
    'a zone that is preferred and cannot be left',
    { zones: 'own-first', ejection: { maximumPercent: 0 } },
    { zones: 'any', ejection: { maximumPercent: 0 } },
    { field: 'ejection.maximumPercent', reason: /stay in a zone/, remedy: /leave it out/ },
    six,
  ],
])('%s', (_, refused, accepted, expected, more) => {
  test('is refused, with the numbers', () => {
    expect(judge(refused, more)).toEqual([
      expect.objectContaining({
        field: `resilience.${expected.field}`,
        reason: expect.stringMatching(expected.reason) as string,
        remedy: expect.stringMatching(expected.remedy) as string,
      }),
    ]);
  });

  test('and accepted when mended', () => {
    expect(judge(accepted, more)).toEqual([]);
  });
});

describe('a playground', () => {
  test('takes services that are described for more pods than it has', () => {
    const sized: ResilienceSpec = {
      limits: { perPod: 17 },
      rateLimit: { requestsPerSecondPerPod: 67 },
      zones: 'own-first',
    };
    expect(judge(sized, {}, inDevelopment)).toEqual([]);
  });

  test('refuses times that fit nowhere', () => {
    expect(judge({ timeoutMilliseconds: 100 }, {}, inDevelopment)).toHaveLength(1);
  });
});

test('no default is refused, whatever is promised', () => {
  for (const thresholdMilliseconds of [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000]) {
    for (const percentile of [50, 95, 99, 99.9]) {
      const more = promise({ latency: { percentile, thresholdMilliseconds } });
      expect(judge({}, more)).toEqual([]);
      expect(judge({}, { ...more, calls: ['mapping'] })).toEqual([]);
    }
  }
});

describe('the shape', () => {
  const fields = fieldsOf(resilienceSpec).map(({ path }) => path);

  test.each(REFUSED)('refuses %j', (value, field) => {
    const problems = shapeProblems(resilienceSpec, value as ResilienceSpec);
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems.map(({ remedy }) => remedy).join()).not.toContain('docstring');
  });

  test('has for every field an example that is refused, and one that is accepted', () => {
    expect(fields.filter((path) => !REFUSED.some(([, field]) => field === path))).toEqual([]);
    expect(fields.filter((path) => valuesAt(FULL, path.split('.')).length === 0)).toEqual([]);
    expect(judge(FULL, { replicas: { minimum: 9, maximum: 30 } })).toEqual([]);
  });

  test('refuses what it does not know', () => {
    const problems = shapeProblems(resilienceSpec, { timeoutMiliseconds: 5 } as ResilienceSpec);
    expect(problems).toEqual([expect.objectContaining({ remedy: "did you mean 'timeoutMilliseconds'?" })]);
  });

  test.each<[unknown, string[]]>([
    [['user', { service: 'mapping', optional: true }], []],
    [[{ service: 'mapping' }], []],
    [['User'], ['calls[0]']],
    [[{ service: 'mapping', optional: 'yes' }], ['calls[0].optional']],
    [[{ service: 'mapping', maybe: true }], ['calls[0].maybe']],
    [[{ optional: true }], ['calls[0].service']],
  ])('calls %j: %j', (calls, fields) => {
    const problems = shapeProblems(serviceSpec, { ...service('trip'), calls });
    expect(problems.map(({ field }) => field)).toEqual(fields);
  });
});
