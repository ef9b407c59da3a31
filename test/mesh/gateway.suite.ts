import { serviceApplications } from '../../lib/charts/services';
import { STRIPPED_REQUEST_HEADERS } from '../../constructs/plan/edge/headers';
import { bootstrap } from './bootstrap';
import { configurationOf } from './configuration';
import { Envoy } from './envoy';
import { gatewayOf, knownOf } from './known';
import { bearing, HOST, issuer, passed, production } from './production';
import { running, type Running } from './running';
import { Issuer } from './tokens';

const LISTENER = '0.0.0.0_8080';
const ADDRESS = '127.0.0.41';

const known = knownOf(production);
const proxy = gatewayOf(production);

let gateway: Running;

beforeAll(async () => {
  gateway = await running({ known, proxy, listener: LISTENER, host: HOST, address: ADDRESS });
});

afterAll(() => gateway.stop());

const ask: Running['ask'] = (asked) => gateway.ask(asked);

/** Every route that a service of prod declares, with each of its methods. */
const declared = serviceApplications(production, 'aws').flatMap(({ plan }) =>
  (plan.edge?.routes ?? []).flatMap(({ path, match, methods, authentication, claims }) =>
    methods.flatMap((method) =>
      (match === 'prefix' ? [path, `${path}/7`] : [path]).map((each) => ({
        method,
        path: each,
        service: plan.name,
        headers:
          authentication === 'none'
            ? {}
            : bearing(Object.fromEntries(Object.entries(claims).map(([claim, [value]]) => [claim, value]))),
        authentication,
      })),
    ),
  ),
);

describe('a request from outside', () => {
  test('there are routes to try', () => expect(declared.length).toBeGreaterThan(10));

  test.each(declared)('$method $path reaches $service', async ({ method, path, service, headers }) => {
    const { status, received } = await ask({ method, path, headers });
    expect(status).toBe(200);
    expect(received.map((each) => each.service)).toStrictEqual([`${service}-stable`]);
    expect(received[0]).toMatchObject({ method, path });
  });

  test.each(declared.filter(({ authentication }) => authentication === 'required'))(
    '$method $path reaches nobody without a token',
    async ({ method, path }) => {
      const { status, received } = await ask({ method, path });
      expect(status).toBe(403);
      expect(received).toStrictEqual([]);
    },
  );

  test.each([
    ['a path that nobody declares', { path: '/v2/trips' }],
    ['the root', { path: '/' }],
    ['a path that only begins like one', { path: '/v1/tripsheets' }],
    ['what lies below an exact path', { path: '/v1/eta/7' }],
    ['a service that is not reachable from outside', { path: '/v1/payments' }],
    ['a method that the path does not have', { method: 'DELETE', path: '/v1/trips/7' }],
    ['HEAD where it is not declared', { method: 'HEAD', path: '/v1/sessions' }],
    ['a service by its own name', { path: '/v1/trips', host: 'trip.trip.svc.cluster.local:8080' }],
    ['another host', { path: '/v1/trips', host: 'api.other.example' }],
    ['a host that only begins like it', { path: '/v1/trips', host: `${HOST}.evil.example` }],
    ['a path that climbs out', { path: '/v1/users/../payments' }],
    ['a path that climbs out, encoded', { path: '/v1/users/%2e%2e/payments' }],
    ['a path that climbs out, encoded with its slashes', { path: '/v1/users%2f..%2fpayments' }],
  ])('reaches nobody: %s', async (_, asked) => {
    const { status, received } = await ask({ ...asked, headers: bearing({ scope: 'trips:write' }) });
    expect([403, 404]).toContain(status);
    expect(received).toStrictEqual([]);
  });

  test.each([
    ['with the port', { path: '/v1/trips', host: `${HOST}:443` }, '/v1/trips'],
    ['in capitals', { path: '/v1/trips', host: HOST.toUpperCase() }, '/v1/trips'],
    ['with two slashes', { path: '/v1//trips' }, '/v1/trips'],
    ['with a slash that is encoded', { path: '/v1/trips%2F7' }, '/v1/trips/7'],
    ['with a query', { path: '/v1/trips?near=here' }, '/v1/trips?near=here'],
  ])('is known when it is written otherwise: %s', async (_, asked, path) => {
    const { status, received } = await ask({ ...asked, headers: bearing() });
    expect(status).toBe(200);
    expect(received[0]?.path).toBe(path);
  });
});

