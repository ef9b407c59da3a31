import type { GraphSurroundings } from '../../../../constructs/plan/resilience/graph';
import {
  callGraphProblems,
  callGraphWarnings,
  type CalledServices,
} from '../../../../constructs/plan/resilience/graph-rules';
import { services as shipped } from '../../../services';
import type { ServiceSpec } from '../../../../constructs/plan/service/spec';
import { inDevelopment, inProduction, named, promise, service, within } from './examples';

const judge = (services: CalledServices, around: GraphSurroundings = inProduction) =>
  callGraphProblems(services, around);

const user = service('user');
const trip = (more: Partial<ServiceSpec> = {}) =>
  service('trip', { calls: ['user'], resilience: { timeoutMilliseconds: 1100 }, ...more });

interface Example {
  readonly refused: CalledServices;
  readonly accepted: CalledServices;
  readonly field: string;
  readonly reason: RegExp;
  readonly remedy: RegExp;
}

describe.each<[string, Example]>([
  [
    'a circle of two',
    {
      refused: named(service('user', { calls: ['trip'] }), trip()),
      accepted: named(user, trip()),
      field: 'services.trip.calls',
      reason: /in a circle/,
      remedy: /event/,
    },
  ],
  [
    'a caller that gives up before the one that it waits for',
    {
      refused: named(user, trip({ resilience: { timeoutMilliseconds: 1049 } })),
      accepted: named(user, trip({ resilience: { timeoutMilliseconds: 1050 } })),
      field: 'services.trip.resilience.timeoutMilliseconds',
      reason: /may wait for user 1000 ms, and needs 50 ms .* 1050 ms; its own callers give it up after 1049 ms/,
      remedy: /timeoutMilliseconds: 1100, or less for user/,
    },
  ],
  [
    'a caller each of whose tries is too short',
    {
      refused: named(user, trip({ resilience: { timeoutMilliseconds: 1500, retries: { attempts: 2 } } })),
      accepted: named(user, trip({ resilience: { timeoutMilliseconds: 2125, retries: { attempts: 2 } } })),
      field: 'services.trip.resilience.timeoutMilliseconds',
      reason: /give each try up after 737 ms/,
      remedy: /timeoutMilliseconds: 2200/,
    },
  ],
  [
    'tries that somebody made too short',
    {
      refused: named(user, trip({ resilience: { retries: { attempts: 2, perTryTimeoutMilliseconds: 900 } } })),
      accepted: named(user, trip({ resilience: { retries: { attempts: 2, perTryTimeoutMilliseconds: 1050 } } })),
      field: 'services.trip.resilience.retries.perTryTimeoutMilliseconds',
      reason: /after 900 ms/,
      remedy: /timeoutMilliseconds: 2200 and perTryTimeoutMilliseconds: 1100/,
    },
  ],
  [
    'a caller that waits for one after the other, and not for the sum',
    {
      refused: named(
        user,
        service('payment'),
        trip({
          ...within(500),
          calls: ['user', 'payment'],
          resilience: { timeoutMilliseconds: 2000, callsInSequence: true },
        }),
      ),
      accepted: named(
        user,
        service('payment'),
        trip({
          ...within(500),
          calls: ['user', 'payment'],
          resilience: { timeoutMilliseconds: 2050, callsInSequence: true },
        }),
      ),
      field: 'services.trip.resilience.timeoutMilliseconds',
      reason: /user 1000 ms, payment 1000 ms, one after the other/,
      remedy: /2100/,
    },
  ],
  [
    'a caller that waits too little for what it can do without',
    {
      refused: named(user, trip({ ...within(100), calls: [{ service: 'user', optional: true }], resilience: {} })),
      accepted: named(user, trip({ ...within(100), calls: [{ service: 'user', optional: true }] })),
      field: 'services.trip.resilience.timeoutMilliseconds',
      reason: /after 500 ms/,
      remedy: /1100/,
    },
  ],
  [
    'a client that is given up before the mesh does',
    {
      refused: named(service('user', { edge: {}, drainSeconds: 90, resilience: { timeoutMilliseconds: 60_000 } })),
      accepted: named(service('user', { drainSeconds: 90, resilience: { timeoutMilliseconds: 60_000 } })),
      field: 'services.user.resilience.timeoutMilliseconds',
      reason: /load balancer gives up .* for 60 s/,
      remedy: /less than 60000/,
    },
  ],
  [
    'more availability than what it cannot do without',
    {
      refused: named(user, trip(promise({ availability: 0.9995 }))),
      accepted: named(
        user,
        trip({ ...promise({ availability: 0.9995 }), calls: [{ service: 'user', optional: true }] }),
      ),
      field: 'services.trip.promise.availability',
      reason: /cannot do without user, which promises 0\.999/,
      remedy: /optional: true/,
    },
  ],
  [
    'an answer before those whom it needs have promised one',
    {
      refused: named(service('user', within(500)), trip({ resilience: { timeoutMilliseconds: 2100 } })),
      accepted: named(
        service('user', within(500)),
        trip({ ...within(500), resilience: { timeoutMilliseconds: 2100 } }),
      ),
      field: 'services.trip.promise.latency.thresholdMilliseconds',
      reason: /cannot do without user 500 ms, .* before 500 ms/,
      remedy: /promise 500 ms or more/,
    },
  ],
  [
    'an answer before those whom it needs one after the other',
    {
      refused: named(
        user,
        service('payment'),
        trip({ calls: ['user', 'payment'], resilience: { timeoutMilliseconds: 2100, callsInSequence: true } }),
      ),
      accepted: named(user, service('payment'), trip({ calls: ['user', 'payment'] })),
      field: 'services.trip.promise.latency.thresholdMilliseconds',
      reason: /user 250 ms, then payment 250 ms, .* before 500 ms/,
      remedy: /promise 500 ms/,
    },
  ],
  [
    'tries that multiply along a chain',
    {
      refused: named(user, trip({ edge: {}, resilience: { timeoutMilliseconds: 5000, retries: { attempts: 3 } } })),
      accepted: named(user, trip({ edge: {}, resilience: { timeoutMilliseconds: 2200, retries: { attempts: 2 } } })),
      field: 'services.trip.resilience.retries.attempts',
      reason: /6 tries along trip \(3\) → user \(2\)/,
      remedy: /attempts: 1 \} for trip/,
    },
  ],
  [
    'a caller that is not in every zone, of a service whose requests stay in theirs',
    {
      refused: named(
        service('user', { replicas: { minimum: 6, maximum: 6 } }),
        trip({ replicas: { minimum: 2, maximum: 4 } }),
      ),
      accepted: named(service('user', { replicas: { minimum: 6, maximum: 6 } }), trip()),
      field: 'services.trip.replicas.minimum',
      reason: /stay in their own zone, and 2 pods are not in each of 3/,
      remedy: /zones: 'any' \} for user/,
    },
  ],
  [
    'a limit that what is left of the callers would reach',
    {
      refused: named(service('user', { resilience: { limits: { perCaller: 12 } } }), trip()),
      accepted: named(service('user', { resilience: { limits: { perCaller: 13 } } }), trip()),
      field: 'services.user.resilience.limits.perCaller',
      reason: /25 requests under way, and the 2 pods of trip .* may have 24/,
      remedy: /13 or more/,
    },
  ],
])('%s', (_, { refused, accepted, ...expected }) => {
  test('is refused, with the numbers', () => {
    expect(judge(refused)).toEqual([
      expect.objectContaining({
        field: expected.field,
        reason: expect.stringMatching(expected.reason) as string,
        remedy: expect.stringMatching(expected.remedy) as string,
      }),
    ]);
  });

  test('and accepted when mended', () => {
    expect(judge(accepted)).toEqual([]);
  });
});

