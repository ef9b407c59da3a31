import { zoneLetter } from '../zones';

/** Where one instance of a database stands, and when it takes over. */
export interface InstancePlacement {
  /** The zone's letter, and from the second instance in a zone on a number: `a`, `b`, `a2`. Never a list position. */
  readonly id: string;
  /** The zone: `eu-west-1a`. */
  readonly zone: string;
  /** `0` is promoted first. The order is the order of placement, so the next in line stands in another zone. */
  readonly promotionTier: number;
  /** What it is when the database is created; a failover changes it. */
  readonly role: 'writer' | 'reader';
}

/** Aurora's limit: one writer and fifteen readers (Aurora User Guide, "Quotas in Amazon Aurora"). */
export const MOST_INSTANCES = 16;

/**
 * Places instances round robin over the zones, in the order of their letters, so that no zone has two more than another
 * and that one more instance moves none. The tiers make the order of promotion explicit, with one instance in each:
 * the writer 0, and its first replacement 1, in another zone. Serverless readers in tiers 0 and 1 keep the writer's
 * capacity (Aurora User Guide, "Choosing the promotion tier for an Aurora Serverless v2 reader"), so that one of the two
 * is always ready to take the load; the others scale with their own.
 */
export function placeInstances(count: number, zones: readonly string[]): readonly InstancePlacement[] {
  const ordered = [...new Set(zones)].sort();
  return Array.from({ length: count }, (_, index) => {
    const zone = ordered[index % ordered.length] ?? '';
    const nth = Math.floor(index / ordered.length) + 1;
    return {
      id: nth === 1 ? zoneLetter(zone) : `${zoneLetter(zone)}${nth}`,
      zone,
      promotionTier: Math.min(index, MOST_INSTANCES - 1),
      role: index === 0 ? 'writer' : 'reader',
    };
  });
}
