import { serviceNamespaces, servicePeers, serviceSpecs } from '../../../lib/environment/services';
import type { Environment } from '../../../lib/environment/schema';
import { SOUND } from './examples';
import { LEAST } from './service-examples';

const environment: Environment = {
  ...SOUND,
  stores: {
    ledger: {
      consistency: 'strong',
      clients: { payment: { access: 'read-write' }, trip: { access: 'read-only' } },
    },
    riders: { consistency: 'strong', clients: { trip: { access: 'read-write' } } },
  },
  services: {
    trip: { ...LEAST, namespace: 'rides', calls: ['user', { service: 'payment', optional: true }] },
    user: { ...LEAST, namespace: 'rides' },
    payment: { ...LEAST, port: 8443 },
  },
};

describe('the services of an environment', () => {
  test('have the names that they stand under, in the order in which they stand', () => {
    expect(Object.values(serviceSpecs(environment)).map(({ name }) => name)).toEqual(['trip', 'user', 'payment']);
  });

  test('use the stores that name them, and say nothing of stores where none does', () => {
    const { trip, user, payment } = serviceSpecs(environment);
    expect([trip?.stores, payment?.stores]).toEqual([['ledger', 'riders'], ['ledger']]);
    expect(user).not.toHaveProperty('stores');
  });

  test('keep everything else that their teams wrote', () => {
    const { image: _, ...written } = environment.services?.trip ?? LEAST;
    expect(serviceSpecs(environment).trip).toMatchObject(written);
  });

  test('know of each other the namespace, the port, and whom each calls, by name', () => {
    expect(servicePeers(environment)).toMatchObject({
      trip: { namespace: 'rides', port: 8080, calls: ['user', 'payment'] },
      payment: { namespace: 'payment', port: 8443, calls: [] },
    });
  });

  test('live in their namespaces, each of which is named once', () => {
    expect(serviceNamespaces(environment)).toEqual(['payment', 'rides']);
  });

  test('are none where the environment describes none', () => {
    expect([serviceSpecs(SOUND), servicePeers(SOUND), serviceNamespaces(SOUND)]).toEqual([{}, {}, []]);
  });
});