describe('circles', () => {
  const calling = (name: string, ...calls: string[]) => service(name, { calls });

  test('are named as one can walk them, each once, whoever is looked at first', () => {
    const services = [calling('c', 'a'), calling('a', 'b'), calling('b', 'c', 'd'), calling('d', 'b')];
    for (const order of [services, [...services].reverse()]) {
      expect(judge(named(...order)).map(({ value }) => value)).toEqual(['a → b → c → a', 'b → d → b']);
    }
  });

  test('are the only thing told: round a circle every sum is endless', () => {
    const refused = judge(
      named(calling('a', 'b'), calling('b', 'a'), service('slow', within(1000)), trip({ calls: ['slow'] })),
    );
    expect(refused.map(({ field }) => field)).toEqual(['services.a.calls']);
  });

  test('are looked for once at each service, however many ways lead to it', () => {
    const layers = 40;
    const pair = (layer: number) => (layer < layers ? [`a${layer}`, `b${layer}`] : []);
    const services = Array.from({ length: layers }, (_, layer) =>
      pair(layer).map((name) => calling(name, ...pair(layer + 1))),
    );
    // Two to the power of forty ways.
    expect(judge(named(...services.flat())).filter(({ field }) => field.endsWith('.calls'))).toEqual([]);
  });

  test('are not seen in two ways to the same service', () => {
    const diamond = named(calling('a', 'b', 'c'), calling('b', 'd'), calling('c', 'd'), service('d'));
    expect(judge(diamond).filter(({ field }) => field.endsWith('calls'))).toEqual([]);
  });
});

