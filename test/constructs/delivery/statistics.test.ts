import fc from 'fast-check';
import {
  CONFIDENCE,
  FALSE_ALARM,
  requestsToDetect,
  smallestDetectable,
  smallestFailing,
} from '../../../constructs/delivery/detection';
import { ratioFor, trialsFor, upperTail } from '../../../constructs/delivery/statistics';

/** The same by adding up: slow, and too plain to be wrong. */
function addedUp(atLeast: number, trials: number, probability: number): number {
  let term = (1 - probability) ** trials;
  let below = 0;
  for (let count = 0; count < atLeast; count++) {
    below += term;
    term *= ((trials - count) / (count + 1)) * (probability / (1 - probability));
  }
  return 1 - below;
}

beforeAll(() => fc.configureGlobal({ numRuns: 30 }));
afterAll(() => fc.resetConfigureGlobal());

describe('the upper tail of the binomial distribution', () => {
  test('is what adding up its terms gives', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 300 }),
        fc.double({ min: 0.001, max: 0.9, noNaN: true }),
        (trials, atLeast, probability) => {
          fc.pre(atLeast <= trials);
          expect(upperTail(atLeast, trials, probability)).toBeCloseTo(addedUp(atLeast, trials, probability), 9);
        },
      ),
    );
  });

  test.each([
    [1, 1, 0.3, 0.3],
    [1, 10, 0.1, 1 - 0.9 ** 10],
    [10, 10, 0.5, 0.5 ** 10],
    [6, 10, 0.5, 386 / 1024],
    [0, 10, 0.5, 1],
    [11, 10, 0.5, 0],
    [1, 10, 0, 0],
    [1, 10, 1, 1],
  ])('of at least %d of %d at %d is known by heart', (atLeast, trials, probability, expected) => {
    expect(upperTail(atLeast, trials, probability)).toBeCloseTo(expected, 12);
  });

  test('holds for millions of requests', () => {
    // The mean is 1,000 and the deviation 31.6, so half of it lies above, and next to nothing above 1,200.
    expect(upperTail(1000, 1_000_000, 0.001)).toBeCloseTo(0.504, 2);
    expect(upperTail(1200, 1_000_000, 0.001)).toBeLessThan(1e-8);
  });

  test('can be turned around', () => {
    expect(upperTail(5, 400, ratioFor(5, 400, 0.95))).toBeCloseTo(0.95, 9);
    const trials = trialsFor(5, 0.02, 0.95);
    expect(upperTail(5, trials, 0.02)).toBeGreaterThanOrEqual(0.95);
    expect(upperTail(5, trials - 1, 0.02)).toBeLessThan(0.95);
  });
});

describe('the smallest regression that requests can tell', () => {
  const promised = fc.constantFrom(0.0001, 0.0005, 0.001, 0.01, 0.05);

  test('is everything without a request', () => {
    expect(smallestDetectable(0, 0.001)).toBe(1);
    expect(smallestDetectable(0.9, 0.001)).toBe(1);
  });

  test('never grows with the number of requests', () => {
    fc.assert(
      fc.property(promised, fc.nat(20_000), fc.nat(5_000), (ratio, requests, more) => {
        expect(smallestDetectable(requests + more, ratio)).toBeLessThanOrEqual(smallestDetectable(requests, ratio));
      }),
    );
  });

  test('is always more than what was promised', () => {
    fc.assert(
      fc.property(promised, fc.nat(100_000), (ratio, requests) => {
        expect(smallestDetectable(requests, ratio)).toBeGreaterThan(ratio);
      }),
    );
  });

  test('comes near to what was promised with very many requests', () => {
    expect(smallestDetectable(10_000_000, 0.001)).toBeLessThan(0.00105);
  });

  test('agrees with the number of requests that tell it', () => {
    fc.assert(
      fc.property(promised, fc.double({ min: 1.5, max: 15, noNaN: true }), (ratio, factor) => {
        const breach = Math.min(0.99, ratio * factor);
        const needed = requestsToDetect(breach, ratio);
        expect(smallestDetectable(needed, ratio)).toBeLessThanOrEqual(breach * (1 + 1e-9));
        expect(smallestDetectable(needed - 1, ratio)).toBeGreaterThan(breach * (1 - 1e-9));
      }),
    );
  });

  test('keeps both of its promises at the number of requests that it asks for', () => {
    const needed = requestsToDetect(0.0144, 0.001);
    expect(needed).toBe(328);
    // Two errors of 328 are out of the ordinary at 0.1 %, and to be expected at 1.44 %.
    expect(addedUp(2, needed, 0.001)).toBeLessThanOrEqual(FALSE_ALARM);
    expect(addedUp(2, needed, 0.0144)).toBeGreaterThanOrEqual(CONFIDENCE);
    expect(addedUp(1, needed, 0.001)).toBeGreaterThan(FALSE_ALARM);
  });

  test('of what is promised anyway takes for ever', () => {
    expect(requestsToDetect(0.001, 0.001)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the smallest regression that a measurement fails', () => {
  test('is found with the confidence that is stated', () => {
    // More than 1.44 % of 720 are eleven errors.
    const ratio = smallestFailing(720, 0.0144);
    expect(ratio).toBeCloseTo(0.0234, 4);
    expect(addedUp(11, 720, ratio)).toBeCloseTo(CONFIDENCE, 9);
  });

  test('tolerates a share that is reached and not exceeded, as the engine compares', () => {
    // 9 of 625 are 1.44 %.
    expect(addedUp(10, 625, smallestFailing(625, 0.0144))).toBeCloseTo(CONFIDENCE, 9);
  });

  test('is always more than what is tolerated, and comes near to it with very many requests', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (requests) => {
        expect(smallestFailing(requests, 0.0144)).toBeGreaterThan(0.0144);
      }),
    );
    expect(smallestFailing(10_000_000, 0.0144)).toBeLessThan(0.0145);
  });

  test('is none where a single error would be too many, since so few requests are not judged', () => {
    expect([0, 69, 70].map((requests) => smallestFailing(requests, 0.0144) < 1)).toEqual([false, false, true]);
  });
});
