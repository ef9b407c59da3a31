import { services } from '../../services';
import type { Environment } from '../../lib/environment/schema';
import { headerRoute, withRoutes } from './engine';
import { gatewayOf, knownOf } from './known';
import { bearing, HOST, production } from './production';
import { running, type Running } from './running';

const APP = 'https://app.rides.example';

/** What production does not use: web pages, keys at the edge, and a small body on a path of two routes. */
const varied: Environment = {
  ...production,
  gateway: { ...production.gateway, cors: { origins: [APP] } },
  services: {
    ...production.services,
    user: {
      ...services.user,
      strategy: services.trip.strategy,
      resilience: { retries: { idempotencyKey: 'idempotency-key' } },
      edge: {
        routes: [
          { path: '/v1/sessions', methods: ['POST'], authentication: 'none', maximumBodyKibibytes: 16 },
          {
            path: '/v1/users',
            match: 'prefix',
            methods: ['GET', 'HEAD', 'POST'],
            authentication: 'required',
            maximumBodyKibibytes: 8,
          },
          { path: '/v1/users', methods: ['PUT'], authentication: 'required' },
        ],
      },
    },
  },
};

let gateway: Running;

beforeAll(async () => {
  gateway = await running({
    known: withRoutes(knownOf(varied), 'user', [headerRoute('user', 'testers', { 'x-ride-tester': 'yes' })]),
    proxy: gatewayOf(varied),
    listener: '0.0.0.0_8080',
    host: HOST,
    address: '127.0.0.45',
  });
});

afterAll(() => gateway.stop());

const ask: Running['ask'] = (asked) => gateway.ask(asked);

const TESTER = { 'x-ride-tester': 'yes' };

describe('a web page', () => {
  const preflight = (path: string, asked: string, origin = APP) =>
    ask({
      method: 'OPTIONS',
      path,
      headers: {
        origin,
        'access-control-request-method': asked,
        'access-control-request-headers': 'authorization',
      },
    });

  test.each([
    ['/v1/trips', 'POST'],
    ['/v1/trips/7', 'GET'],
    ['/v1/users/7', 'POST'],
    ['/v1/users', 'PUT'],
    ['/v1/sessions', 'POST'],
    ['/v1/eta', 'GET'],
  ])('is told without a token that it may call %s by %s, and no service is asked', async (path, method) => {
    const { status, headers, received } = await preflight(path, method);
    expect(status).toBe(200);
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(headers['access-control-allow-methods']?.split(',')).toContain(method);
    expect(headers['access-control-allow-headers']).toBe('authorization,content-type,idempotency-key');
    expect(headers['access-control-max-age']).toBe('600');
    expect(received).toStrictEqual([]);
  });

  test.each([
    ['from elsewhere', '/v1/trips', 'POST', 'https://evil.example'],
    ['from a page that only begins like it', '/v1/trips', 'POST', `${APP}.evil.example`],
    ['by a method that the path does not have', '/v1/trips', 'DELETE', APP],
    ['to a path that nobody declares', '/v1/payments', 'POST', APP],
  ])('is told nothing %s', async (_, path, method, origin) => {
    const { headers, received } = await preflight(path, method, origin);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(received).toStrictEqual([]);
  });

  test('may read the answer of a call, with its token', async () => {
    const { status, headers } = await ask({ path: '/v1/users/7', headers: { ...bearing(), origin: APP } });
    expect(status).toBe(200);
    expect(headers['access-control-allow-origin']).toBe(APP);
  });

  test('gets in with nothing but its name: no', async () => {
    const { status, received } = await ask({ path: '/v1/users/7', headers: { origin: APP } });
    expect(status).toBe(403);
    expect(received).toStrictEqual([]);
  });
});

describe.each([
  ['anybody', {}, 'user-stable'],
  ['a tester', TESTER, 'user-canary'],
])('on a path of two routes, %s', (_, who, service) => {
  const key = { 'idempotency-key': 'k-1' };

  test.each([
    ['GET', '/v1/users/7', {}],
    ['GET', '/v1/users', {}],
    ['HEAD', '/v1/users/7', {}],
    ['POST', '/v1/users/7', key],
    ['PUT', '/v1/users', key],
  ])('asks again by %s of %s with %j', async (method, path, more) => {
    const { status, received } = await ask({
      method,
      path,
      headers: { ...bearing(), ...who, ...more },
      answers: [503],
    });
    expect(status).toBe(200);
    expect(received.map((each) => each.service)).toStrictEqual([service, service]);
  });

  test.each([
    ['POST', '/v1/users/7', {}],
    ['POST', '/v1/users/7', { 'idempotency-key': '' }],
    ['PUT', '/v1/users', {}],
    ['POST', '/v1/sessions', {}],
  ])('asks once by %s of %s with %j', async (method, path, more) => {
    const { status, received } = await ask({
      method,
      path,
      headers: { ...bearing(), ...who, ...more },
      answers: [503],
    });
    expect(status).toBe(503);
    expect(received.map((each) => each.service)).toStrictEqual([service]);
  });

  test.each([
    ['POST', '/v1/users/7', {}, 8],
    ['POST', '/v1/users/7', key, 8],
    ['POST', '/v1/sessions', {}, 16],
    ['POST', '/v1/sessions', key, 16],
    ['PUT', '/v1/users', {}, 1024],
    ['PUT', '/v1/users', key, 1024],
  ])('has its body bounded by %s of %s with %j', async (method, path, more, kibibytes) => {
    const asked = { method, path, headers: { ...bearing(), ...who, ...more } };
    expect(await ask({ ...asked, bytes: kibibytes * 1024 })).toMatchObject({ status: 200 });
    expect(await ask({ ...asked, bytes: kibibytes * 1024 + 1 })).toMatchObject({ status: 413 });
  });
});