describe('services that nobody knows', () => {
  test('are told elsewhere', () => {
    expect(judge(named(trip({ calls: ['nobody'] })))).toEqual([]);
  });
});

describe('a playground', () => {
  test('refuses what fits nowhere, and takes what is described for more pods', () => {
    const few = named(
      service('user', { replicas: { minimum: 4, maximum: 4 }, resilience: { limits: { perCaller: 12 } } }),
      trip({ replicas: { minimum: 1, maximum: 1 } }),
    );
    expect(judge(few, inDevelopment)).toEqual([]);
    expect(judge(named(user, trip({ resilience: {} })), inDevelopment)).toHaveLength(1);
  });
});

describe('what is worth knowing', () => {
  const warnings = (services: CalledServices) => callGraphWarnings(services, inProduction);
  const all = named(
    service('user', promise({ availability: 0.9995 })),
    service('payment', promise({ availability: 0.9995 })),
    trip({ calls: ['user', 'payment'] }),
  );

  test('failures that do not coincide add up to more than is promised', () => {
    const { trip: _, ...others } = all;
    const more = named(
      ...Object.values(others),
      trip({ ...promise({ availability: 0.9994 }), calls: ['user', 'payment'] }),
    );
    expect(warnings(more)).toContainEqual(
      expect.objectContaining({
        field: 'services.trip.promise.availability',
        reason: expect.stringMatching(/user and payment may fail 0\.1 % .* promises to fail 0\.06 %/) as string,
        remedy: expect.stringMatching(/^promise 0\.999 or less/) as string,
      }),
    );
  });

  test('and are nothing to know where they do not', () => {
    expect(warnings(all).map(({ field }) => field)).toEqual(['services.trip.promise.latency.percentile']);
  });

  test('slow answers add up, too', () => {
    expect(warnings(all)[0]?.reason).toMatch(/too slow for 2 % of the requests together, .* for 1 %/);
    const fitting = {
      ...all,
      trip: trip({
        ...promise({ latency: { percentile: 95, thresholdMilliseconds: 250 } }),
        calls: ['user', 'payment'],
      }),
    };
    expect(warnings(fitting)).toEqual([]);
  });

  test('who waits for what it can do without for longer than it promises is as slow as that', () => {
    const optional = trip({ calls: [{ service: 'user', optional: true }] });
    expect(warnings(named(user, optional))).toEqual([
      expect.objectContaining({ field: 'services.user.resilience.timeoutMilliseconds', value: 1000 }),
    ]);
    const quick = service('user', { ...within(50), resilience: { timeoutMilliseconds: 200 } });
    expect(warnings(named(quick, optional))).toEqual([]);
  });

  test('nothing, of what is refused', () => {
    expect(warnings(named(user, trip({ calls: ['user'], resilience: {} })))).toEqual([]);
  });
});

describe('the services that ship', () => {
  const specs = Object.fromEntries(
    Object.entries(shipped).map(([name, spec]) => [name, { ...spec, name, image: `${name}:1` } as ServiceSpec]),
  );

  test.each([
    ['production', inProduction],
    ['development', inDevelopment],
  ] as const)('fit each other in %s', (_, around) => {
    expect(judge(specs, around)).toEqual([]);
    expect(callGraphWarnings(specs, around)).toEqual([]);
  });
});
