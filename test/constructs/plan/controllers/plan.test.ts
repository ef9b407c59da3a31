import { injectionLabels } from '../../../../constructs/plan/controllers/injection';
import { MESH_GATEWAY, MESH_NAMESPACE } from '../../../../constructs/plan/controllers/names';
import { controllerNamespaces } from '../../../../constructs/plan/controllers/namespaces';
import { planControllers } from '../../../../constructs/plan/controllers/plan';
import type { MeshSpec } from '../../../../constructs/plan/controllers/spec';
import { defaultFacts } from '../../../../constructs/plan/service/facts';
import { controllers } from './examples';

const moving: MeshSpec = { version: '1.31', previous: { version: '1.30', namespaces: ['payment', 'istio-ingress'] } };
const names = (mesh: MeshSpec | undefined) => planControllers(controllers({ mesh })).map(({ name }) => name);

describe('the controllers of an environment', () => {
  test('are Argo Rollouts alone where there is no mesh', () => {
    expect(names(undefined)).toEqual(['argo-rollouts']);
  });

  test('come after what they need, Argo Rollouts after the mesh that it looks for only when it starts', () => {
    expect(names({ version: '1.31' })).toEqual(['istio-base', 'istio-cni', 'istiod-1-31', 'edge', 'argo-rollouts']);
  });

  test('have two control planes side by side while namespaces move from one to the other', () => {
    expect(names(moving)).toEqual(['istio-base', 'istio-cni', 'istiod-1-30', 'istiod-1-31', 'edge', 'argo-rollouts']);
  });

  test('keep the names of their releases when a patch is raised, so that it takes its predecessor’s place', () => {
    expect(names({ version: '1.31.1' })).toEqual(names({ version: '1.31' }));
  });

  test('are pinned to a version and a publisher each', () => {
    for (const { version, repository } of planControllers(controllers({ mesh: moving }))) {
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(repository).toMatch(/^https:\/\//);
    }
  });

  test('have values that can be written to a file: no token, no account, no ARN', () => {
    const values = JSON.stringify(
      planControllers(controllers({ mesh: moving, routers: ['alb', 'istio'] })).map((each) => each.values),
    );
    expect(values).not.toMatch(/\$\{Token|arn:|\d{12}/);
  });

  test('are installed in namespaces that are named, and no other', () => {
    const used = new Set(planControllers(controllers({ mesh: moving })).map(({ namespace }) => namespace));
    expect(
      controllerNamespaces(moving)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...used].sort());
  });
});

describe('the namespaces of the controllers', () => {
  test('are restricted, but for the one of the plug-in that writes to nodes', () => {
    expect(controllerNamespaces(moving)).toEqual([
      { name: 'istio-system', podSecurity: 'privileged' },
      { name: 'istio-ingress', podSecurity: 'restricted' },
      { name: 'argo-rollouts', podSecurity: 'restricted' },
    ]);
  });

  test('are none of the mesh without a mesh', () => {
    expect(controllerNamespaces(undefined)).toEqual([{ name: 'argo-rollouts', podSecurity: 'restricted' }]);
  });

  test('are those that services are told of', () => {
    const { mesh } = defaultFacts('eu-west-1');
    expect(mesh).toEqual({
      namespace: MESH_NAMESPACE,
      gatewayNamespace: MESH_GATEWAY.namespace,
      gateway: `${MESH_GATEWAY.namespace}/${MESH_GATEWAY.name}`,
      policies: 'enforced',
    });
  });
});

describe('the label of a namespace in the mesh', () => {
  test('names the control plane by its minor', () => {
    expect(injectionLabels({ version: '1.31' }, 'payment')).toEqual({ 'istio.io/rev': '1-31' });
  });

  test('names the previous control plane for the namespaces that have not moved yet', () => {
    expect(injectionLabels(moving, 'payment')).toEqual({ 'istio.io/rev': '1-30' });
    expect(injectionLabels(moving, 'trip')).toEqual({ 'istio.io/rev': '1-31' });
  });

  test('names a control plane that is installed', () => {
    for (const namespace of ['payment', 'trip']) {
      expect(names(moving)).toContain(`istiod-${injectionLabels(moving, namespace)['istio.io/rev']}`);
    }
  });
});
