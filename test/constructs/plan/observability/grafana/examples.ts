import type { PlanContext } from '../../../../../constructs/plan/context';
import type { ManagedGrafanaSpec } from '../../../../../constructs/plan/observability/grafana/managed-spec';
import type { SignInSpec } from '../../../../../constructs/plan/observability/grafana/sign-in-spec';
import type { ClusterGrafanaSpec } from '../../../../../constructs/plan/observability/grafana/spec';

export const PROD: PlanContext = {
  platform: 'bulkhead',
  environment: 'prod',
  tier: 'production',
  region: 'eu-west-1',
};

/** The least that must be said of how people sign in. */
export const SIGN_IN: SignInSpec = {
  authorizationUrl: 'https://id.rides.example/oauth2/authorize',
  tokenUrl: 'https://id.rides.example/oauth2/token',
  userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
  clientId: 'grafana-prod',
  roles: { viewers: 'everybody' },
};

/** Grafana in the cluster, with some of how people sign in changed. */
export const inCluster = (signIn: Partial<SignInSpec> = {}): ClusterGrafanaSpec => ({
  kind: 'in-cluster',
  signIn: { ...SIGN_IN, ...signIn },
});

/** A managed workspace that people sign in to by SAML, with some of it changed. */
export const managed = (more: Partial<ManagedGrafanaSpec> = {}): ManagedGrafanaSpec => ({
  kind: 'managed',
  version: '12.4',
  authentication: {
    kind: 'saml',
    metadataUrl: 'https://id.rides.example/saml/metadata',
    administrators: ['platform'],
  },
  reachableFrom: { prefixLists: ['pl-0123456789abcdef0'] },
  ...more,
});
