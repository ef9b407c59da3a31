import { defineEnvironment } from '../lib/environment/define';
import { gateway } from './gateway';
import { services } from '../services';
import { stores } from './stores';

/** Production's shape at a smaller size: three zones, so that a rehearsed zone loss means something. */
export default defineEnvironment({
  name: 'staging',
  tier: 'staging',
  account: '444455556666',
  region: 'eu-west-1',
  network: {
    cidr: '10.30.0.0/16',
    zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    egress: 'per-zone',
  },
  cluster: {
    version: '1.35',
    access: {
      administrators: ['arn:aws:iam::444455556666:role/PlatformAdmin'],
      operators: ['arn:aws:iam::444455556666:role/ServiceTeam'],
    },
  },
  stores,
  services,
  mesh: { version: '1.31' },
  gateway,
  edge: {
    domain: { name: 'api.staging.rides.example', zone: { id: 'Z0STAGINGEXAMPLE', name: 'staging.rides.example' } },
  },
  observability: {
    alerts: { ticket: [{ kind: 'email', address: 'platform@rides.example' }] },
    // In the cluster, and not reachable from outside: docs/dashboards.md says how people come there.
    grafana: {
      kind: 'in-cluster',
      signIn: {
        provider: 'Rides',
        authorizationUrl: 'https://id.rides.example/oauth2/authorize',
        tokenUrl: 'https://id.rides.example/oauth2/token',
        userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
        clientId: 'grafana-staging',
        scopes: ['openid', 'profile', 'email', 'groups'],
        roles: { administrators: ['platform'], editors: ['on-call'], viewers: 'everybody' },
      },
    },
  },
  tags: { 'cost-center': 'rides' },
});
