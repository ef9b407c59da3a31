import type { Labels, Manifest } from './meta';

/** A part of the cluster with names of its own. */
export type Namespace = Manifest<'Namespace', 'v1'>;

/** What single pods of a namespace may take. */
export interface LimitRange extends Manifest<'LimitRange', 'v1'> {
  /** One item for each thing that is limited. */
  readonly spec: { readonly limits: readonly { readonly type: 'Pod'; readonly max: Labels }[] };
}

/** What all pods of a namespace may reserve together. */
export interface ResourceQuota extends Manifest<'ResourceQuota', 'v1'> {
  /** The bounds, by what they bound. */
  readonly spec: { readonly hard: Labels };
}
