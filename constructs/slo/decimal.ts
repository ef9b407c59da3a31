/**
 * A number without the noise of binary fractions: `1 - 0.999` is 0.0010000000000000009, and people read these limits.
 * Twelve significant digits are more than any rate or ratio here is known to.
 */
export function decimal(value: number): number {
  return Number(value.toPrecision(12));
}

/**
 * The least whole number that is not less than `value`, noise aside: 100 for `5 / 0.05`, whatever its last bit says.
 */
export function ceiling(value: number): number {
  return Math.ceil(decimal(value));
}

/** What a share leaves of the whole, without noise: 0.001 of 0.999, 0.00001 of 0.99999. */
export function complement(share: number): number {
  return Number((1 - share).toFixed(12));
}

/** A share as people read it: `1.44 %` of 0.0144. */
export function percent(share: number): string {
  return `${decimal(share * 100)} %`;
}
