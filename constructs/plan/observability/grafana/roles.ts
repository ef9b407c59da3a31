import { DEFAULT_CLAIM, type RolesSpec } from './sign-in-spec';

/**
 * What Grafana works somebody's role out by: an expression of JMESPath over the token, which says the first role that fits, or
 * nothing. Who gets nothing is turned away (`role_attribute_strict`).
 *
 * @example roleExpression({ editors: ['on-call'], viewers: 'everybody' }) // "contains(groups[*], 'on-call') && 'Editor' || 'Viewer'"
 */
export function roleExpression({
  claim = DEFAULT_CLAIM,
  administrators = [],
  editors = [],
  viewers,
}: RolesSpec): string {
  const path = claimPath(claim);
  const of = (groups: readonly string[], role: string): string[] =>
    groups.map((group) => `contains(${path}[*], '${group}') && '${role}'`);
  return [
    ...of(administrators, 'Admin'),
    ...of(editors, 'Editor'),
    ...(viewers === 'everybody' ? ["'Viewer'"] : of(viewers, 'Viewer')),
  ].join(' || ');
}

/** What is no identifier of JMESPath stands in quotes: an address, or a word with a hyphen. */
function claimPath(claim: string): string {
  const quoted = (part: string): string => (/^\w+$/.test(part) ? part : `"${part}"`);
  return claim.startsWith('https://') ? quoted(claim) : claim.split('.').map(quoted).join('.');
}
