import { applicationsOf } from '../../lib/charts';
import { TARGETS } from '../../lib/images/image-name';
import { MANIFEST } from '../constructs/kubernetes/strict';
import { MESH_MANIFEST } from '../constructs/kubernetes/strict-mesh';
import { WORKLOAD_MANIFEST } from '../constructs/kubernetes/strict-workloads';
import { environments } from '../environments';

const cases = environments.flatMap((environment) => TARGETS.map((target) => ({ environment, target })));

describe.each(cases)('what Kubernetes is told in $environment.name, on $target', ({ environment, target }) => {
  const applications = applicationsOf(environment, target);
  const objects = applications.flatMap((application) => ('objects' in application ? application.objects : []));

  test('has no field that the versions in use do not know, and lacks none that they want', () => {
    const wrong = objects.flatMap((object) => {
      const schemas = [MANIFEST, MESH_MANIFEST, WORKLOAD_MANIFEST].map((schema) => schema.safeParse(object));
      const errors = schemas.flatMap(({ error }) => error?.message ?? []);
      return errors.length < schemas.length ? [] : [`${object.kind} ${object.metadata.name}: ${errors.join('; ')}`];
    });
    expect(wrong).toEqual([]);
  });

  test('holds the four services, each in a namespace that denies what nobody has allowed', () => {
    const named = (kind: string, name: string) =>
      objects.filter((object) => object.kind === kind && object.metadata.name === name);
    for (const service of ['user', 'trip', 'payment', 'mapping']) {
      expect(named('Rollout', service)).toHaveLength(1);
      expect(named('Namespace', service)).toHaveLength(1);
    }
    expect(named('NetworkPolicy', 'default-deny').map(({ metadata }) => metadata.namespace)).toEqual(
      expect.arrayContaining(['user', 'trip', 'payment', 'mapping']),
    );
  });

  test('holds no token, no ARN, and no account number but in the names of images', () => {
    const text = JSON.stringify(objects, (key, value: unknown) => (key === 'image' ? undefined : value));
    expect(text.match(/.{0,60}(\$\{Token|arn:aws|(?<![\d.])\d{12}(?!\d)).{0,20}/g) ?? []).toEqual([]);
  });
});
