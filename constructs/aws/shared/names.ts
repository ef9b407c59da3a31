import type { CfnTag } from 'aws-cdk-lib/core';
import type { Tags } from '../../plan/network/model';

/**
 * The construct id of a thing that a plan names: `private-a` of a `Subnet` is `SubnetPrivateA`. Logical ids follow from
 * it, so that they stay when other things come and go.
 */
export function constructId(kind: string, name: string): string {
  const words = name.split(/[^a-zA-Z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return kind + words.join('');
}

/** Tags as CloudFormation writes them. */
export function cfnTags(tags: Tags): CfnTag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

/** What an id stands for in a map that a plan's names index; a plan that names nothing there is broken. */
export function required<T>(things: ReadonlyMap<string, T>, name: string): T {
  const thing = things.get(name);
  if (thing === undefined) throw new RangeError(`the plan names '${name}', and there is none`);
  return thing;
}
