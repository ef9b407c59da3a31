import type { EnvironmentTier } from '../../../../constructs/plan/context';
import { edgeProblems, edgeSpec, type EdgeSpec } from '../../../../constructs/plan/edge/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { CERTIFICATE, contextOf, DOMAIN, ZONE } from './examples';

const judge = (fields: Record<string, unknown>, tier: EnvironmentTier = 'production') => {
  const spec = { domain: DOMAIN, ...fields };
  const shape = shapeProblems(edgeSpec, spec);
  return shape.length > 0 ? shape : edgeProblems(spec as EdgeSpec, contextOf(tier));
};

type Example = {
  says: string;
  wrong: Record<string, unknown>;
  field: string;
  right: Record<string, unknown>;
  tier?: EnvironmentTier;
};

const domain = (more: Record<string, unknown>) => ({ domain: { ...DOMAIN, ...more } });
const groups = (modes: Record<string, string>) => ({ firewall: { groups: modes } });
const blocks = (count: number) => Array.from({ length: count }, (_, index) => `10.${index}.0.0/16`);
const limit = (rateLimit: unknown) => ({ firewall: { rateLimit } });
const PRIVATE_ZONE = { ...ZONE, visibility: 'private' };
const INTERNAL = { scheme: 'internal', clients: ['10.0.0.0/8'] };
const LONG_NAME = `${'a'.repeat(60)}.rides.example`;
const ALL_OFF = { 'ip-reputation': 'off', 'known-bad-inputs': 'off', common: 'off', 'sql-injection': 'off' };
const PROXY = { rateLimit: { clientAddressHeader: 'true-client-ip' } };

