import * as fc from 'fast-check';
import { defaultFacts, type ServicePeer } from '../../../../constructs/plan/service/facts';
import { callersOf } from '../../../../constructs/plan/service/peers';
import { payment as spec } from './examples';

const peer = (...calls: string[]): ServicePeer => ({ namespace: 'rides', port: 8080, calls });
const callers = (name: string, services?: Readonly<Record<string, ServicePeer>>) =>
  callersOf({ ...spec, name }, { ...defaultFacts('eu-west-1'), services });

describe('the callers of a service', () => {
  test('are those that name it, in the order of the alphabet', () => {
    const services = { trip: peer('user'), payment: peer('user', 'trip'), user: peer() };
    expect(callers('user', services)).toEqual(['payment', 'trip']);
    expect(callers('trip', services)).toEqual(['payment']);
    expect(callers('payment', services)).toEqual([]);
  });

  test('are those that it names itself, where it does', () => {
    const services = { trip: peer('user') };
    const named = { ...spec, name: 'user', callers: ['payment'] };
    expect(callersOf(named, { ...defaultFacts('eu-west-1'), services })).toEqual(['payment']);
  });

  test('are none where nobody knows the services', () => {
    expect(callers('user')).toEqual([]);
  });

  test('name each caller once, and are the same as when every service is asked whom it calls', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'constructor', 'toString');
    fc.assert(
      fc.property(fc.dictionary(name, fc.array(name)), name, (calls, wanted) => {
        const services = Object.fromEntries(Object.entries(calls).map(([each, called]) => [each, peer(...called)]));
        const expected = Object.keys(calls).filter((each) => calls[each]?.includes(wanted));
        expect(callers(wanted, services)).toEqual(expected.sort());
      }),
    );
  });
});
