import { percent } from '../../../constructs/slo/decimal';

/** A share as people read it, to so many digits: `0.347 %` to three. */
export function share(value: number, digits = 3): string {
  return percent(Number(value.toPrecision(digits)));
}

/** How often: `once`, `twice`, `3 times`. */
export function times(count: number): string {
  return ['never', 'once', 'twice'][count] ?? `${count} times`;
}
