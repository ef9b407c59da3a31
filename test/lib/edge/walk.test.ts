import type { Hop, Way } from '../../../lib/checks/entry/way';
import { shipped } from '../synthesized';
import { waysInto } from './rendered';

/** What a request passes, one line each, as it would be read from the output: `listener 443 HTTPS`. */
const read = ({ hops, end }: Way): readonly string[] => [
  ...hops.map(lineOf),
  ...(end === undefined ? [] : [end.reason]),
];
const lineOf = ({ kind, name }: Hop): string => `${kind} ${name}`;

/** From the name that clients use to the gateway that answers it. */
const TO_GATEWAY = {
  dev: [
    'load balancer bulkhead-dev-edge',
    'listener 80 HTTP',
    'target group bulkhead-dev-edge-http1-8080',
    'binding istio-ingress/bulkhead-dev-edge-http1-8080',
    'gateway service istio-ingress/edge:8080',
    'gateway pods app=edge, istio=edge:8080',
    'gateway istio-ingress/edge:8080',
  ],
  staging: [
    'record api.staging.rides.example (A)',
    'load balancer bulkhead-staging-edge',
    'listener 443 HTTPS',
    'target group bulkhead-staging-edge-http1-8080',
    'binding istio-ingress/bulkhead-staging-edge-http1-8080',
    'gateway service istio-ingress/edge:8080',
    'gateway pods app=edge, istio=edge:8080',
    'gateway istio-ingress/edge:8080',
  ],
  prod: [
    'record api.rides.example (A)',
    'load balancer bulkhead-prod-edge',
    'listener 443 HTTPS',
    'target group bulkhead-prod-edge-http1-8080',
    'binding istio-ingress/bulkhead-prod-edge-http1-8080',
    'gateway service istio-ingress/edge:8080',
    'gateway pods app=edge, istio=edge:8080',
    'gateway istio-ingress/edge:8080',
  ],
};

type Name = keyof typeof TO_GATEWAY;

/** The VirtualService that has the host of an environment. */
const HOST = { dev: 'host-any', staging: 'host-api.staging.rides.example', prod: 'host-api.rides.example' };

/** What declares a path outside, by service: the method, the path, and the name of its route. */
const ROUTES: readonly (readonly [service: string, method: string, path: string, route: string])[] = [
  ['user', 'POST', '/v1/sessions', '/v1/sessions'],
  ['user', 'GET', '/v1/users/below', '/v1/users/*'],
  ['trip', 'POST', '/v1/trips', 'POST /v1/trips'],
  ['trip', 'HEAD', '/v1/trips', '/v1/trips/*'],
  ['mapping', 'GET', '/v1/eta', '/v1/eta'],
  ['mapping', 'HEAD', '/v1/routes', '/v1/routes'],
];

/** From the Service that has the users to the container's port. */
const toPods = (service: string, users = `${service}-stable`): readonly string[] => [
  `versions ${service}/${service}-versions primary`,
  `service ${service}/${users}:8080`,
  `pods Rollout ${service}/${service}:8080`,
];

describe.each(Object.keys(TO_GATEWAY) as Name[])('a request from outside in %s', (name) => {
  const entrances = () => waysInto(shipped(name));

  test.each(ROUTES)(
    'is read from what is rendered, from its name to the pods of %s: %s %s',
    (service, method, path, route) => {
      const walked = entrances()
        .walked()
        .find(({ request, route: declared }) =>
          [declared.service === service, request.method === method, request.path === path].every(Boolean),
        );
      expect(walked && read(walked)).toEqual([
        ...TO_GATEWAY[name],
        `route istio-ingress/${HOST[name]} ${route}`,
        ...toPods(service),
      ]);
    },
  );

  test('comes to payment through trip only, which calls it: no way from outside leads there', () => {
    const ways = entrances();
    expect(ways.declared.map(({ service }) => service)).not.toContain('payment');
    const throughTrip = ways.calls.walked().find(({ caller, callee }) => caller === 'trip' && callee === 'payment');
    expect(throughTrip && read(throughTrip)).toEqual([
      'pods Rollout trip/trip',
      'route payment/payment idempotent',
      ...toPods('payment', 'payment'),
    ]);
    const request = { host: ways.declared[0]!.host.replace('*', 'any.example'), path: '/v1/payments', claims: {} };
    expect(['GET', 'POST'].map((method) => ways.admitted({ ...request, method }))).toEqual([undefined, undefined]);
    expect(ways.walk('payment', { ...request, method: 'POST' }).end).toMatchObject({ at: 'authorization' });
  });

  test('arrives by every route that is declared, and there are all that the services ship', () => {
    const walked = entrances().walked();
    expect(new Set(walked.map(({ route }) => route))).toHaveProperty('size', 6);
    expect(walked.filter(({ end }) => end !== undefined)).toEqual([]);
  });
});
