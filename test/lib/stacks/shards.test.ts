import type { Environment } from '../../../lib/environment/schema';
import { podsOf } from '../../../lib/stacks/pods';
import { shardsOf } from '../../../lib/stacks/shards';
import { SOUND } from '../environment/examples';
import { LEAST } from '../environment/service-examples';

/** Services, each in one of a few namespaces, and a client of a store that is none of them. */
function environmentOf(services: number, namespaces: number, serviceStacks?: number): Environment {
  const each = Array.from({ length: services }, (_, index) => [
    `svc-${index}`,
    { ...LEAST, namespace: `team-${index % namespaces}` },
  ]);
  return {
    ...SOUND,
    stores: {
      ledger: {
        consistency: 'strong',
        clients: { reports: { access: 'read-only', namespace: 'team-0', serviceAccount: 'nightly' } },
      },
    },
    services: Object.fromEntries(each),
    ...(serviceStacks === undefined ? {} : { serviceStacks }),
  };
}

const namesOf = (pods: readonly { namespace: string; serviceAccount: string }[]): string[] =>
  pods.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`);

describe('the stacks of services', () => {
  test('are one, called services, unless the environment wants more', () => {
    const environment = environmentOf(12, 12);
    expect(shardsOf(environment)).toEqual([{ id: 'services', pods: podsOf(environment) }]);
  });

  test('hold all pods between them, each once', () => {
    const environment = environmentOf(60, 30, 8);
    const held = shardsOf(environment).flatMap(({ pods }) => namesOf(pods));
    expect(held).toHaveLength(61);
    expect(held.sort()).toEqual(namesOf(podsOf(environment)).sort());
  });

  test('hold all pods of a namespace in the same one, those that no service has included', () => {
    const shards = shardsOf(environmentOf(60, 20, 8));
    for (const { namespace } of podsOf(environmentOf(60, 20, 8))) {
      expect(shards.filter(({ pods }) => pods.some((each) => each.namespace === namespace))).toHaveLength(1);
    }
  });

  test('are numbered from the first, which has no number, and the number of one says nothing of another', () => {
    const ids = shardsOf(environmentOf(100, 100, 4)).map(({ id }) => id);
    expect(ids).toEqual(['services', 'services-2', 'services-3', 'services-4']);
  });

  test('are not made where they would hold nothing, and keep their names then', () => {
    const [first, ...others] = shardsOf(environmentOf(1, 1, 100));
    expect(others).toEqual([]);
    expect(first?.id).toMatch(/^services(-\d+)?$/);
    expect(shardsOf({ ...SOUND, stores: undefined, serviceStacks: 4 })).toEqual([]);
  });

  test('keep what they hold when services come and go', () => {
    const placeOf = (environment: Environment) =>
      new Map(shardsOf(environment).flatMap(({ id, pods }) => namesOf(pods).map((name) => [name, id])));
    const few = placeOf(environmentOf(30, 30, 8));
    const many = placeOf({ ...environmentOf(60, 60, 8) });
    for (const [name, id] of few) {
      if (many.has(name)) expect([name, many.get(name)]).toEqual([name, id]);
    }
    expect([...few.keys()].filter((name) => many.has(name)).length).toBeGreaterThan(20);
  });
});