describe('a token', () => {
  const read = { path: '/v1/trips/7' };
  const write = { method: 'POST', path: '/v1/trips' };
  const open = { method: 'POST', path: '/v1/sessions' };

  test.each([
    ['that is too old', read, () => bearing({ exp: passed() }), 401],
    ['that is too old, where none was wanted', open, () => bearing({ exp: passed() }), 401],
    ['of an unknown issuer', read, () => bearing({ iss: 'https://evil.example' }), 401],
    ['that somebody else signed', read, () => signedByAnother(), 401],
    ['that nobody signed', read, () => unsigned(), 401],
    ['for another audience', read, () => bearing({ aud: 'others' }), 403],
    ['without the claim that the route wants', write, () => bearing(), 403],
    ['that claims something else', write, () => bearing({ scope: 'trips:read' }), 403],
    ['that claims something longer', write, () => bearing({ scope: 'trips:writer' }), 403],
    ['in the address', { path: '/v1/trips/7' + `?access_token=${issuer.token({})}` }, () => ({}), 403],
    ['in a cookie', read, () => ({ cookie: bearing().authorization }), 403],
  ])('%s is refused', async (_, asked, headers, expected) => {
    const { status, received } = await ask({ ...asked, headers: headers() });
    expect(status).toBe(expected);
    expect(received).toStrictEqual([]);
  });

  test.each([
    ['alone', 'trips:write'],
    ['among others', 'trips:read trips:write'],
  ])('is let in with the claim that the route wants, %s', async (_, scope) => {
    expect(await ask({ ...write, headers: bearing({ scope }) })).toMatchObject({ status: 200 });
  });

  test('goes no further, and the service is told who it was', async () => {
    const { received } = await ask({ ...read, headers: bearing({ scope: 'trips:read' }) });
    expect(received[0]?.headers).toMatchObject({
      'x-auth-subject': 'rider-7',
      'x-auth-issuer': 'https://id.rides.example',
      'x-auth-scope': 'trips:read',
    });
    expect(received[0]?.headers.authorization).toBeUndefined();
  });

  const signedByAnother = () => ({ authorization: `Bearer ${new Issuer('2026-11').token(claimsOf(bearing()))}` });
  const unsigned = () => {
    const [, payload = ''] = bearing().authorization.split('.');
    return { authorization: `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.` };
  };
  const claimsOf = ({ authorization }: { authorization: string }): Record<string, unknown> =>
    JSON.parse(Buffer.from(authorization.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
});

describe('a body', () => {
  const large = { method: 'POST', path: '/v1/trips' };
  const small = { method: 'POST', path: '/v1/sessions' };

  test.each([
    ['as large as it may be', { ...large, bytes: 1024 * 1024 }, 200],
    ['larger', { ...large, bytes: 1024 * 1024 + 1 }, 413],
    ['larger, without saying so', { ...large, bytes: 1024 * 1024 + 1, chunked: true }, 413],
    ["as large as its own route's may be", { ...small, bytes: 16 * 1024 }, 200],
    ['larger than its own route allows', { ...small, bytes: 16 * 1024 + 1 }, 413],
    ['larger than its own route allows, without saying so', { ...small, bytes: 16 * 1024 + 1, chunked: true }, 413],
  ])('%s', async (_, asked, expected) => {
    const { status, received } = await ask({ ...asked, headers: bearing({ scope: 'trips:write' }) });
    expect(status).toBe(expected);
    expect(received.map(({ bytes }) => bytes)).toStrictEqual(expected === 200 ? [asked.bytes] : []);
  });

  test('of somebody who is not let in is not waited for', async () => {
    expect(await ask({ ...large, bytes: 1024 * 1024 + 1 })).toMatchObject({ status: 403 });
  });
});

describe('a header from outside', () => {
  const forged = Object.fromEntries(
    [...STRIPPED_REQUEST_HEADERS.map(({ name }) => name), 'x-auth-subject', 'x-auth-issuer', 'x-auth-scope'].map(
      (name) => [name, 'forged'],
    ),
  );

  test.each([
    ['with a token', { path: '/v1/trips/7' }, bearing()],
    ['where none is wanted', { method: 'POST', path: '/v1/sessions' }, {}],
  ])('that means something inside does not arrive, %s', async (_, asked, headers) => {
    const { status, received } = await ask({ ...asked, headers: { ...forged, ...headers } });
    expect(status).toBe(200);
    const arrived = Object.entries(received[0]?.headers ?? {}).filter(([, value]) => value === 'forged');
    expect(arrived).toStrictEqual([]);
  });

  test('that asks for more tries gets none', async () => {
    const { status, received } = await ask({
      method: 'POST',
      path: '/v1/sessions',
      headers: { 'x-envoy-retry-on': '5xx', 'x-envoy-max-retries': '5' },
      answers: [503, 200],
    });
    expect(status).toBe(503);
    expect(received).toHaveLength(1);
  });

  test('that asks for more time gets none', async () => {
    const { status, milliseconds } = await ask({
      path: '/v1/eta',
      headers: { ...bearing(), 'x-envoy-upstream-rq-timeout-ms': '5000', 'x-envoy-expected-rq-timeout-ms': '5000' },
      answers: ['never', 'never', 'never'],
    });
    expect(status).toBe(504);
    expect(milliseconds).toBeLessThan(900);
  });

  test('about where it comes from is believed as far as the load balancer wrote it', async () => {
    const { received } = await ask({
      path: '/v1/trips/7',
      headers: { ...bearing(), 'x-forwarded-for': '6.6.6.6, 203.0.113.9', 'x-forwarded-proto': 'https' },
    });
    const { 'x-forwarded-for': addresses, 'x-forwarded-proto': scheme } = received[0]?.headers ?? {};
    // And after them the load balancer's own, which the gateway adds.
    expect(String(addresses)).toMatch(/^6\.6\.6\.6, 203\.0\.113\.9,[\d.]+$/);
    expect(scheme).toBe('https');
  });

  test('leaves room for what the gateway says itself: how long it waits', async () => {
    const { received } = await ask({ path: '/v1/trips/7', headers: { ...bearing(), ...forged } });
    expect(received[0]?.headers['x-envoy-expected-rq-timeout-ms']).toBe('2500');
  });

  test('of an answer that tells of the inside stays inside', async () => {
    const { headers } = await ask({ path: '/v1/trips/7', headers: bearing() });
    expect(headers).toHaveProperty('x-service');
    expect(Object.keys(headers).filter((name) => /^x-envoy|^x-powered-by$/.test(name))).toStrictEqual([]);
  });
});

describe('a request that fails', () => {
  const sessions = { method: 'POST', path: '/v1/sessions' };
  const again = { path: '/v1/eta', headers: bearing() };

  test.each([502, 503, 504])('with %i comes again when it may be carried out twice', async (failure) => {
    const { status, received } = await ask({ ...again, answers: [failure] });
    expect(status).toBe(200);
    expect(received.map(({ service }) => service)).toStrictEqual(['mapping-stable', 'mapping-stable']);
  });

  test('comes twice at most', async () => {
    const { status, received } = await ask({ ...again, answers: [503, 503, 503] });
    expect(status).toBe(503);
    expect(received).toHaveLength(2);
  });

  test('with 500 does not come again', async () => {
    const { status, received } = await ask({ ...again, answers: [500] });
    expect(status).toBe(500);
    expect(received).toHaveLength(1);
  });

  test.each([
    ['because of its method', sessions],
    ['because its service calls others', { path: '/v1/trips/7', headers: bearing() }],
  ])('does not come again when it may not, %s', async (_, asked) => {
    const { status, received } = await ask({ ...asked, answers: [503] });
    expect(status).toBe(503);
    expect(received).toHaveLength(1);
  });
});

describe('a request that nobody answers', () => {
  test.each([
    ['GET /v1/eta', { path: '/v1/eta', headers: bearing() }, 2, 360, 400],
    ['GET /v1/users/7', { path: '/v1/users/7', headers: bearing() }, 2, 960, 1000],
    ['POST /v1/sessions', { method: 'POST', path: '/v1/sessions' }, 1, 1000, 1000],
    ['GET /v1/trips/7', { path: '/v1/trips/7', headers: bearing() }, 1, 2500, 2500],
  ])('%s is given up in time', async (_, asked, tries, from, until) => {
    const { status, received, milliseconds } = await ask({ ...asked, answers: ['never', 'never', 'never'] });
    expect(status).toBe(504);
    expect(received).toHaveLength(tries);
    expect(milliseconds).toBeGreaterThan(from - 5);
    expect(milliseconds).toBeLessThan(until + 250); // a busy machine
  });

  test('is answered by a second try that is quicker', async () => {
    const { status, milliseconds } = await ask({ path: '/v1/eta', headers: bearing(), answers: ['never'] });
    expect(status).toBe(200);
    expect(milliseconds).toBeGreaterThan(180);
    expect(milliseconds).toBeLessThan(400);
  });
});

test('when everything fails, a part of it comes twice, and not all', async () => {
  const results = await Promise.all(
    Array.from({ length: 40 }, () => ask({ path: '/v1/eta', headers: bearing(), answers: [503, 503] })),
  );
  const twice = results.filter(({ received }) => received.length === 2).length;
  expect(results.map(({ status }) => status)).toStrictEqual(results.map(() => 503));
  expect(twice).toBeGreaterThanOrEqual(3);
  expect(twice).toBeLessThan(20);
});

test('a pod that is gone is left for another, whatever is asked', async () => {
  await gateway.stop();
  gateway = await running({ known, proxy, listener: LISTENER, host: HOST, address: ADDRESS, gone: [9] });
  for (let sent = 0; sent < 20; sent += 1) {
    expect(await ask({ method: 'POST', path: '/v1/sessions' })).toMatchObject({ status: 200 });
  }
});

test('Envoy refuses what it does not understand, so that all of the above means something', () => {
  const configuration = configurationOf(known, proxy);
  const place = { address: ADDRESS, port: 8080, adminPort: 9901, pods: {} };
  const text = JSON.stringify(bootstrap(configuration, LISTENER, place));
  expect(Envoy.refusal(JSON.parse(text) as object)).toBe('');
  expect(Envoy.refusal(JSON.parse(text.replaceAll('max_request_bytes', 'max_request_size')) as object)).toMatch(
    /max_request_size/,
  );
});
