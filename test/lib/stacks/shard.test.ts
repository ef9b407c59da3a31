import fc from 'fast-check';
import { shardOf } from '../../../lib/stacks/shard';

const count = fc.integer({ min: 1, max: 40 });
const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/);

/** A thousand names that share nothing with those of another run but their form. */
const thousandNames = name.map((prefix) => Array.from({ length: 1000 }, (_, index) => `${prefix}-${index}`));

/** Six standard deviations of how many of `all` fall where one in `parts` is expected: beyond it lies one in 500 million. */
const tolerance = (all: number, parts: number): number => 6 * Math.sqrt((all / parts) * (1 - 1 / parts));

describe('the part that something stands in', () => {
  test('is one of those that there are', () => {
    fc.assert(
      fc.property(name, count, (each, parts) => {
        const part = shardOf(each, parts);
        return Number.isInteger(part) && part >= 0 && part < parts;
      }),
    );
  });

  test('follows from the name alone: not from when it is asked, nor from what else was asked', () => {
    fc.assert(
      fc.property(fc.array(name), name, count, (others, each, parts) => {
        const before = shardOf(each, parts);
        others.forEach((other) => shardOf(other, parts));
        return shardOf(each, parts) === before;
      }),
    );
  });

  test('stays, or becomes the new one, when there is a part more', () => {
    fc.assert(
      fc.property(name, count, (each, parts) => [shardOf(each, parts), parts].includes(shardOf(each, parts + 1))),
    );
  });

  test('becomes the new one for as many as it takes to be even, and for no more', () => {
    fc.assert(
      fc.property(thousandNames, fc.integer({ min: 1, max: 20 }), (names, parts) => {
        const moved = names.filter((each) => shardOf(each, parts) !== shardOf(each, parts + 1));
        const expected = names.length / (parts + 1);
        expect(Math.abs(moved.length - expected)).toBeLessThan(tolerance(names.length, parts + 1));
      }),
      { numRuns: 20 },
    );
  });

  test('is as likely as any other', () => {
    fc.assert(
      fc.property(thousandNames, fc.integer({ min: 2, max: 20 }), (names, parts) => {
        const sizes = Array.from({ length: parts }, () => 0);
        for (const each of names) sizes[shardOf(each, parts)] = (sizes[shardOf(each, parts)] ?? 0) + 1;
        const expected = names.length / parts;
        for (const size of sizes) {
          expect(Math.abs(size - expected)).toBeLessThan(tolerance(names.length, parts));
        }
      }),
      { numRuns: 20 },
    );
  });

  // A change here would take services away from where they run, and make them again elsewhere.
  test.each([
    [1, { user: 0, trip: 0, payment: 0, mapping: 0 }],
    [4, { user: 2, trip: 0, payment: 0, mapping: 0 }],
    [8, { user: 5, trip: 5, payment: 6, mapping: 0 }],
    [100, { user: 93, trip: 76, payment: 33, mapping: 31 }],
  ])('is the same in every release of this code, of %i parts', (parts, expected) => {
    const names = Object.keys(expected);
    expect(Object.fromEntries(names.map((each) => [each, shardOf(each, parts)]))).toEqual(expected);
  });
});
