import fc from 'fast-check';
import { capacityUnits, planFirewall, resolveFirewall } from '../../../../constructs/plan/edge/firewall';
import { MOST_CAPACITY_UNITS, RULE_GROUP_NAMES, RULE_GROUPS } from '../../../../constructs/plan/edge/rule-groups';
import type { FirewallSpec } from '../../../../constructs/plan/edge/firewall-spec';
import { ruleGroupsSpec } from '../../../../constructs/plan/edge/firewall-spec';
import { contextOf } from './examples';

const plan = (spec: FirewallSpec = {}) => planFirewall(spec, contextOf());
const rule = (spec: FirewallSpec, name: string) => plan(spec).rules.find((each) => each.name === name);

const modes = fc.record(
  Object.fromEntries(RULE_GROUP_NAMES.map((name) => [name, fc.constantFrom('block', 'count', 'off')])),
  { requiredKeys: [] },
) as fc.Arbitrary<NonNullable<FirewallSpec['groups']>>;

describe('the firewall', () => {
  test('looks at addresses first, then counts, then reads the request', () => {
    expect(plan().rules.map(({ name }) => name)).toEqual([
      'ip-reputation',
      'rate-limit',
      'known-bad-inputs',
      'common',
      'sql-injection',
    ]);
  });

  test('stops what it matches, unless a group is told to count only', () => {
    expect(plan().rules.map(({ mode }) => mode)).toEqual(['block', 'block', 'block', 'block', 'block']);
    const adopting = plan({ groups: { common: 'count' }, rateLimit: { mode: 'count' } }).rules;
    expect(adopting.filter(({ mode }) => mode === 'count').map(({ name }) => name)).toEqual(['rate-limit', 'common']);
  });

  test('costs no more than what the basic price includes, as it is', () => {
    expect(plan().capacityUnits).toBe(25 + 2 + 200 + 700 + 200);
    expect(plan().capacityUnits).toBeLessThanOrEqual(MOST_CAPACITY_UNITS);
  });

  test('has one rule at each place, and a rule never changes its place', () => {
    fc.assert(
      fc.property(modes, (groups) => {
        const { rules } = plan({ groups });
        const places = rules.map(({ priority }) => priority);
        expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
        for (const each of rules) {
          expect(each.priority).toBe(each.kind === 'managed' ? RULE_GROUPS[each.name].priority : 30);
        }
      }),
    );
  });

  test('has its cost added up over what is on, whether it blocks or counts', () => {
    fc.assert(
      fc.property(modes, (groups) => {
        const resolved = resolveFirewall({ groups });
        const on = plan({ groups }).rules.map((each) =>
          each.kind === 'managed' ? RULE_GROUPS[each.name].capacityUnits : 2,
        );
        expect(capacityUnits(resolved)).toBe(on.reduce((sum, units) => sum + units, 0));
      }),
    );
  });

  test('offers every group that it knows, and no other', () => {
    expect(Object.keys(ruleGroupsSpec.shape).sort()).toEqual([...RULE_GROUP_NAMES].sort());
  });

  test('lets large bodies pass by counting the one rule that is about their size', () => {
    expect(rule({}, 'common')).toMatchObject({ mode: 'block', counted: [] });
    expect(rule({ largeBodies: 'pass' }, 'common')).toMatchObject({
      mode: 'block',
      counted: ['SizeRestrictions_BODY'],
    });
  });

  test('counts by the address of the connection, or by the header of a trusted proxy', () => {
    expect(rule({}, 'rate-limit')).toMatchObject({
      requests: 10_000,
      windowSeconds: 300,
      clientAddressHeader: undefined,
    });
    expect(rule({ rateLimit: { clientAddressHeader: 'true-client-ip' } }, 'rate-limit')).toMatchObject({
      clientAddressHeader: 'true-client-ip',
    });
    expect(rule({ rateLimit: 'none' }, 'rate-limit')).toBeUndefined();
  });

  test('writes a log that AWS accepts, without what lets somebody in', () => {
    const { log, redactedHeaders } = plan();
    expect(log).toMatchObject({ logGroup: 'aws-waf-logs-bulkhead-prod-edge', retentionDays: 365, retain: true });
    expect(redactedHeaders).toEqual(expect.arrayContaining(['authorization', 'cookie']));
  });

  test('keeps its name whatever its rules are, for a second one would take the first one with it', () => {
    fc.assert(fc.property(modes, (groups) => expect(plan({ groups, largeBodies: 'pass' }).name).toBe(plan().name)));
  });
});
