import fc from 'fast-check';
import { MOST_INSTANCES, placeInstances } from '../../../../constructs/plan/database/placement';

const zonesOf = (count: number) => [...'abcdef'].slice(0, count).map((letter) => `eu-west-1${letter}`);
const counts = fc.integer({ min: 1, max: MOST_INSTANCES });
const zones = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => fc.shuffledSubarray(zonesOf(count), { minLength: count }));

describe('the instances of a store', () => {
  test('stand in every zone in turn, in the order of the letters', () => {
    expect(placeInstances(4, ['eu-west-1c', 'eu-west-1a', 'eu-west-1b'])).toEqual([
      { id: 'a', zone: 'eu-west-1a', promotionTier: 0, role: 'writer' },
      { id: 'b', zone: 'eu-west-1b', promotionTier: 1, role: 'reader' },
      { id: 'c', zone: 'eu-west-1c', promotionTier: 2, role: 'reader' },
      { id: 'a2', zone: 'eu-west-1a', promotionTier: 3, role: 'reader' },
    ]);
  });

  test('differ by at most one between zones, with names and tiers that no two share', () => {
    fc.assert(
      fc.property(counts, zones, (count, named) => {
        const placed = placeInstances(count, named);
        const perZone = named.map((zone) => placed.filter((each) => each.zone === zone).length);
        expect(Math.max(...perZone) - Math.min(...perZone)).toBeLessThanOrEqual(1);
        expect(new Set(placed.map(({ id }) => id)).size).toBe(count);
        expect(new Set(placed.map(({ promotionTier }) => promotionTier)).size).toBe(count);
        expect(placed.filter(({ role }) => role === 'writer')).toHaveLength(1);
      }),
    );
  });

  test('promote an instance in another zone first, also after the first failover', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: MOST_INSTANCES }), zones, (count, named) => {
        fc.pre(named.length > 1);
        const placed = [...placeInstances(count, named)].sort((a, b) => a.promotionTier - b.promotionTier);
        const target = (lost: number) => placed.filter((_, index) => index !== lost)[0]?.zone;
        expect(target(0)).not.toBe(placed[0]?.zone);
        expect(target(1)).not.toBe(placed[1]?.zone);
      }),
    );
  });

  test('never move when there is one more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: MOST_INSTANCES - 1 }), zones, (count, named) => {
        expect(placeInstances(count + 1, named).slice(0, count)).toEqual(placeInstances(count, named));
      }),
    );
  });

  test('depend on which zones there are, not on the order in which they are written', () => {
    fc.assert(
      fc.property(counts, zones, (count, named) => {
        expect(placeInstances(count, named)).toEqual(placeInstances(count, [...named].reverse()));
      }),
    );
  });
});
