import { Authority, type Identity } from './identities';
import { knownOf, sidecarOf } from './known';
import { production } from './production';
import { running, type Running } from './running';

const known = knownOf(production);
const authority = new Authority();

const account = (namespace: string, name: string, domain = 'cluster.local'): Identity =>
  authority.identity(`spiffe://${domain}/ns/${namespace}/sa/${name}`);

const edge = account('istio-ingress', 'edge');
const trip = account('trip', 'trip');

let sidecar: Running;

beforeAll(async () => {
  sidecar = await running({
    known,
    proxy: sidecarOf(known, 'user'),
    listener: 'virtualInbound',
    host: 'user.user.svc.cluster.local:8080',
    address: '127.0.0.46',
    identity: account('user', 'user'),
  });
});

afterAll(async () => {
  await sidecar.stop();
  authority.forget();
});

const ask: Running['ask'] = (asked) => sidecar.ask(asked);

describe('a service lets in', () => {
  test.each([
    ['a service that calls it, with anything', trip, 'PUT', '/anything'],
    ['the gateway, with a declared route', edge, 'GET', '/v1/users/7'],
    ['the gateway, with another', edge, 'POST', '/v1/sessions'],
  ])('%s', async (_, as, method, path) => {
    const { status, received } = await ask({ as, method, path });
    expect(status).toBe(200);
    expect(received).toHaveLength(1);
  });
});

describe('a service refuses', () => {
  test.each([
    ['the gateway, with a path that is not declared', edge, 'GET', '/anything'],
    ['the gateway, with a method that is not declared', edge, 'POST', '/v1/users/7'],
    ['the gateway, with a path that only begins like one', edge, 'GET', '/v1/userships'],
    ['a service that does not call it', account('mapping', 'mapping'), 'GET', '/v1/users/7'],
    ['another account of a caller', account('trip', 'default'), 'GET', '/v1/users/7'],
    ['an account of the same name elsewhere', account('mapping', 'trip'), 'GET', '/v1/users/7'],
  ])('%s', async (_, as, method, path) => {
    const { status, received } = await ask({ as, method, path });
    expect(status).toBe(403);
    expect(received).toStrictEqual([]);
  });

  test.each([
    ['whoever brings no proof', 'nobody' as const],
    ['whoever somebody else vouches for', new Authority().identity('spiffe://cluster.local/ns/trip/sa/trip')],
  ])('%s, before he can ask', async (_, as) => {
    await expect(ask({ as, path: '/v1/users/7' })).rejects.toThrow();
  });

  test('whoever does not encrypt', async () => {
    await expect(ask({ path: '/v1/users/7' })).rejects.toThrow();
  });
});

/** How many requests a pod takes at once. */
const limit = known.objects
  .filter(({ kind, metadata }) => kind === 'Sidecar' && metadata.name === 'user')
  .map(({ spec }) => (spec as { inboundConnectionPool: { http: { http2MaxRequests: number } } }).inboundConnectionPool)
  .map(({ http }) => http.http2MaxRequests)
  .reduce((sum, each) => sum + each, 0);

// A request that waits for a connection counts as waiting, also while there could be none: so as many again may.
test('a service that has its limit under way has as many again wait, and refuses what is more at once', async () => {
  const more = 20;
  const results = await Promise.all(
    Array.from({ length: 2 * limit + more }, () => ask({ as: trip, path: '/', answers: ['slowly'] })),
  );
  const refused = results.filter(({ status }) => status === 503);
  expect(refused).toHaveLength(more);
  expect(refused.map(({ headers }) => headers['x-envoy-overloaded'])).toStrictEqual(refused.map(() => 'true'));
  expect(refused.flatMap(({ received }) => received)).toStrictEqual([]);
  expect(Math.max(...refused.map(({ milliseconds }) => milliseconds))).toBeLessThan(1000); // what an answer takes
});
