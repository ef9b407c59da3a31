import { COMPUTE_MODE_FACTS } from '../../../constructs/plan/cluster/compute-modes';
import { planNetwork } from '../../../constructs/plan/network/plan';
import { contextOf } from '../../../lib/environment/context';
import { computeFacts, serviceFacts } from '../../../lib/environment/facts';
import type { Environment } from '../../../lib/environment/schema';
import { SOUND, varied } from './examples';
import { LEAST } from './service-examples';

const environmentOf = (changes: Readonly<Record<string, unknown>> = {}): Environment => varied(changes) as Environment;

const blocksOf = (environment: Environment, tier: string): readonly string[] =>
  planNetwork(environment.network, contextOf(environment))
    .subnets.filter((subnet) => subnet.tier === tier)
    .map(({ cidr }) => cidr);

describe('what services are told of an environment on AWS', () => {
  test('are its zones, and what its compute mode brings', () => {
    expect(serviceFacts(SOUND)).toMatchObject({ zones: SOUND.network.zones, compute: COMPUTE_MODE_FACTS.auto });
    const groups = environmentOf({ 'cluster.mode': 'node-groups' });
    expect(serviceFacts(groups).compute).toEqual(COMPUTE_MODE_FACTS['node-groups']);
    expect(computeFacts(groups, 'aws')).toEqual(COMPUTE_MODE_FACTS['node-groups']);
  });

  test("is the address of DNS in the cluster's own block", () => {
    expect(serviceFacts(SOUND).dnsAddress).toBe('172.20.0.10');
    expect(serviceFacts(environmentOf({ 'cluster.serviceCidr': '10.100.0.0/16' })).dnsAddress).toBe('10.100.0.10');
  });

  test('is that stores answer in the isolated subnets, one in each zone, on their own ports', () => {
    const environment = environmentOf({
      stores: { ledger: { consistency: 'strong', port: 5433 }, riders: { consistency: 'strong' } },
    });
    const cidrs = blocksOf(environment, 'isolated');
    expect(cidrs).toHaveLength(3);
    expect(serviceFacts(environment).stores).toEqual({
      ledger: { cidrs, port: 5433 },
      riders: { cidrs, port: 5432 },
    });
  });

  test('is that the load balancer sends from the public subnets', () => {
    const cidrs = blocksOf(SOUND, 'public');
    expect(cidrs).toHaveLength(3);
    expect(serviceFacts(SOUND).loadBalancer).toEqual({ ingressClass: 'alb', cidrs });
  });

  test('is where its other services are', () => {
    const services = { trip: { ...LEAST, calls: ['payment'] }, payment: { ...LEAST, namespace: 'money', port: 8443 } };
    expect(serviceFacts({ ...SOUND, services }).services).toMatchObject({
      trip: { namespace: 'trip', port: 8080, calls: ['payment'] },
      payment: { namespace: 'money', port: 8443, calls: [] },
    });
  });

  test('is that pods get credentials, and metrics are those of its region', () => {
    expect(serviceFacts(SOUND)).toMatchObject({
      podIdentity: true,
      prometheus: { kind: 'amazon', region: 'eu-west-1' },
    });
  });
});

describe.each(['aws', 'local'] as const)('what divides requests on %s', (target) => {
  test('is the number of pods, or the mesh where there is one', () => {
    expect(serviceFacts(SOUND, target).router).toEqual({ kind: 'replicas' });
    expect(serviceFacts(environmentOf({ mesh: { version: '1.31' } }), target).router).toEqual({ kind: 'istio' });
  });

  test('is what the environment says before all', () => {
    const environment = environmentOf({ mesh: { version: '1.31' }, router: { kind: 'alb' } });
    expect(serviceFacts(environment, target).router).toEqual({ kind: 'alb' });
  });
});

describe("what services are told of a cluster on one's own machine", () => {
  const services = { trip: { ...LEAST, calls: ['payment'] }, payment: LEAST };
  const environment: Environment = { ...SOUND, services };
  const facts = serviceFacts(environment, 'local');

  test('is that it has no zones, gives no credentials, and has DNS in pods', () => {
    expect(facts).toMatchObject({ zones: [], podIdentity: false, compute: { dns: 'pods' } });
    expect(computeFacts(environment, 'local')).toEqual(facts.compute);
  });

  test("is no address of the environment's network, and none that only AWS has", () => {
    const text = JSON.stringify([facts.stores, facts.loadBalancer, facts.prometheus]);
    expect(text).not.toContain('10.40.');
    expect(text).not.toMatch(/aws|amazon|eu-west-1/);
  });

  test('is that stores and the load balancer may be anywhere, but on their own ports', () => {
    expect(facts.stores).toEqual({ ledger: { cidrs: ['0.0.0.0/0'], port: 5432 } });
    expect(facts.loadBalancer).toEqual({ ingressClass: 'nginx', cidrs: ['0.0.0.0/0'] });
  });

  test('is that Prometheus stands in the cluster', () => {
    expect(facts.prometheus).toEqual({ kind: 'address', address: expect.stringMatching(/^http:\/\/[\w-]+\.[\w-]+$/) });
  });

  test('is the same of other services as on AWS', () => {
    expect(facts.services).toEqual(serviceFacts(environment).services);
  });
});