const EXAMPLES: readonly Example[] = [
  { says: 'no unknown key', wrong: { domains: DOMAIN }, field: 'domains', right: {} },
  { says: 'a name in production', wrong: { domain: undefined }, field: 'domain', right: { domain: DOMAIN } },
  {
    says: 'a name in staging',
    wrong: { domain: undefined },
    field: 'domain',
    right: { domain: DOMAIN },
    tier: 'staging',
  },
  {
    says: 'a name in lower case',
    wrong: domain({ name: 'API.rides.example' }),
    field: 'domain.name',
    right: domain({ name: 'a-p-i.rides.example' }),
  },
  {
    says: 'one name, no wildcard',
    wrong: domain({ name: '*.rides.example' }),
    field: 'domain.name',
    right: domain({ name: 'rides.example' }),
  },
  {
    says: 'a name without the last dot',
    wrong: domain({ name: 'api.rides.example.' }),
    field: 'domain.name',
    right: domain({ name: 'api.eu.rides.example' }),
  },
  {
    says: 'a name of its zone',
    wrong: domain({ name: 'api.otherrides.example' }),
    field: 'domain.name',
    right: domain({ name: 'rides.example' }),
  },
  {
    says: 'a zone with an id',
    wrong: domain({ zone: { ...ZONE, id: '/hostedzone/Z0123456789' } }),
    field: 'domain.zone.id',
    right: domain({ zone: { ...ZONE, id: 'Z0123456789' } }),
  },
  {
    says: 'a certificate where there is no zone to validate one',
    wrong: domain({ zone: 'elsewhere' }),
    field: 'domain.zone',
    right: domain({ zone: 'elsewhere', certificateArn: CERTIFICATE }),
  },
  {
    says: 'a certificate where ACM cannot look into the zone',
    wrong: { ...INTERNAL, ...domain({ zone: PRIVATE_ZONE }) },
    field: 'domain.zone.visibility',
    right: { ...INTERNAL, ...domain({ zone: PRIVATE_ZONE, certificateArn: CERTIFICATE }) },
  },
  {
    says: 'a certificate where the name is too long for one',
    wrong: domain({ name: LONG_NAME }),
    field: 'domain.name',
    right: domain({ name: LONG_NAME, certificateArn: CERTIFICATE }),
  },
  {
    says: 'a public name on the internet',
    wrong: domain({ zone: PRIVATE_ZONE, certificateArn: CERTIFICATE }),
    field: 'domain.zone.visibility',
    right: domain({ zone: { ...ZONE, visibility: 'public' }, certificateArn: CERTIFICATE }),
  },
  {
    says: 'a certificate of the region',
    wrong: domain({ certificateArn: CERTIFICATE.replace('eu-west-1', 'us-east-1') }),
    field: 'domain.certificateArn',
    right: domain({ certificateArn: CERTIFICATE }),
  },
  {
    says: 'a certificate of ACM',
    wrong: domain({ certificateArn: 'arn:aws:iam::111122223333:server-certificate/api' }),
    field: 'domain.certificateArn',
    right: domain({ certificateArn: CERTIFICATE }),
  },
  {
    says: 'for whom an internal edge is',
    wrong: { scheme: 'internal' },
    field: 'clients',
    right: { scheme: 'internal', clients: ['10.0.0.0/8'] },
  },
  { says: 'a scheme of two', wrong: { scheme: 'public' }, field: 'scheme', right: { scheme: 'internet-facing' } },
  { says: 'somebody who may come', wrong: { clients: [] }, field: 'clients', right: { clients: ['203.0.113.0/24'] } },
  {
    says: 'blocks without stray bits',
    wrong: { clients: ['203.0.113.9/24'] },
    field: 'clients[0]',
    right: { clients: ['203.0.113.9/32'] },
  },
  {
    says: 'blocks, not names',
    wrong: { clients: ['office'] },
    field: 'clients[0]',
    right: { clients: ['198.51.100.0/25'] },
  },
  {
    says: 'each block once',
    wrong: { clients: ['203.0.113.0/24', '203.0.113.0/24'] },
    field: 'clients[1]',
    right: { clients: ['203.0.113.0/24', '198.51.100.0/24'] },
  },
  {
    says: 'IPv6 for clients that come by it',
    wrong: { clients: ['2001:db8::/32'] },
    field: 'clients[0]',
    right: { clients: ['2001:db8::/32'], ipv6: true },
  },
  {
    says: 'no more blocks than a security group has rules',
    wrong: { clients: blocks(31) },
    field: 'clients',
    right: { clients: blocks(30) },
  },
  { says: 'a version of TLS', wrong: { oldestTls: '1.1' }, field: 'oldestTls', right: { oldestTls: '1.3' } },
  {
    says: 'a port that needs no privilege',
    wrong: { gateway: { httpPort: 80 } },
    field: 'gateway.httpPort',
    right: { gateway: { httpPort: 8081 } },
  },
  {
    says: 'a port that Istio leaves free',
    wrong: { gateway: { httpPort: 15_006 } },
    field: 'gateway.httpPort',
    right: { gateway: { httpPort: 15_100 } },
  },
  {
    says: 'a port for requests and another for health',
    wrong: { gateway: { httpPort: 9000, healthPort: 9000 } },
    field: 'gateway.httpPort',
    right: { gateway: { httpPort: 9000, healthPort: 9001 } },
  },
  {
    says: 'a protocol',
    wrong: { gateway: { protocol: 'GRPC' } },
    field: 'gateway.protocol',
    right: { gateway: { protocol: 'HTTP2' } },
  },
  {
    says: 'a namespace',
    wrong: { gateway: { namespace: 'Istio' } },
    field: 'gateway.namespace',
    right: { gateway: { namespace: 'ingress', service: 'gateway' } },
  },
  {
    says: 'a drain as long as a request may take',
    wrong: { timeouts: { idleSeconds: 120, drainSeconds: 60 } },
    field: 'timeouts.drainSeconds',
    right: { timeouts: { idleSeconds: 120, drainSeconds: 120 } },
  },
  {
    says: 'a drain as long as a request may take by default',
    wrong: { timeouts: { drainSeconds: 59 } },
    field: 'timeouts.drainSeconds',
    right: { timeouts: { drainSeconds: 60 } },
  },
  {
    says: 'a silence that a load balancer can wait for',
    wrong: { timeouts: { idleSeconds: 4001 } },
    field: 'timeouts.idleSeconds',
    right: { timeouts: { idleSeconds: 3600 } },
  },
  {
    says: 'a connection that ends one day',
    wrong: { timeouts: { clientKeepAliveSeconds: 30 } },
    field: 'timeouts.clientKeepAliveSeconds',
    right: { timeouts: { clientKeepAliveSeconds: 60 } },
  },
  { says: 'a firewall on the internet', wrong: { firewall: 'none' }, field: 'firewall', right: { firewall: {} } },
  {
    says: 'a firewall that does something',
    wrong: { firewall: { groups: ALL_OFF, rateLimit: 'none' } },
    field: 'firewall',
    right: { firewall: { groups: ALL_OFF } },
  },
  {
    says: 'a firewall within its price',
    wrong: groups({ linux: 'count', windows: 'block' }),
    field: 'firewall.groups',
    right: groups({ linux: 'count', posix: 'block', 'anonymous-ip': 'count' }),
  },
  {
    says: 'groups that exist',
    wrong: groups({ wordpress: 'block' }),
    field: 'firewall.groups.wordpress',
    right: groups({ php: 'block' }),
  },
  {
    says: 'what a group does',
    wrong: groups({ common: 'allow' }),
    field: 'firewall.groups.common',
    right: groups({ common: 'count' }),
  },
  {
    says: 'a limit that can be counted',
    wrong: limit({ requestsPerFiveMinutes: 5 }),
    field: 'firewall.rateLimit.requestsPerFiveMinutes',
    right: limit({ requestsPerFiveMinutes: 10 }),
  },
  {
    says: 'that nobody comes past a proxy that is believed',
    wrong: { firewall: PROXY },
    field: 'firewall.rateLimit.clientAddressHeader',
    right: { firewall: PROXY, clients: ['203.0.113.0/24'] },
  },
  {
    says: 'a header in which clients cannot choose their address',
    wrong: { clients: ['203.0.113.0/24'], ...limit({ clientAddressHeader: 'X-Forwarded-For' }) },
    field: 'firewall.rateLimit.clientAddressHeader',
    right: { clients: ['203.0.113.0/24'], ...limit({ clientAddressHeader: 'True-Client-IP' }) },
  },
  {
    says: 'what becomes of large bodies',
    wrong: { firewall: { largeBodies: 'allow' } },
    field: 'firewall.largeBodies',
    right: { firewall: { largeBodies: 'pass', whenUnreachable: 'pass' } },
  },
  {
    says: 'a retention that CloudWatch knows',
    wrong: { firewall: { logRetentionDays: 10 } },
    field: 'firewall.logRetentionDays',
    right: { firewall: { logRetentionDays: 14 } },
  },
  { says: 'logs in production', wrong: { logs: 'none' }, field: 'logs', right: { logs: { retentionDays: 90 } } },
  {
    says: 'logs for some days',
    wrong: { logs: { retentionDays: 0 } },
    field: 'logs.retentionDays',
    right: { logs: { retentionDays: 1 } },
  },
  {
    says: 'a protection that is on or off',
    wrong: { deletionProtection: 'yes' },
    field: 'deletionProtection',
    right: { deletionProtection: false },
  },
];

