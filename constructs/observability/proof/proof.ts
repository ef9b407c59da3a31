import type { MockSeries } from './series';

/** Which alerts of a name fire at a moment. */
export interface Expectation {
  /** The moment, in seconds from the start. */
  readonly atSeconds: number;
  /** The alert's name. */
  readonly alert: string;
  /** The labels of each that fires, beside those that the rule gives to all; none when it must be silent. */
  readonly firing: readonly Readonly<Record<string, string>>[];
}

/** A course of things, and which alerts it makes fire. */
export interface Proof {
  /** What happens, as a sentence. */
  readonly title: string;
  /** What is measured meanwhile. */
  readonly series: readonly MockSeries[];
  /** What must be the case, and when. */
  readonly expected: readonly Expectation[];
  /**
   * How often rules are worked out, in seconds. Days are played back in larger steps, for each is worked out.
   * @default - as often as they are in the cluster
   */
  readonly stepSeconds?: number;
}

/** One alert fires, once or for each of these series. */
export function fires(
  alert: string,
  atSeconds: number,
  ...firing: readonly Readonly<Record<string, string>>[]
): Expectation {
  return { alert, atSeconds, firing: firing.length === 0 ? [{}] : firing };
}

/** One alert is silent. */
export function silent(alert: string, atSeconds: number): Expectation {
  return { alert, atSeconds, firing: [] };
}
