import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments } from '../../environments';
import type { Template } from '../../../lib/checks/template';
import { costOf, type EnvironmentCost } from '../../../lib/cost/count';
import { monthly, PRICED_REGION, PRICES, PRICES_READ } from '../../../lib/cost/prices';
import { costTables } from '../../../lib/cost/tables';
import type { Environment } from '../../../lib/environment/schema';
import { foundationOf, shipped, templatesOf } from '../synthesized';

const DOCUMENT = join(__dirname, '../../../docs/cost.md');
const [BEGIN, END] = ['<!-- begin: derived -->', '<!-- end: derived -->'];
const dev = shipped('dev');
const prod = shipped('prod');
const foundation = foundationOf(dev);

const costIn = (environment: Environment): EnvironmentCost =>
  costOf(
    environment.name,
    Object.values(templatesOf(environment)).map((template) => template.toJSON() as Template),
  );

const unitsOf = ({ standing }: EnvironmentCost): Record<string, number> =>
  Object.fromEntries(standing.map(({ item, units }) => [item.billed, units]));

describe('the costs of what ships', () => {
  const costs = environments.map(costIn);

  test('stand in docs/cost.md as the templates give them', () => {
    const document = readFileSync(DOCUMENT, 'utf8');
    const [before, rest = ''] = document.split(BEGIN);
    const [, after] = rest.split(END);
    expect(after).toBeDefined();
    const fresh = `${before}${BEGIN}\n\n${costTables(costs)}\n\n${END}${after}`;
    if (process.env.UPDATE_DOCS !== undefined) writeFileSync(DOCUMENT, fresh);
    else if (document !== fresh) {
      throw new Error('the tables of docs/cost.md are out of date: UPDATE_DOCS=1 npx jest test/lib/cost');
    }
    expect(document).toContain(PRICES_READ);
  });

  test('know of every type of resource whether it is billed', () => {
    expect(costs.flatMap(({ unknown }) => unknown)).toEqual([]);
  });

  test('are reckoned with prices of the region that they stand in', () => {
    expect(new Set(environments.map(({ region }) => region))).toEqual(new Set([PRICED_REGION]));
  });

  test('name what has no sourced price, and leave it out of the sum', () => {
    for (const { standing, unpriced, monthly: sum } of costs) {
      const priced = standing.filter((each) => !unpriced.includes(each));
      expect(unpriced.map(({ item }) => item.billed)).toContain('RDS Proxy');
      expect(sum).toBeCloseTo(priced.reduce((total, { units, item }) => total + units * monthly(item.price!), 0));
    }
  });
});

describe('what stands', () => {
  test('is counted by zone for what stands in zones', () => {
    expect(unitsOf(costIn(prod))).toMatchObject({
      'NAT gateway': 3,
      'Public IPv4 address': 3,
      'Interface endpoint': 6 * 3,
      'RDS Proxy endpoint beside the first': 2 * 3,
    });
    expect(unitsOf(costIn(dev))).toMatchObject({ 'NAT gateway': 1, 'Public IPv4 address': 1 });
    expect(unitsOf(costIn(dev))).not.toHaveProperty('Interface endpoint');
  });

  test('is counted per zone for a regional NAT gateway too', () => {
    const network = { ...dev.network, egress: 'regional' } as const;
    expect(unitsOf(costIn({ ...foundation, network }))).toMatchObject({ 'NAT gateway': 2, 'Public IPv4 address': 2 });
  });

  test('is the least capacity of every serverless instance', () => {
    // Two stores of three instances, two units each; two stores of one instance, half a unit each.
    expect(unitsOf(costIn(prod))['Aurora Serverless, its least']).toBe(12);
    expect(unitsOf(costIn(dev))['Aurora Serverless, its least']).toBe(1);
  });

  test('has no price where the price listed is another one: I/O-Optimized storage, provisioned instances', () => {
    const optimized = {
      ledger: { ...dev.stores!.ledger!, storage: 'io-optimized' },
      riders: { ...dev.stores!.riders!, capacity: { kind: 'provisioned', instanceClass: 'db.r8g.large' } },
    } as Environment['stores'];
    const cost = costIn({ ...dev, stores: optimized, edge: undefined });
    expect(cost.unpriced.map(({ item, units }) => [item.billed, units])).toEqual([
      ['Aurora Serverless, I/O-Optimized, its least', 0.5],
      ['Aurora instance', 1],
      ['RDS Proxy', 2],
      // 25,000 of the platform, and 5,000 of each of the four services.
      ['Prometheus metrics, at most', 45_000],
    ]);
  });

  test('counts an alarm by the metrics that it looks at, and a probe by its runs', () => {
    const units = unitsOf(costIn(prod));
    const alarms = Object.values(templatesOf(prod).alarms.findResources('AWS::CloudWatch::Alarm'));
    expect(units['CloudWatch alarm']).toBeGreaterThan(alarms.length);
    expect(units['Probe of the public entry']).toBe(730 * 60);
  });

  test('is the least of node groups where nodes are ours', () => {
    const cost = costIn({ ...foundation, cluster: { ...foundation.cluster, mode: 'node-groups' } });
    expect(unitsOf(cost)['Node group, its least']).toBe(2);
    expect(cost.usage.map(({ item }) => item.billed)).not.toContain('Nodes of EKS Auto Mode');
    expect(cost.unknown).toEqual([]);
  });
});

describe('what is billed by use', () => {
  test('counts the resources that can be used', () => {
    const usage = Object.fromEntries(costIn(prod).usage.map(({ item, resources }) => [item.billed, resources]));
    expect(usage).toMatchObject({
      'Nodes of EKS Auto Mode': 1,
      'Interface endpoint traffic': 6,
      'Enhanced monitoring': 6,
      'AWS Backup vaults': 2,
    });
  });
});

describe('a cost', () => {
  test('tells of a type that nobody has said the price of', () => {
    const template = { Resources: { Broker: { Type: 'AWS::MSK::Cluster' }, Role: { Type: 'AWS::IAM::Role' } } };
    expect(costOf('prod', [template]).unknown).toEqual(['AWS::MSK::Cluster']);
  });

  test.each(Object.entries(PRICES))('has a price for %s with a source and a positive amount', (_, price) => {
    expect(price.source).not.toBe('');
    expect(price.dollars).toBeGreaterThan(0);
  });

  test('reckons a month at 730 hours', () => {
    expect(monthly({ dollars: 0.1, per: 'hour', source: '' })).toBeCloseTo(73);
    expect(monthly({ dollars: 1, per: 'month', source: '' })).toBe(1);
  });
});
