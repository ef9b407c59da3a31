import type { Received } from './backends';
import { headerRoute, mirrorRoute, weighted, withRoutes } from './engine';
import { gatewayOf, knownOf, sidecarOf } from './known';
import { bearing, HOST, production } from './production';
import { running, type Running } from './running';

const known = knownOf(production);

const servicesOf = (received: readonly Received[]): readonly string[] => received.map(({ service }) => service);

/** How many of some requests the canary got. */
async function ofCanary({ ask }: Running, asked: Parameters<Running['ask']>[0], requests: number): Promise<number> {
  let canary = 0;
  for (let sent = 0; sent < requests; sent += 20) {
    const results = await Promise.all(Array.from({ length: 20 }, () => ask(asked)));
    for (const { status, received } of results) {
      expect(status).toBe(200);
      canary += servicesOf(received).filter((service) => service.endsWith('-canary')).length;
    }
  }
  return canary;
}

/** Everybody who sends requests to a service: users through the gateway, and another service through its sidecar. */
const CALLERS = {
  'through the gateway': { proxy: gatewayOf(production), host: HOST, address: '127.0.0.42' },
  'from a service': {
    proxy: sidecarOf(known, 'trip'),
    host: 'user.user.svc.cluster.local:8080',
    address: '127.0.0.43',
  },
} as const;

describe.each(Object.entries(CALLERS))('while a version is tried, %s', (_, caller) => {
  let proxy: Running;

  afterEach(() => proxy.stop());

  const start = async (of: typeof known): Promise<void> => {
    proxy = await running({ ...caller, known: of, listener: '0.0.0.0_8080' });
  };

  const asked = { path: '/v1/users/7', headers: bearing() };

  test('it gets nothing before its first step', async () => {
    await start(known);
    expect(await ofCanary(proxy, asked, 100)).toBe(0);
  });

  test('it gets its share of requests that may be carried out twice, and of all others', async () => {
    await start(weighted(known, 'user', 5));
    // 2,000 of 5 % are 100, and five standard deviations of it 49.
    expect(Math.abs((await ofCanary(proxy, asked, 2000)) - 100)).toBeLessThan(49);
    const others = { ...asked, method: 'POST', path: '/v1/sessions' };
    expect(Math.abs((await ofCanary(proxy, others, 2000)) - 100)).toBeLessThan(49);
  });

  test('it gets all requests in the end', async () => {
    await start(weighted(known, 'user', 100));
    expect(await ofCanary(proxy, asked, 100)).toBe(100);
  });

  test("testers get it by their header, with the service's tries and times", async () => {
    await start(withRoutes(known, 'user', [headerRoute('user', 'testers', { 'x-ride-tester': 'yes' })]));
    const tester = { ...asked, headers: { ...asked.headers, 'x-ride-tester': 'yes' } };
    const again = await proxy.ask({ ...tester, answers: [503] });
    expect(again.status).toBe(200);
    expect(servicesOf(again.received)).toStrictEqual(['user-canary', 'user-canary']);

    const once = await proxy.ask({ ...tester, method: 'POST', path: '/v1/sessions', answers: [503] });
    expect(once.status).toBe(503);
    expect(servicesOf(once.received)).toStrictEqual(['user-canary']);

    const slow = await proxy.ask({ ...tester, method: 'POST', path: '/v1/sessions', answers: ['never'] });
    expect(slow.status).toBe(504);
    expect(slow.milliseconds).toBeLessThan(1250);

    const others = await proxy.ask({ ...asked, headers: { ...asked.headers, 'x-ride-tester': 'no' } });
    expect(servicesOf(others.received)).toStrictEqual(['user-stable']);
  });

  const get = { method: { exact: 'GET' } };

  test.each([
    ['by a method', [get]],
    ['by two methods', [get, { method: { exact: 'HEAD' } }]],
    ['by a path within that of a route', [{ ...get, uri: { prefix: '/v1/users/' } }]],
    ['by one path exactly', [{ ...get, uri: { exact: '/v1/users/7' } }]],
  ])('it gets copies %s', async (__, match) => {
    await start(withRoutes(known, 'user', [mirrorRoute('user', 'copies', match)]));
    expect(await receivers(asked)).toStrictEqual(['user-canary', 'user-stable']);
    expect(await receivers({ ...asked, method: 'POST', path: '/v1/sessions' })).toStrictEqual(['user-stable']);
  });

  const receivers = async (of: typeof asked & { readonly method?: string }): Promise<readonly string[]> => {
    const { status, received } = await proxy.ask(of);
    expect(status).toBe(200);
    await new Promise((done) => setTimeout(done, 200)); // nobody waits for a copy
    return [...servicesOf(received)].sort();
  };

  test.each([
    ['of a path that is wider than that of a route', [{ ...get, uri: { prefix: '/v1/' } }]],
    ['of several paths, some of other routes', ['/v1/users/', '/v2/'].map((prefix) => ({ ...get, uri: { prefix } }))],
  ])('it gets no copies through the gateway %s: Istio drops such a route', async (__, match) => {
    await start(withRoutes(known, 'user', [mirrorRoute('user', 'copies', match)]));
    const copies = caller.proxy.kind === 'router' ? [] : ['user-canary'];
    expect(await receivers(asked)).toStrictEqual([...copies, 'user-stable']);
  });
});
