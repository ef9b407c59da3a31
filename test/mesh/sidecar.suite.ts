import { knownOf, sidecarOf } from './known';
import { production } from './production';
import { running, type Running } from './running';

const known = knownOf(production);

let sidecar: Running;

beforeAll(async () => {
  sidecar = await running({
    known,
    proxy: sidecarOf(known, 'trip'),
    listener: '0.0.0.0_8080',
    host: 'user.user.svc.cluster.local:8080',
    address: '127.0.0.44',
  });
});

afterAll(() => sidecar.stop());

const USER = 'user.user.svc.cluster.local:8080';
const PAYMENT = 'payment.payment.svc.cluster.local:8080';
const MAPPING = 'mapping.mapping.svc.cluster.local:8080';
const KEY = { 'idempotency-key': 'k-1' };

describe('a service that calls another', () => {
  test.each([
    [USER, 'user-stable'],
    ['user.user:8080', 'user-stable'],
    [MAPPING, 'mapping-stable'],
    [PAYMENT, 'payment'],
  ])('reaches it as %s', async (host, service) => {
    const { status, received } = await sidecar.ask({ host, path: '/' });
    expect(status).toBe(200);
    expect(received.map((each) => each.service)).toStrictEqual([service]);
  });

  test.each(['grafana.observability.svc.cluster.local', 'trip-canary.trip.svc.cluster.local:8080', 'example.com'])(
    'does not reach %s, which it never said that it calls',
    async (host) => {
      const { status, received } = await sidecar.ask({ host, path: '/' });
      expect(status).toBe(502);
      expect(received).toStrictEqual([]);
    },
  );

  test.each([
    ['GET', { host: USER, path: '/' }],
    ['HEAD', { host: USER, path: '/', method: 'HEAD' }],
    ['OPTIONS', { host: USER, path: '/', method: 'OPTIONS' }],
    ['GET of a payment', { host: PAYMENT, path: '/' }],
    ['a payment with its key', { host: PAYMENT, path: '/', method: 'POST', headers: KEY }],
  ])('asks again when it may be carried out twice: %s', async (_, asked) => {
    const { status, received } = await sidecar.ask({ ...asked, answers: [503] });
    expect(status).toBe(200);
    expect(received).toHaveLength(2);
  });

  test.each([
    ['POST', { host: USER, path: '/', method: 'POST' }],
    ['POST with a key where none is agreed on', { host: USER, path: '/', method: 'POST', headers: KEY }],
    ['a payment without its key', { host: PAYMENT, path: '/', method: 'POST' }],
    ['a payment with an empty key', { host: PAYMENT, path: '/', method: 'POST', headers: { 'idempotency-key': '' } }],
  ])('asks once when it may not: %s', async (_, asked) => {
    const { status, received } = await sidecar.ask({ ...asked, answers: [503] });
    expect(status).toBe(503);
    expect(received).toHaveLength(1);
  });

  test.each([
    ['user', { host: USER, path: '/' }, 2, 960, 1000],
    ['user, by POST', { host: USER, path: '/', method: 'POST' }, 1, 1000, 1000],
    ['mapping', { host: MAPPING, path: '/' }, 2, 360, 400],
    ['payment', { host: PAYMENT, path: '/', method: 'POST', headers: KEY }, 2, 1900, 2000],
    ['payment, without a key', { host: PAYMENT, path: '/', method: 'POST' }, 1, 2000, 2000],
  ])('waits no longer for %s than it was told', async (_, asked, tries, from, until) => {
    const { status, received, milliseconds } = await sidecar.ask({ ...asked, answers: ['never', 'never', 'never'] });
    expect(status).toBe(504);
    expect(received).toHaveLength(tries);
    expect(milliseconds).toBeGreaterThan(from - 5);
    expect(milliseconds).toBeLessThan(until + 250); // a busy machine
  });
});