describe('an edge', () => {
  test.each(EXAMPLES)('wants $says', ({ wrong, field, right, tier }) => {
    const problems = judge(wrong, tier);
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    for (const { reason, remedy } of problems) {
      expect(reason).not.toBe('');
      expect(remedy).not.toBe('see the docstring of this field');
    }
    expect(judge(right, tier)).toEqual([]);
  });

  test('has an example for every field', () => {
    const named = EXAMPLES.flatMap(({ wrong, right }) => [...Object.keys(wrong), ...Object.keys(right)]);
    expect(Object.keys(edgeSpec.shape).filter((field) => !named.includes(field))).toEqual([]);
  });

  test('is sound with nothing but a name, in every tier, and in development without one', () => {
    for (const tier of ['development', 'staging', 'production'] as const) expect(judge({}, tier)).toEqual([]);
    expect(judge({ domain: undefined }, 'development')).toEqual([]);
  });

  test('may stand without firewall and logs where nothing is at stake', () => {
    expect(judge({ firewall: 'none', logs: 'none' }, 'development')).toEqual([]);
    expect(judge({ ...INTERNAL, firewall: 'none' })).toEqual([]);
  });

  test('takes as many blocks again where clients need not be sent to HTTPS', () => {
    expect(judge({ domain: undefined, clients: blocks(60) }, 'development')).toEqual([]);
    expect(judge({ domain: undefined, clients: blocks(61) }, 'development')).toHaveLength(1);
  });

  test('cannot compare a certificate with a region that only the deployment knows', () => {
    const spec = { domain: { ...DOMAIN, certificateArn: CERTIFICATE } };
    expect(edgeProblems(spec, { ...contextOf(), region: '${Token[AWS.Region.4]}' })).toEqual([]);
  });

  test('has all its problems told at once', () => {
    const wrong = { domain: undefined, clients: ['10.0.0.1/8'], firewall: 'none', logs: 'none' };
    expect(judge(wrong).map(({ field }) => field)).toEqual(['domain', 'clients[0]', 'firewall', 'logs']);
  });

  test('suggests the block that was probably meant', () => {
    expect(judge({ clients: ['10.0.0.1/8'] })[0]?.remedy).toBe("did you mean '10.0.0.0/8'?");
  });
});
