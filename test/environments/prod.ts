import { defineEnvironment } from '../../lib/environment/define';
import { gateway } from './gateway';
import { services } from '../services';
import { stores } from './stores';

/** Production: three zones, of which any one may be lost, and everything protected. */
export default defineEnvironment({
  name: 'prod',
  tier: 'production',
  account: '777788889999',
  region: 'eu-west-1',
  network: {
    cidr: '10.40.0.0/16',
    zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    egress: 'per-zone',
  },
  cluster: {
    version: '1.35',
    access: {
      administrators: ['arn:aws:iam::777788889999:role/PlatformAdmin'],
      operators: ['arn:aws:iam::777788889999:role/OnCall'],
      readers: ['arn:aws:iam::777788889999:role/ServiceTeam'],
    },
  },
  stores: {
    ...stores,
    ledger: { ...stores.ledger, capacity: { kind: 'serverless', minimumUnits: 2, maximumUnits: 32 } },
  },
  services,
  mesh: { version: '1.31' },
  gateway,
  edge: { domain: { name: 'api.rides.example', zone: { id: 'Z0PRODEXAMPLE', name: 'rides.example' } } },
  observability: {
    alerts: {
      page: [{ kind: 'https', secret: 'pagerduty' }],
      ticket: [{ kind: 'email', address: 'platform@rides.example' }],
    },
    runbooks: 'https://github.com/rides/platform/blob/main/docs/runbooks',
    // In the cluster, and not reachable from outside: docs/dashboards.md says how people come there.
    grafana: {
      kind: 'in-cluster',
      signIn: {
        provider: 'Rides',
        authorizationUrl: 'https://id.rides.example/oauth2/authorize',
        tokenUrl: 'https://id.rides.example/oauth2/token',
        userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
        clientId: 'grafana-prod',
        scopes: ['openid', 'profile', 'email', 'groups'],
        roles: { administrators: ['platform'], editors: ['on-call'], viewers: 'everybody' },
      },
    },
  },
  tags: { 'cost-center': 'rides' },
});
