import type { EnvironmentTier, PlanContext } from '../../../../constructs/plan/context';
import { planNetwork } from '../../../../constructs/plan/network/plan';
import type { NetworkSpec } from '../../../../constructs/plan/network/spec';

const spec: NetworkSpec = { cidr: '10.40.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] };

const inTier = (tier: EnvironmentTier): PlanContext => ({
  platform: 'bulkhead',
  environment: 'prod',
  tier,
  region: 'eu-west-1',
});

const production = inTier('production');

test('each zone has a private, a public and an isolated subnet', () => {
  expect(planNetwork(spec, production).subnets.map(({ name, zone, cidr }) => `${name} ${zone} ${cidr}`)).toEqual([
    'private-a eu-west-1a 10.40.0.0/19',
    'public-a eu-west-1a 10.40.32.0/21',
    'isolated-a eu-west-1a 10.40.40.0/21',
    'private-b eu-west-1b 10.40.64.0/19',
    'public-b eu-west-1b 10.40.96.0/21',
    'isolated-b eu-west-1b 10.40.104.0/21',
    'private-c eu-west-1c 10.40.128.0/19',
    'public-c eu-west-1c 10.40.160.0/21',
    'isolated-c eu-west-1c 10.40.168.0/21',
  ]);
});

test('a plan is plain data that survives JSON', () => {
  const plan = planNetwork({ ...spec, ipv6: true }, production);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
});

test('a plan names no engine', () => {
  expect(JSON.stringify(planNetwork({ ...spec, ipv6: true }, production))).not.toMatch(
    /cfn|cdk|pulumi|cloudformation/i,
  );
});

test('the order in which zones are named changes no subnet, route table or gateway', () => {
  const sorted = <T extends { readonly name: string }>(things: readonly T[]) =>
    [...things].sort((a, b) => (a.name < b.name ? -1 : 1));
  const plan = planNetwork(spec, production);
  const reversed = planNetwork({ ...spec, zones: [...spec.zones].reverse() }, production);
  expect(sorted(reversed.subnets)).toEqual(sorted(plan.subnets));
  expect(sorted(reversed.routeTables)).toEqual(sorted(plan.routeTables));
  expect(sorted(reversed.natGateways)).toEqual(sorted(plan.natGateways));
});

test.each<[EnvironmentTier, object]>([
  ['development', { egress: 'single', endpoints: [], retentionDays: 7, intervalSeconds: 600, retain: false, wait: 7 }],
  [
    'staging',
    {
      egress: 'per-zone',
      endpoints: ['ecr.api', 'ecr.dkr', 'eks-auth', 'logs', 'secretsmanager', 'sts'],
      retentionDays: 30,
      intervalSeconds: 600,
      retain: false,
      wait: 7,
    },
  ],
  [
    'production',
    {
      egress: 'per-zone',
      endpoints: ['ecr.api', 'ecr.dkr', 'eks-auth', 'logs', 'secretsmanager', 'sts'],
      retentionDays: 365,
      intervalSeconds: 60,
      retain: true,
      wait: 30,
    },
  ],
])('the defaults of %s follow from what is at stake', (tier, expected) => {
  const { egress, interfaceEndpoints, flowLogs, logKey } = planNetwork(spec, inTier(tier));
  expect({
    egress,
    endpoints: interfaceEndpoints.map(({ name }) => name),
    retentionDays: flowLogs.retentionDays,
    intervalSeconds: flowLogs.intervalSeconds,
    retain: flowLogs.retain,
    wait: logKey.deletionWaitDays,
  }).toEqual(expected);
});

test('what is said overrides the default', () => {
  const plan = planNetwork(
    {
      ...spec,
      egress: 'regional',
      interfaceEndpoints: ['kms'],
      flowLogs: { retentionDays: 90, trafficType: 'REJECT' },
      zoneSlots: 8,
    },
    production,
  );
  expect(plan.egress).toBe('regional');
  expect(plan.interfaceEndpoints.map(({ service }) => service)).toEqual(['com.amazonaws.eu-west-1.kms']);
  expect(plan.flowLogs).toMatchObject({ retentionDays: 90, trafficType: 'REJECT' });
  expect(plan.subnets[0]?.cidr).toBe('10.40.0.0/20');
});

test('a single gateway stands in the zone that is named first, so that adding a zone leaves it where it is', () => {
  const context = inTier('development');
  const before = planNetwork({ ...spec, zones: ['eu-west-1b', 'eu-west-1c'] }, context);
  const after = planNetwork({ ...spec, zones: ['eu-west-1b', 'eu-west-1c', 'eu-west-1a'] }, context);
  expect(before.natGateways).toEqual(after.natGateways);
  expect(before.natGateways).toMatchObject([{ kind: 'zonal', name: 'nat-b', subnet: 'public-b' }]);
});

test('without IPv6 nothing of it is planned', () => {
  const plan = planNetwork(spec, production);
  expect(plan.ipv6).toBe(false);
  expect(plan.subnets.every(({ ipv6 }) => ipv6 === undefined)).toBe(true);
  expect(plan.routeTables.flatMap(({ routes }) => routes).every(({ ipVersion }) => ipVersion === 4)).toBe(true);
});

test('a subnet of the VPC block of no tier is left for tiers to come', () => {
  const used = planNetwork(spec, production).subnets.filter(({ zone }) => zone === 'eu-west-1a');
  expect(used.map(({ cidr }) => cidr)).not.toContain('10.40.48.0/21');
  expect(used.map(({ cidr }) => cidr)).not.toContain('10.40.56.0/21');
});
