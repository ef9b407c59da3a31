/**
 * The chance that at least `atLeast` of `trials` independent requests fail when each fails with `probability`: the upper
 * tail of the binomial distribution, which is the regularized incomplete beta function I_p(k, n − k + 1)
 * (NIST Digital Library of Mathematical Functions, 8.17.5).
 */
export function upperTail(atLeast: number, trials: number, probability: number): number {
  if (atLeast <= 0) return 1;
  if (atLeast > trials || probability <= 0) return 0;
  if (probability >= 1) return 1;
  return incompleteBeta(probability, atLeast, trials - atLeast + 1);
}

/** The least error ratio at which at least `atLeast` of `trials` requests fail with probability `power`. */
export function ratioFor(atLeast: number, trials: number, power: number): number {
  if (atLeast > trials) return 1;
  return bisect(0, 1, (ratio) => upperTail(atLeast, trials, ratio) >= power);
}

/** The least number of requests of which at least `atLeast` fail with probability `power`, at this error ratio. */
export function trialsFor(atLeast: number, ratio: number, power: number): number {
  return leastWhole(atLeast, (trials) => upperTail(atLeast, trials, ratio) >= power);
}

/** The least whole number from `from` on that satisfies a condition which holds for ever once it holds. */
export function leastWhole(from: number, holds: (value: number) => boolean): number {
  if (holds(from)) return from;
  let below = from;
  let above = Math.max(1, from) * 2;
  while (!holds(above)) {
    below = above;
    above *= 2;
    if (above > LARGEST) return Number.POSITIVE_INFINITY;
  }
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2);
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** Beyond this many requests an answer is no use to anybody. */
const LARGEST = 1e12;

/** The point between `low` and `high` from which a condition holds, to the last digit that matters. */
function bisect(low: number, high: number, holds: (value: number) => boolean): number {
  let [below, above] = [low, high];
  for (let round = 0; round < 60; round++) {
    const middle = (below + above) / 2;
    if (holds(middle)) above = middle;
    else below = middle;
  }
  return above;
}

/** I_x(a, b): NIST Digital Library of Mathematical Functions, 8.17. */
function incompleteBeta(x: number, a: number, b: number): number {
  // The fraction converges fast below (a + 1) / (a + b + 2); above, I_x(a, b) = 1 − I_{1−x}(b, a) (8.17.4).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  return clamp(front * betaFraction(x, a, b));
}

const clamp = (probability: number): number => Math.min(1, Math.max(0, probability));

/** The continued fraction of 8.17.22, evaluated from the front (Lentz's method: how many terms it takes is not known before). */
function betaFraction(x: number, a: number, b: number): number {
  let [value, numerator, denominator] = [1, 1, 0];
  for (let index = 1; index < 100_000; index++) {
    const coefficient = betaCoefficient(index, x, a, b);
    denominator = 1 / awayFromZero(1 + coefficient * denominator);
    numerator = awayFromZero(1 + coefficient / numerator);
    value *= numerator * denominator;
    if (Math.abs(numerator * denominator - 1) < 1e-15) break;
  }
  return 1 / value;
}

function betaCoefficient(index: number, x: number, a: number, b: number): number {
  const m = Math.floor(index / 2);
  return index % 2 === 0
    ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

const awayFromZero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);

/** ln Γ(x) for x > 0, by Stirling's series (5.11.1) after shifting x to where it is exact to fifteen digits. */
function logGamma(x: number): number {
  let shifted = x;
  let product = 0;
  while (shifted < 15) {
    product += Math.log(shifted);
    shifted += 1;
  }
  const square = shifted * shifted;
  const series =
    (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - product;
}
