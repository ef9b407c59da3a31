import { budgetMilliseconds, Deadline } from '../../../examples/reference-service/src/http/deadline';
import { match, type Route, routePath, type RouteRequest } from '../../../examples/reference-service/src/http/router';
import {
  dependencyNamed,
  routesOf,
  SERVICES,
  type ServiceName,
} from '../../../examples/reference-service/src/services';

const names = Object.keys(SERVICES) as ServiceName[];
const body = { email: 'a@example.org', riderId: 'r', from: 'a', to: 'b', tripId: 't' };

/** Whether a route calls its service's dependencies. */
async function asks(route: Route, parameters: Record<string, string>): Promise<boolean> {
  let asked = false;
  const request: RouteRequest = {
    parameters,
    query: new URLSearchParams({ from: 'a', to: 'b' }),
    body,
    ask: () => {
      asked = true;
      return Promise.resolve({});
    },
  };
  await route.handle(request);
  return asked;
}

describe('the services', () => {
  test.each(names)('%s has a route for what its callers ask of it', (name) => {
    const { method, path } = dependencyNamed(name).asked('a b/c?d');
    expect(match(routesOf(name, '1'), method, path.split('?')[0]!).route.method).toBe(method);
  });

  test.each(names)(
    '%s has exactly one route that calls its dependencies, so that a declared one is really called',
    async (name) => {
      const calling = await Promise.all(SERVICES[name].routes.map((route) => asks(route, { id: '1' })));
      expect(calling.filter(Boolean)).toHaveLength(1);
    },
  );

  test('call in no circle, whatever was declared: at most one of them calls on when it is called', async () => {
    const callOn = await Promise.all(
      names.map(async (name) => {
        const { method, path } = dependencyNamed(name).asked('x');
        const { route, parameters } = match(routesOf(name, '1'), method, path.split('?')[0]!);
        return (await asks(route, { ...parameters })) ? name : undefined;
      }),
    );
    expect(callOn.filter((name) => name !== undefined)).toEqual(['payment']);
  });

  test('ask a dependency that they do not know only whether it answers', () => {
    expect(dependencyNamed('billing').asked('x')).toEqual({ method: 'GET', path: '/' });
    expect(dependencyNamed('constructor').mayBeMissing).toBe(false);
  });

  test('make the same payment once for the same idempotency key', async () => {
    const [pay] = SERVICES.payment.routes;
    const paid = async (idempotencyKey: string) => {
      const request = {
        parameters: {},
        query: new URLSearchParams(),
        body,
        idempotencyKey,
        ask: () => Promise.resolve({}),
      };
      return (await pay!.handle(request)).body.paymentId;
    };
    expect(await paid('k1')).toBe(await paid('k1'));
    expect(await paid('k1')).not.toBe(await paid('k2'));
  });
});

describe('the label of a route', () => {
  const routes = routesOf('trip', '1');

  test.each([
    ['/', '/'],
    ['/v1/trips/42', '/v1/trips/{tripId}'],
    ['/v1/trips', '/v1/trips'],
    ['/v1/trips/', undefined],
    ['/v1/trips/42/more', undefined],
    ['/.env', undefined],
    ['//', undefined],
  ])('of %j is %j', (path, label) => {
    expect(routePath(routes, path)).toBe(label);
  });
});

describe('the time for a request', () => {
  test.each([
    [{}, 5_000],
    [{ 'x-request-timeout-ms': '200' }, 200],
    [{ 'x-envoy-expected-rq-timeout-ms': '300' }, 300],
    [{ 'x-request-timeout-ms': '400', 'x-envoy-expected-rq-timeout-ms': '300' }, 300],
    [{ 'x-request-timeout-ms': '90000' }, 5_000],
    [{ 'x-request-timeout-ms': '0' }, 5_000],
    [{ 'x-request-timeout-ms': '-1' }, 5_000],
    [{ 'x-request-timeout-ms': 'soon' }, 5_000],
  ])('after %j is %d ms', (headers, expected) => {
    expect(budgetMilliseconds(headers, 5_000)).toBe(expected);
  });

  test('runs down, and never below nothing', () => {
    let now = 1_000;
    const deadline = new Deadline(300, { now: () => 0, monotonic: () => now });
    now = 1_100;
    expect(deadline.remainingMilliseconds()).toBe(200);
    now = 9_000;
    expect(deadline.remainingMilliseconds()).toBe(0);
    deadline.close();
    expect(deadline.signal.aborted).toBe(true);
  });
});
