import { gatewayProblems, gatewaySpec, type GatewaySpec } from '../../../../constructs/plan/gateway/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { gateway, issuer, KEY } from './examples';

const problems = (spec: unknown) => {
  const shape = shapeProblems(gatewaySpec, spec);
  return shape.length > 0 ? shape : gatewayProblems(spec as GatewaySpec);
};

const { jwks: _, ...keyless } = issuer;
const uri = 'https://id.rides.example/.well-known/jwks.json';
const withIssuer = (more: object) => ({ issuers: [{ ...keyless, ...more }] });
const withKey = (key: object) => withIssuer({ jwks: { keys: [key] } });

test.each<[string, object]>([
  ['nothing', {}],
  ['keys that are given', gateway],
  ['keys that are read from outside', withIssuer({ jwksUri: uri })],
  ['an RSA key', withKey({ kty: 'RSA', kid: 'a', n: 'AQAB', e: 'AQAB', use: 'sig', alg: 'RS256' })],
  ['two keys while one replaces the other', withIssuer({ jwks: { keys: [KEY, { ...KEY, kid: '2027-01' }] } })],
  ['claims under names of one’s own', withIssuer({ jwksUri: uri, claimHeaders: { 'x-rider': 'sub' } })],
  ['several hosts', { hosts: ['api.rides.example', '*.partners.rides.example'] }],
  ['pages of any origin without credentials', { cors: { origins: ['*'] } }],
  ['headers of one’s own', { strippedHeaders: ['x-debug'], maximumBodyKibibytes: 4096 }],
])('%s is accepted', (_title, spec) => {
  expect(problems(spec)).toEqual([]);
});

test.each<[string, object, { field: string; reason: RegExp; remedy: RegExp }]>([
  ['no keys', withIssuer({}), { field: 'issuers[0].jwks', reason: /no token .* can be checked/, remedy: /jwksUri/ }],
  [
    'keys from two places',
    { issuers: [{ ...issuer, jwksUri: uri }] },
    { field: 'issuers[0].jwksUri', reason: /one place/, remedy: /leave out/ },
  ],
  [
    'keys of a service of the mesh, which lets the control plane in no more than anybody',
    withIssuer({ jwksUri: 'http://user.user.svc.cluster.local:8080/jwks' }),
    { field: 'issuers[0].jwksUri', reason: /no identity/, remedy: /jwks/ },
  ],
  [
    'keys of a service by its short name',
    withIssuer({ jwksUri: 'http://user:8080/jwks' }),
    { field: 'issuers[0].jwksUri', reason: /no identity/, remedy: /from outside/ },
  ],
  [
    'keys that come unencrypted',
    withIssuer({ jwksUri: 'http://id.rides.example/jwks' }),
    { field: 'issuers[0].jwksUri', reason: /keys of his own/, remedy: /https/ },
  ],
  [
    'the secret half of a key, which is not repeated',
    withKey({ ...KEY, d: 'c2VjcmV0' }),
    { field: 'issuers[0].jwks.keys[0].d', reason: /secret half/, remedy: /new key/ },
  ],
  [
    'a symmetric key',
    withKey({ kty: 'oct', kid: 'a', k: 'c2VjcmV0' }),
    { field: 'issuers[0].jwks.keys[0].kty', reason: /public key/, remedy: /use one of/ },
  ],
  [
    'half a public key',
    withKey({ ...KEY, y: undefined }),
    { field: 'issuers[0].jwks.keys[0].y', reason: /crv, x, y/, remedy: /copy the key whole/ },
  ],
  [
    'two keys of one name',
    withIssuer({ jwks: { keys: [KEY, KEY] } }),
    { field: 'issuers[0].jwks.keys[1].kid', reason: /which one signed/, remedy: /of its own/ },
  ],
  ['an issuer twice', { issuers: [issuer, issuer] }, { field: 'issuers[1]', reason: /twice/, remedy: /once/ }],
  [
    'tokens for anybody',
    { issuers: [{ ...issuer, audiences: [] }] },
    { field: 'issuers[0].audiences', reason: /somebody else/, remedy: /rides/ },
  ],
  [
    'an issuer that would fit any',
    { issuers: [{ ...issuer, issuer: 'https://*' }] },
    { field: 'issuers[0].issuer', reason: /letter for letter/, remedy: /api\.rides/ },
  ],
  [
    'claims in the header of the token',
    { issuers: [{ ...issuer, claimHeaders: { authorization: 'sub' } }] },
    { field: 'issuers[0].claimHeaders.authorization', reason: /overwrite/, remedy: /x-auth-subject/ },
  ],
  [
    'claims in a header of the load balancer',
    { issuers: [{ ...issuer, claimHeaders: { 'x-forwarded-for': 'ip' } }] },
    { field: 'issuers[0].claimHeaders.x-forwarded-for', reason: /overwrite/, remedy: /x-/ },
  ],
  ['a host twice', { hosts: ['a.example', 'a.example'] }, { field: 'hosts[1]', reason: /twice/, remedy: /once/ }],
  ['a host that is none', { hosts: ['api'] }, { field: 'hosts[0]', reason: /DNS name/, remedy: /api\.rides/ }],
  [
    'cookies from any page',
    { cors: { origins: ['*'], credentials: true } },
    { field: 'cors.credentials', reason: /cookies/, remedy: /name the origins/ },
  ],
  [
    'an origin with a path',
    { cors: { origins: ['https://app.rides.example/'] } },
    { field: 'cors.origins[0]', reason: /scheme, a host/, remedy: /app\.rides/ },
  ],
  [
    'the removal of what requests need',
    { strippedHeaders: ['authorization'] },
    { field: 'strippedHeaders[0]', reason: /needs it/, remedy: /leave it out/ },
  ],
  [
    'a body that no pod could hold',
    { maximumBodyKibibytes: 1_000_000 },
    { field: 'maximumBodyKibibytes', reason: /in memory/, remedy: /1024/ },
  ],
])('%s is refused', (_title, spec, { field, reason, remedy }) => {
  expect(problems(spec)).toEqual([
    expect.objectContaining({
      field,
      reason: expect.stringMatching(reason),
      remedy: expect.stringMatching(remedy),
    }),
  ]);
});

test('a secret is not shown in the message about it', () => {
  expect(JSON.stringify(problems(withKey({ ...KEY, d: 'c2VjcmV0' })))).not.toContain('c2VjcmV0');
});
