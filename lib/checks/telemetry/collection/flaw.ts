import type { Place } from '../queries';

/** What is wrong with how metrics are collected. */
export interface CollectionFlaw {
  readonly place: Place;
  readonly value: unknown;
  readonly reason: string;
  readonly remedy: string;
}
