/** Both kinds of time, so that tests can hand in their own. */
export interface Clock {
  /** Milliseconds since 1970, for people and for other machines. It may jump. */
  readonly now: () => number;
  /** Milliseconds since some moment, for durations. It never goes back. */
  readonly monotonic: () => number;
}

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
