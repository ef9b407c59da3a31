import type { PlanContext } from '../../../../constructs/plan/context';
import { networkProblems, networkSpec, type NetworkSpec } from '../../../../constructs/plan/network/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';

const production: PlanContext = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' };
const development: PlanContext = { ...production, environment: 'dev', tier: 'development' };

const good: NetworkSpec = { cidr: '10.40.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] };

const problems = (spec: unknown, context: PlanContext) => {
  const shape = shapeProblems(networkSpec, spec);
  return shape.length > 0 ? shape : networkProblems(spec as NetworkSpec, context);
};

test.each([
  ['the smallest description', good, production],
  ['two zones', { ...good, zones: ['eu-west-1a', 'eu-west-1b'] }, production],
  ['zones in any order', { ...good, zones: ['eu-west-1c', 'eu-west-1a'] }, production],
  ['a single way out, in development', { ...good, egress: 'single' }, development],
  ['a regional way out', { ...good, egress: 'regional' }, production],
  [
    'a zone letter beyond d, with eight slots',
    { ...good, zones: ['eu-west-1a', 'eu-west-1f'], zoneSlots: 8, capacity: { pods: 900, nodes: 30 } },
    production,
  ],
  ['a block that just holds its pods', { ...good, cidr: '10.40.0.0/17' }, production],
  ['the smallest block there is', { ...good, cidr: '10.40.0.0/22', capacity: { pods: 20, nodes: 2 } }, development],
  ['shared address space', { ...good, cidr: '100.64.0.0/16' }, production],
  ['a block beside the container bridge', { ...good, cidr: '172.18.0.0/16' }, production],
  [
    'connected networks elsewhere',
    { ...good, connectedCidrs: ['10.0.0.0/11', '192.168.0.0/16', '203.0.113.0/24'] },
    production,
  ],
  ['known endpoints', { ...good, interfaceEndpoints: ['ecr.api', 'kms'] }, production],
  ['no endpoints', { ...good, interfaceEndpoints: [] }, production],
  ['as many pods a node as EKS recommends at most', { ...good, capacity: { pods: 1000, nodes: 4 } }, production],
  ['flow logs', { ...good, flowLogs: { retentionDays: 731, trafficType: 'REJECT' } }, production],
  ['IPv6', { ...good, ipv6: true }, production],
])('%s is accepted', (_, spec, context) => {
  expect(problems(spec, context)).toEqual([]);
});

test.each<[string, unknown, PlanContext, { field: string; reason: RegExp; remedy: RegExp }]>([
  [
    'no zones',
    { ...good, zones: [] },
    production,
    { field: 'zones', reason: /fewer than two/, remedy: /'eu-west-1b'/ },
  ],
  [
    'one zone',
    { ...good, zones: ['eu-west-1a'] },
    production,
    { field: 'zones', reason: /fewer than two/, remedy: /at least two/ },
  ],
  [
    'a zone named twice',
    { ...good, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1a'] },
    production,
    { field: 'zones[2]', reason: /twice/, remedy: /once/ },
  ],
  [
    'a zone of another region',
    { ...good, zones: ['eu-west-1a', 'eu-west-2b'] },
    production,
    { field: 'zones[1]', reason: /lies in eu-west-2/, remedy: /zone of eu-west-1/ },
  ],
  [
    'a local zone',
    { ...good, zones: ['us-west-2a', 'us-west-2-lax-1a', 'us-west-2b'] },
    { ...production, region: 'us-west-2' },
    { field: 'zones[1]', reason: /local and Wavelength/, remedy: /us-west-2a/ },
  ],
  [
    'a Wavelength zone',
    { ...good, zones: ['us-east-1a', 'us-east-1-wl1-bos-wlz-1', 'us-east-1b'] },
    { ...production, region: 'us-east-1' },
    { field: 'zones[1]', reason: /local and Wavelength/, remedy: /us-east-1a/ },
  ],
  [
    'a zone id',
    { ...good, zones: ['eu-west-1a', 'euw1-az2', 'eu-west-1b'] },
    production,
    { field: 'zones[1]', reason: /zone ids/, remedy: /eu-west-1a/ },
  ],
  [
    'a region for a zone',
    { ...good, zones: ['eu-west-1a', 'eu-west-1', 'eu-west-1b'] },
    production,
    { field: 'zones[1]', reason: /not the name/, remedy: /eu-west-1a/ },
  ],
  [
    'a zone letter beyond the slots',
    { ...good, zones: ['eu-west-1a', 'eu-west-1f'] },
    production,
    { field: 'zones[1]', reason: /a to d \(zoneSlots: 4\)/, remedy: /zoneSlots: 8/ },
  ],
  [
    'a zone letter beyond all slots',
    { ...good, zones: ['eu-west-1a', 'eu-west-1i'], zoneSlots: 8, capacity: { pods: 90, nodes: 3 } },
    production,
    { field: 'zones[1]', reason: /a to h/, remedy: /up to h/ },
  ],
  [
    'a text that is no block',
    { ...good, cidr: 'ten' },
    production,
    { field: 'cidr', reason: /not a block/, remedy: /10\.40\.0\.0\/16/ },
  ],
  [
    'a block with stray bits',
    { ...good, cidr: '10.0.0.1/16' },
    production,
    { field: 'cidr', reason: /bits beyond/, remedy: /write 10\.0\.0\.0\/16/ },
  ],
  [
    'public addresses',
    { ...good, cidr: '11.0.0.0/16' },
    production,
    { field: 'cidr', reason: /private/, remedy: /10\.0\.0\.0\/8/ },
  ],
  [
    'a block larger than AWS takes',
    { ...good, cidr: '10.0.0.0/15' },
    production,
    { field: 'cidr', reason: /\/16 to \/28, not \/15/, remedy: /10\.0\.0\.0\/16/ },
  ],
  [
    'a block smaller than AWS takes',
    { ...good, cidr: '10.0.0.0/29' },
    production,
    { field: 'cidr', reason: /\/16 to \/28, not \/29/, remedy: /\/16/ },
  ],
  [
    'a block too small for its pods',
    { ...good, cidr: '10.40.0.0/20' },
    production,
    {
      field: 'cidr',
      reason:
        /3000 pods on 100 nodes need 3122 addresses in each private subnet, and a \/20 gives 512\..*1875 pods.*63 nodes: 63 × 3 prefixes of 16 = 3024, and 98/,
      remedy: /use a \/17, such as 10\.40\.0\.0\/17/,
    },
  ],
  [
    'a block that is one size too small for its pods',
    { ...good, cidr: '10.40.0.0/18' },
    production,
    { field: 'cidr', reason: /a \/18 gives 2048/, remedy: /use a \/17/ },
  ],
  [
    'a block too small for its pods, whose larger one begins earlier',
    { ...good, cidr: '10.40.240.0/20' },
    production,
    { field: 'cidr', reason: /too small/, remedy: /10\.40\.128\.0\/17/ },
  ],
  [
    'more pods than any VPC holds',
    { ...good, capacity: { pods: 60000, nodes: 2000 } },
    production,
    { field: 'cidr', reason: /too small/, remedy: /even a \/16/ },
  ],
  [
    'a block too small for a load balancer',
    { ...good, cidr: '10.40.0.0/23', capacity: { pods: 1, nodes: 1 }, interfaceEndpoints: [] },
    development,
    { field: 'cidr', reason: /smaller than the \/27/, remedy: /10\.40\.0\.0\/22/ },
  ],
  [
    'the container bridge',
    { ...good, cidr: '172.17.0.0/16' },
    production,
    { field: 'cidr', reason: /172\.17\.0\.0\/16/, remedy: /172\.20\.0\.0\/16/ },
  ],
  [
    'a part of the container bridge',
    { ...good, cidr: '172.17.128.0/17' },
    production,
    { field: 'cidr', reason: /172\.17\.0\.0\/16/, remedy: /another block/ },
  ],
  [
    'a connected network that overlaps',
    { ...good, connectedCidrs: ['192.168.0.0/24', '10.0.0.0/8'] },
    production,
    { field: 'cidr', reason: /10\.0\.0\.0\/8 \(connectedCidrs\[1\]\)/, remedy: /no connected network/ },
  ],
  [
    'a connected network with stray bits',
    { ...good, connectedCidrs: ['10.1.2.3/8'] },
    production,
    { field: 'connectedCidrs[0]', reason: /bits beyond/, remedy: /10\.0\.0\.0\/8/ },
  ],
  [
    'a connected network that is no block',
    { ...good, connectedCidrs: ['office'] },
    production,
    { field: 'connectedCidrs[0]', reason: /not a block/, remedy: /10\.0\.0\.0\/12/ },
  ],
  [
    'a single way out in production',
    { ...good, egress: 'single' },
    production,
    { field: 'egress', reason: /no zone has a way out/, remedy: /'per-zone', or 'regional'/ },
  ],
  [
    'a way out that there is not',
    { ...good, egress: 'per-az' },
    production,
    { field: 'egress', reason: /survive/, remedy: /per-zone/ },
  ],
  [
    'a misspelt endpoint',
    { ...good, interfaceEndpoints: ['ecr.apo'] },
    production,
    { field: 'interfaceEndpoints[0]', reason: /com\.amazonaws/, remedy: /did you mean 'ecr\.api'/ },
  ],
  [
    'an endpoint named twice',
    { ...good, interfaceEndpoints: ['sts', 'kms', 'sts'] },
    production,
    { field: 'interfaceEndpoints[2]', reason: /twice/, remedy: /once/ },
  ],
  [
    'more pods a node than EKS recommends',
    { ...good, capacity: { pods: 1001, nodes: 4 } },
    production,
    { field: 'capacity.nodes', reason: /250 a node/, remedy: /at least 5 nodes/ },
  ],
  [
    'no pods',
    { ...good, capacity: { pods: 0, nodes: 4 } },
    production,
    { field: 'capacity.pods', reason: /every pod takes an address/, remedy: /3000/ },
  ],
  [
    'half a node',
    { ...good, capacity: { pods: 10, nodes: 1.5 } },
    production,
    { field: 'capacity.nodes', reason: /every node/, remedy: /100/ },
  ],
  [
    'a retention that CloudWatch does not know',
    { ...good, flowLogs: { retentionDays: 42 } },
    production,
    { field: 'flowLogs.retentionDays', reason: /certain numbers of days/, remedy: /30, 60, 90/ },
  ],
  [
    'traffic that there is not',
    { ...good, flowLogs: { trafficType: 'SOME' } },
    production,
    { field: 'flowLogs.trafficType', reason: /ALL/, remedy: /REJECT/ },
  ],
  [
    'slots that there are not',
    { ...good, zoneSlots: 6 },
    production,
    { field: 'zoneSlots', reason: /four or eight/, remedy: /4, 8/ },
  ],
  ['IPv6 by word', { ...good, ipv6: 'yes' }, production, { field: 'ipv6', reason: /boolean/, remedy: /true/ }],
  [
    'a missing block',
    { zones: good.zones },
    production,
    { field: 'cidr', reason: /missing/, remedy: /10\.40\.0\.0\/16/ },
  ],
  ['missing zones', { cidr: good.cidr }, production, { field: 'zones', reason: /missing/, remedy: /eu-west-1a/ }],
  [
    'a misspelt key',
    { ...good, egres: 'per-zone' },
    production,
    { field: 'egres', reason: /no such key/, remedy: /'egress'/ },
  ],
])('%s is refused', (_, spec, context, { field, reason, remedy }) => {
  expect(problems(spec, context)).toEqual([
    expect.objectContaining({
      field,
      reason: expect.stringMatching(reason) as string,
      remedy: expect.stringMatching(remedy) as string,
    }),
  ]);
});

test('all problems are told at once', () => {
  const told = problems(
    { cidr: '172.17.0.0/16', zones: ['eu-west-1a', 'eu-west-2b'], egress: 'single', connectedCidrs: ['172.16.0.0/12'] },
    production,
  );
  expect(told.map(({ field }) => field)).toEqual(['zones[1]', 'cidr', 'cidr', 'egress']);
});
