import { createHash } from 'node:crypto';

/** The multiplier of the linear generator that the algorithm steps by. */
const MULTIPLIER = 2862933555777941757n;
const WORD = 64n;

/**
 * In which of `count` parts something stands, from 0. It follows from the name alone, so that nothing moves when other things
 * come and go; and when there is a part more, only one in `count + 1` things moves, into the new one. Source: Lamping and
 * Veach, "A Fast, Minimal Memory, Consistent Hash Algorithm" (2014).
 *
 * @example shardOf('payment', 1) // 0
 */
export function shardOf(name: string, count: number): number {
  let key = createHash('sha256').update(name).digest().readBigUInt64BE();
  let part = 0;
  for (let next = 0; next < count;) {
    part = next;
    key = BigInt.asUintN(Number(WORD), key * MULTIPLIER + 1n);
    next = Math.floor(((part + 1) * 2 ** 31) / (Number(key >> 33n) + 1));
  }
  return part;
}
