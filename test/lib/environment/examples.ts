import type { Environment } from '../../../lib/environment/schema';
import { COLLECTED } from './collector-examples';
import { GATEWAY } from './gateway-examples';
import { ALERTED } from './alerting-examples';
import { GRAFANAS } from './grafana-examples';
import { EVERYTHING } from './service-examples';

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;

/** The least that production needs to say, the ground that the tests vary. */
export const SOUND: Environment = {
  name: 'prod',
  tier: 'production',
  account: '111122223333',
  region: 'eu-west-1',
  network: { cidr: '10.40.0.0/16', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
  cluster: { version: '1.35', access: { administrators: [role('PlatformAdmin')] } },
  stores: { ledger: { consistency: 'strong', clients: { payment: { access: 'read-write' } } } },
  observability: { alerts: { page: [{ kind: 'https', secret: 'pagerduty' }] } },
};

const somebody = (digit: number): string => `90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c${digit}`;

/** Environments that between them say everything that can be said. */
export const FULL: readonly Environment[] = [
  {
    ...SOUND,
    platform: 'rides',
    network: {
      ...SOUND.network,
      egress: 'regional',
      ipv6: true,
      zoneSlots: 8,
      capacity: { pods: 1000, nodes: 40 },
      connectedCidrs: ['192.168.0.0/16'],
      interfaceEndpoints: ['ecr.api', 'ecr.dkr'],
      flowLogs: { retentionDays: 731, trafficType: 'REJECT' },
    },
    cluster: {
      ...SOUND.cluster,
      mode: 'auto',
      access: {
        administrators: [role('Admin')],
        operators: [role('OnCall')],
        operatorNamespaces: ['payment', 'dev-*'],
        readers: [role('Team')],
      },
      endpoint: { publicCidrs: ['203.0.113.0/24'] },
      logging: { types: ['audit', 'authenticator'], retentionDays: 90 },
      serviceCidr: '172.20.0.0/16',
      nodePools: {
        general: {
          architectures: ['amd64', 'arm64'],
          instanceCategories: ['m'],
          capacityTypes: ['on-demand'],
          maximumCpus: 128,
          consolidateAfterMinutes: 10,
        },
      },
      addons: { 'metrics-server': false },
      controlPlaneZones: ['eu-west-1a', 'eu-west-1b'],
      controlPlaneTier: 'tier-xl',
      upgradePolicy: 'extended',
      zonalShift: true,
      deletionProtection: true,
    },
    stores: {
      ledger: {
        consistency: 'strong',
        engineVersion: '17.7',
        instances: 3,
        capacity: { kind: 'serverless', minimumUnits: 2, maximumUnits: 32 },
        storage: 'io-optimized',
        databaseName: 'books',
        port: 5433,
        clients: { payment: { access: 'read-write', namespace: 'money', serviceAccount: 'pay' } },
        backup: {
          retentionDays: 30,
          window: '01:00-02:00',
          vault: { dailyRetentionDays: 30, monthlyRetentionDays: 400, hour: 7, lock: 'governance' },
        },
        maintenanceWindow: 'sat:03:00-sat:04:00',
        minorUpgrades: 'manual',
        deletionProtection: true,
        parameters: { work_mem: '65536' },
        logRetentionDays: 731,
        monitoringIntervalSeconds: 30,
        insights: 'standard',
        proxy: {
          maxConnectionsPercent: 80,
          maxIdleConnectionsPercent: 20,
          idleClientTimeoutSeconds: 600,
          borrowTimeoutSeconds: 30,
        },
      },
      riders: { consistency: 'strong', capacity: { kind: 'provisioned', instanceClass: 'db.r7g.large' } },
    },
    gateway: GATEWAY,
    observability: {
      ...ALERTED.production,
      runbooks: 'https://github.com/rides/platform/blob/main/docs/runbooks',
      grafana: GRAFANAS.cluster,
      collector: COLLECTED,
    },
    mesh: {
      version: '1.31',
      previous: { version: '1.30.5', namespaces: ['payment', 'istio-ingress'] },
      policies: 'observed',
      registry: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/istio',
      gateway: { replicasPerZone: { minimum: 2, maximum: 8 } },
    },
    edge: {
      domain: {
        name: 'api.rides.example',
        zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example', visibility: 'public' },
        certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
      },
      scheme: 'internet-facing',
      clients: ['203.0.113.0/24', '2001:db8::/32'],
      ipv6: true,
      oldestTls: '1.3',
      gateway: {
        namespace: 'istio-ingress',
        service: 'edge',
        httpPort: 8081,
        healthPort: 15_021,
        protocol: 'HTTP2',
      },
      timeouts: { idleSeconds: 60, clientKeepAliveSeconds: 300, drainSeconds: 90 },
      firewall: {
        groups: {
          'ip-reputation': 'block',
          'anonymous-ip': 'count',
          'known-bad-inputs': 'block',
          common: 'count',
          'sql-injection': 'block',
          linux: 'off',
          posix: 'off',
          'admin-protection': 'off',
          php: 'off',
          windows: 'off',
        },
        rateLimit: { requestsPerFiveMinutes: 2000, mode: 'count', clientAddressHeader: 'true-client-ip' },
        largeBodies: 'pass',
        whenUnreachable: 'pass',
        logRetentionDays: 90,
      },
      logs: { retentionDays: 90 },
      deletionProtection: true,
    },
    tags: { 'cost-center': 'rides' },
    terminationProtection: true,
  },
  {
    ...SOUND,
    name: 'staging',
    tier: 'staging',
    account: undefined,
    network: { ...SOUND.network, cidr: '10.30.0.0/16' },
    cluster: {
      ...SOUND.cluster,
      mode: 'node-groups',
      nodeGroups: {
        instanceTypes: ['m7i.large', 'm6i.large'],
        minimumPerZone: 1,
        maximumPerZone: 5,
        diskGibibytes: 100,
        capacityType: 'spot',
      },
    },
    router: { kind: 'alb', pingPong: true },
    observability: { ...ALERTED.staging, grafana: GRAFANAS.managed },
  },
  {
    ...SOUND,
    name: 'dev',
    tier: 'development',
    network: { ...SOUND.network, cidr: '10.20.0.0/16' },
    services: EVERYTHING,
    serviceStacks: 8,
    router: { kind: 'istio' },
    gateway: { issuers: GATEWAY.issuers },
    mesh: { version: '1.31' },
    edge: { firewall: 'none', logs: 'none' },
    observability: { tracing: { transactionSearch: 'existing' } },
    gitops: {
      repository: 'git@github.com:rides/platform.git',
      repositorySecret: '/bulkhead/dev/gitops/repository',
      revision: 'main',
      path: 'manifests/dev',
      identityCenter: {
        instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
        region: 'eu-central-1',
        administrators: { groups: [somebody(1)], users: [somebody(2)] },
        editors: { groups: [somebody(3)], users: [somebody(4)] },
        viewers: { groups: [somebody(5)], users: [somebody(6)] },
      },
    },
  },
  {
    ...SOUND,
    name: 'pilot',
    account: '444455556666',
    network: { ...SOUND.network, cidr: '10.60.0.0/16' },
    mesh: { version: '1.31' },
    edge: { domain: { name: 'pilot.rides.example', zone: { id: 'Z0123456789ABCDEFGHIJ', name: 'rides.example' } } },
    observability: {
      ...SOUND.observability,
      probe: { path: '/v1/status', status: 204, everyMinutes: 5 },
    },
  },
];

/** A deep copy of `base` with the value at each dotted path replaced; `undefined` removes the field. */
export function varied(changes: Readonly<Record<string, unknown>>, base: Environment = SOUND): unknown {
  const copy = structuredClone(base) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let node = copy;
    for (const key of keys) node = (node[key] ??= {}) as Record<string, unknown>;
    if (value === undefined) delete node[last];
    else node[last] = structuredClone(value);
  }
  return copy;
}
