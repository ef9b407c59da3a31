import { roleExpression } from '../../../../../constructs/plan/observability/grafana/roles';

describe('the role of who signs in', () => {
  test('is the first that fits, from the most rights to the fewest', () => {
    expect(roleExpression({ administrators: ['platform'], editors: ['on-call', 'sre'], viewers: ['staff'] })).toBe(
      [
        "contains(groups[*], 'platform') && 'Admin'",
        "contains(groups[*], 'on-call') && 'Editor'",
        "contains(groups[*], 'sre') && 'Editor'",
        "contains(groups[*], 'staff') && 'Viewer'",
      ].join(' || '),
    );
  });

  test('is none for who is in no group, unless everybody may look', () => {
    expect(roleExpression({ viewers: ['staff'] })).not.toMatch(/'Viewer'$(?<!&& 'Viewer')/);
    expect(roleExpression({ viewers: 'everybody' })).toBe("'Viewer'");
  });

  test.each([
    ['realm_access.roles', 'realm_access.roles[*]'],
    ['resource_access.grafana-prod.roles', 'resource_access."grafana-prod".roles[*]'],
    ['https://rides.example/groups', '"https://rides.example/groups"[*]'],
  ])('is read from the claim %s as JMESPath writes it: %s', (claim, path) => {
    expect(roleExpression({ claim, viewers: ['staff'] })).toBe(`contains(${path}, 'staff') && 'Viewer'`);
  });
});
