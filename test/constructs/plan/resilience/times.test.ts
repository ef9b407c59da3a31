import fc from 'fast-check';
import { longestPauses, resolveTimes } from '../../../../constructs/plan/resilience/times';
import type { ResilienceSpec } from '../../../../constructs/plan/resilience/spec';
import { service, within } from './examples';

const times = (resilience: ResilienceSpec = {}, thresholdMilliseconds = 250, calls: string[] = []) =>
  resolveTimes(service('user', { ...within(thresholdMilliseconds), resilience, calls }));

describe('how long a caller waits when nobody says', () => {
  test.each([
    [5, 500],
    [100, 500],
    [250, 1000],
    [500, 2000],
    [5000, 20_000],
  ])('four times the promised %d ms, and half a second at least: %d ms', (threshold, expected) => {
    expect(times({}, threshold).timeoutMilliseconds).toBe(expected);
  });

  test('for each of two tries as long as the time-out leaves, without the pause between them', () => {
    expect(times()).toMatchObject({ attempts: 2, perTryMilliseconds: 487, backoffMilliseconds: 25 });
  });

  test('long enough for tries that somebody made long', () => {
    const given = times({ retries: { attempts: 3, perTryTimeoutMilliseconds: 900 } });
    expect(given.timeoutMilliseconds).toBe(3 * 900 + 25 + 75);
  });

  test('for a connection a quarter of it, so that two pods which are gone leave time for a third', () => {
    expect(times().connectMilliseconds).toBe(250);
    expect(times({ timeoutMilliseconds: 60_000 }).connectMilliseconds).toBe(1000);
    expect(times({ timeoutMilliseconds: 300 }, 50).connectMilliseconds).toBe(100);
    expect(times({ timeoutMilliseconds: 40 }, 5).connectMilliseconds).toBe(40);
  });
});

describe('the pauses between tries', () => {
  test.each([
    [1, 25, 0],
    [2, 25, 25],
    [3, 25, 25 + 75],
    [5, 25, 25 + 75 + 175 + 250],
    [3, 100, 400],
  ])('of %d tries from %d ms on take at most %d ms', (attempts, backoff, expected) => {
    expect(longestPauses(attempts, backoff)).toBe(expected);
  });
});

describe('what is tried again', () => {
  test('requests that change nothing, of a service that calls no other', () => {
    expect(times().retried).toEqual({ methods: ['GET', 'HEAD', 'OPTIONS'] });
  });

  test('nothing of a service that calls others, whose calls are tried again already', () => {
    expect(times({}, 250, ['mapping'])).toMatchObject({ attempts: 1, retried: 'none', perTryMilliseconds: 1000 });
  });

  test('what it calls counts only while nobody says how often', () => {
    expect(times({ retries: { attempts: 2 } }, 250, ['mapping']).attempts).toBe(2);
  });

  test.each([
    [{ idempotent: 'idempotent-methods' }, { methods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'] }],
    [{ idempotent: 'all' }, 'all'],
    [{ idempotent: 'none' }, 'none'],
    [{ attempts: 1, idempotent: 'all' }, 'none'],
    [{ idempotencyKey: 'idempotency-key' }, { methods: ['GET', 'HEAD', 'OPTIONS'], idempotencyKey: 'idempotency-key' }],
    [
      { idempotent: 'none', idempotencyKey: 'idempotency-key' },
      { methods: [], idempotencyKey: 'idempotency-key' },
    ],
  ] as const)('%j', (retries, expected) => {
    expect(times({ retries }).retried).toEqual(expected);
  });

  test('what is tried once has the whole time, and counts as one try', () => {
    expect(times({ retries: { idempotent: 'none' } })).toMatchObject({ attempts: 1, perTryMilliseconds: 1000 });
    expect(times({ retries: { attempts: 1, perTryTimeoutMilliseconds: 300 } }).perTryMilliseconds).toBe(1000);
  });
});

test('all tries fit into what pauses leave of the time-out, unless somebody says otherwise', () => {
  fc.assert(
    fc.property(
      fc.record({
        timeoutMilliseconds: fc.option(fc.integer({ min: 2000, max: 300_000 }), { nil: undefined }),
        attempts: fc.integer({ min: 1, max: 5 }),
        backoffMilliseconds: fc.integer({ min: 1, max: 20 }),
      }),
      fc.constantFrom(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000),
      ({ timeoutMilliseconds, ...retries }, threshold) => {
        const { attempts, perTryMilliseconds, backoffMilliseconds, ...rest } = times(
          { ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }), retries },
          threshold,
        );
        const needed = attempts * perTryMilliseconds + longestPauses(attempts, backoffMilliseconds);
        expect(needed).toBeLessThanOrEqual(rest.timeoutMilliseconds);
        expect(rest.connectMilliseconds).toBeLessThanOrEqual(rest.timeoutMilliseconds);
      },
    ),
  );
});
