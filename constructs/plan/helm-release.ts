import type { Permission } from './cluster/permissions';

/** A value of a chart. */
export type ChartValue = string | number | boolean | readonly ChartValue[] | { readonly [key: string]: ChartValue };

/** The values of a chart, by their names. */
export interface ChartValues {
  /** `{ replicas: 2 }` */
  readonly [key: string]: ChartValue;
}

/** Who a controller is in AWS: a service account of its release, and what its pods may do. */
export interface ReleaseIdentity {
  /** The service account, in the release's namespace. */
  readonly serviceAccount: string;
  /** What its pods may do. */
  readonly permissions: readonly Permission[];
  /** Why permissions that name no single resource are as narrow as they can be; a reviewer reads it. */
  readonly becauseOfWildcards: string;
}

/** Something that is installed from its publisher's Helm chart, at a fixed version. */
export interface HelmRelease {
  /** The release's name, unique in its namespace: `istiod-1-31`. */
  readonly name: string;
  /** The chart's name: `istiod`. */
  readonly chart: string;
  /** Where its publisher serves it from. */
  readonly repository: string;
  /** The chart's version: `1.31.1`. */
  readonly version: string;
  /** The namespace that it is installed in, which must be there. */
  readonly namespace: string;
  /** What differs from the chart's values. They hold no token, so that they can be written to a file. */
  readonly values: ChartValues;
  /** Who it is in AWS; nobody where it asks AWS for nothing. */
  readonly identity?: ReleaseIdentity;
}
