import { outline } from '../../../lib/cli/plan/outline';
import { paintFor } from '../../../lib/cli/terminal';

const shown = (value: object): string => outline('network', value, paintFor({ colours: false }));

describe('an outline', () => {
  it('shows facts as lines, in words', () => {
    expect(shown({ cidr: '10.0.0.0/16', publicAddressOnLaunch: false, zones: ['a', 'b'], hosts: [] })).toBe(`\
network
  cidr                      10.0.0.0/16
  public address on launch  no
  zones                     a, b
  hosts                     none`);
  });

  it('shows a fact within a fact under both names', () => {
    expect(shown({ flowLogs: { retentionDays: 365 } })).toBe('network\n  flow logs: retention days  365');
  });

  it('shows like things as a table', () => {
    expect(
      shown({
        subnets: [
          { name: 'private-a', cidr: '10.0.0.0/24', ipv6: { index: 0 } },
          { name: 'b', cidr: '10.0.1.0/24', routes: [{ to: '0.0.0.0/0', target: { kind: 'nat' } }] },
        ],
      }),
    ).toBe(`\
network

  subnets
    name       cidr         ipv6: index  routes
    private-a  10.0.0.0/24  0
    b          10.0.1.0/24               0.0.0.0/0 nat`);
  });

  it('shows a part that holds things under a heading of its own', () => {
    expect(shown({ nodes: { kind: 'pools', pools: [{ name: 'general' }] } })).toBe(`\
network

  nodes
    kind  pools

    pools
      name
      general`);
  });

  it('leaves out what is not there, and tags', () => {
    expect(shown({ name: 'x', lock: undefined, tags: { a: 'b' } })).toBe('network\n  name  x');
  });

  it('cuts what is too long for a cell', () => {
    expect(shown({ rules: [{ because: 'x'.repeat(200) }] })).toContain(`${'x'.repeat(89)}…`);
  });
});
