import type { Environment } from '../../../lib/environment/schema';
import type { Case } from './refused';

type Grafana = NonNullable<Environment['observability']>['grafana'];

const EXAMPLES = {
  cluster: {
    kind: 'in-cluster',
    signIn: {
      provider: 'Rides',
      authorizationUrl: 'https://id.rides.example/oauth2/authorize',
      tokenUrl: 'https://id.rides.example/oauth2/token',
      userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
      clientId: 'grafana-prod',
      scopes: ['openid', 'groups'],
      roles: { claim: 'groups', administrators: ['platform'], editors: ['on-call'], viewers: ['service-teams'] },
    },
  },
  managed: {
    kind: 'managed',
    version: '12.4',
    authentication: {
      kind: 'saml',
      metadataUrl: 'https://id.rides.example/saml/metadata',
      roleAttribute: 'groups',
      administrators: ['platform'],
      editors: ['on-call'],
      sessionMinutes: 480,
    },
    reachableFrom: { prefixLists: ['pl-0123456789abcdef0'], vpcEndpoints: ['vpce-0123456789abcdef0'] },
  },
} satisfies Readonly<Record<string, Grafana>>;

/** Descriptions of Grafana that between them say everything that can be said. */
export const GRAFANAS: Readonly<Record<keyof typeof EXAMPLES, Grafana>> = EXAMPLES;

const grafana = (spec: unknown) => ({ observability: { grafana: spec } });
const { cluster, managed } = EXAMPLES;
const signIn = (more: object) => grafana({ ...cluster, signIn: { ...cluster.signIn, ...more } });
const roles = (more: object) => signIn({ roles: { ...cluster.signIn.roles, ...more } });
const workspace = (more: object) => grafana({ ...managed, ...more });
const saml = (more: object) => workspace({ authentication: { ...managed.authentication, ...more } });

const at = 'observability.grafana';

/** Descriptions of Grafana that must not parse. */
export const REFUSED_GRAFANAS: readonly Case[] = [
  ['a Grafana that is none', grafana('yes'), at, 'expected object', 'in-cluster'],
  ['a Grafana of no kind', grafana({ kind: 'cluster' }), `${at}.kind`, 'no such kind', 'in-cluster, managed'],
  ['no way to sign in', grafana({ kind: 'in-cluster' }), `${at}.signIn`, 'missing', 'authorizationUrl'],
  ['a provider whose name ends a line', signIn({ provider: 'a\nb' }), `${at}.signIn.provider`, 'letters', 'Rides'],
  [
    'an address without encryption',
    signIn({ authorizationUrl: 'http://id.rides.example' }),
    `${at}.signIn.authorizationUrl`,
    'https://',
    'authorize',
  ],
  ['no address for tokens', signIn({ tokenUrl: undefined }), `${at}.signIn.tokenUrl`, 'missing', '/token'],
  ['a fragment', signIn({ userInfoUrl: 'https://a.example/#b' }), `${at}.signIn.userInfoUrl`, 'https://', 'userinfo'],
  ['a client id with a blank', signIn({ clientId: 'my grafana' }), `${at}.signIn.clientId`, 'letters', 'grafana-prod'],
  ['scopes without openid', signIn({ scopes: ['email'] }), `${at}.signIn.scopes`, 'openid', "'openid'"],
  ['roles that are a list', signIn({ roles: ['platform'] }), `${at}.signIn.roles`, 'expected object', 'viewers'],
  ['a claim that is an expression', roles({ claim: 'a || b' }), `${at}.signIn.roles.claim`, 'path', 'groups'],
  [
    'an administrator with a quote',
    roles({ administrators: ["o'brien"] }),
    `${at}.signIn.roles.administrators[0]`,
    'letters',
    'platform',
  ],
  [
    'an editor who is an administrator',
    roles({ editors: ['platform'] }),
    `${at}.signIn.roles.editors[0]`,
    'administrators[0]',
    'remove it elsewhere',
  ],
  ['nobody who may look', roles({ viewers: undefined }), `${at}.signIn.roles.viewers`, 'accepted forms', 'everybody'],
  ['a version of one number', workspace({ version: '12' }), `${at}.version`, 'never back', '12.4'],
  ['no sign-in', workspace({ authentication: undefined }), `${at}.authentication`, 'missing', 'identity-center'],
  [
    'passwords',
    workspace({ authentication: { kind: 'password' } }),
    `${at}.authentication.kind`,
    'no such kind',
    'identity-center, saml',
  ],
  ['metadata that are none', saml({ metadataUrl: 'rides' }), `${at}.authentication.metadataUrl`, 'HTTPS', 'metadata'],
  ['an attribute without a name', saml({ roleAttribute: '' }), `${at}.authentication.roleAttribute`, 'name', 'groups'],
  ['no administrator', saml({ administrators: [] }), `${at}.authentication.administrators`, '>=1', 'platform'],
  [
    'somebody who is both',
    saml({ editors: ['platform'] }),
    `${at}.authentication.editors[0]`,
    'administrators[0]',
    'remove it elsewhere',
  ],
  ['two days', saml({ sessionMinutes: 2880 }), `${at}.authentication.sessionMinutes`, 'a day at most', '720'],
  ['nobody who may knock', workspace({ reachableFrom: {} }), `${at}.reachableFrom`, 'nobody could reach', 'everywhere'],
  [
    'a block of addresses itself',
    workspace({ reachableFrom: { prefixLists: ['10.0.0.0/8'] } }),
    `${at}.reachableFrom.prefixLists[0]`,
    'by its id',
    'pl-',
  ],
  [
    'a VPC itself',
    workspace({ reachableFrom: { vpcEndpoints: ['vpc-0123456789abcdef0'] } }),
    `${at}.reachableFrom.vpcEndpoints[0]`,
    'by its id',
    'vpce-',
  ],
];
