/** The labels that the elements of an answer may have; `any` where nobody can tell. */
export type Labels = ReadonlySet<string> | 'any';

/** No labels at all. */
export const NONE: Labels = new Set<string>();

/** All labels but these. */
export function without(labels: Labels, names: readonly string[]): Labels {
  return labels === 'any' ? 'any' : new Set([...labels].filter((label) => !names.includes(label)));
}

/** The labels of either. */
export function union(one: Labels, other: Labels): Labels {
  return one === 'any' || other === 'any' ? 'any' : new Set([...one, ...other]);
}
