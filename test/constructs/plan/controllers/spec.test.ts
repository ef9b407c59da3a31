import * as fc from 'fast-check';
import {
  inOrder,
  istioMinor,
  istioVersion,
  MESH_VERSIONS,
  revisionName,
} from '../../../../constructs/plan/controllers/mesh-versions';
import { distanceProblem } from '../../../../constructs/plan/controllers/rules';
import { meshProblems, meshSpec, type MeshSpec } from '../../../../constructs/plan/controllers/spec';
import { shapeProblems } from '../../../../constructs/plan/spec';
import { ISTIO_VERSIONS, KUBERNETES_VERSIONS } from '../../../../constructs/plan/versions/table';

const shape = (value: unknown) => shapeProblems(meshSpec, value);
const problems = (spec: MeshSpec, kubernetes = '1.35') => meshProblems(spec, { kubernetes });
const fields = (spec: MeshSpec, kubernetes?: string) => problems(spec, kubernetes).map(({ field }) => field);

describe('the version of a mesh', () => {
  test.each(MESH_VERSIONS)('may be %s', (version) => {
    expect(shape({ version })).toEqual([]);
  });

  test('that the table does not hold is refused with those that it does', () => {
    const [problem] = shape({ version: '1.28' });
    expect(problem).toMatchObject({ field: 'version', value: '1.28' });
    expect(problem?.reason).toContain('version table');
    expect(problem?.remedy).toContain('1.31.1');
  });

  test('stands for its newest patch when it is a minor, and for itself when it is a patch', () => {
    for (const patch of ISTIO_VERSIONS) {
      expect(istioVersion(patch)).toBe(patch);
      const newest = ISTIO_VERSIONS.filter((each) => istioMinor(each) === istioMinor(patch)).at(-1);
      expect(istioVersion(istioMinor(patch))).toBe(newest);
    }
  });

  test('gives a revision that Kubernetes takes as part of a name', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ISTIO_VERSIONS), (version) => {
        expect(`istiod-${revisionName(version)}`).toMatch(/^[a-z0-9-]{1,63}$/);
      }),
    );
  });

  test('is put in order, once each, in whatever order it is named', () => {
    expect(inOrder('1.31.1', '1.30.5')).toEqual(['1.30.5', '1.31.1']);
    expect(inOrder('1.30.5', '1.31.1')).toEqual(['1.30.5', '1.31.1']);
    expect(inOrder('1.31.1', '1.31.1')).toEqual(['1.31.1']);
  });

  test.each(KUBERNETES_VERSIONS)('fits Kubernetes %s, which clusters may have', (kubernetes) => {
    for (const version of MESH_VERSIONS) expect(problems({ version }, kubernetes)).toEqual([]);
  });

  test('that does not know the cluster’s Kubernetes is refused, with what to do', () => {
    const [problem] = problems({ version: '1.31' }, '1.37');
    expect(problem).toMatchObject({ field: 'version', value: '1.31' });
    expect(problem?.reason).toContain('1.32 to 1.36');
    expect(problem?.remedy).toContain('table.ts');
  });

  test('is judged for the previous control plane as well', () => {
    expect(fields({ version: '1.31', previous: { version: '1.30', namespaces: [] } }, '1.31')).toEqual([
      'version',
      'previous.version',
    ]);
  });
});

describe('the previous control plane', () => {
  test('may be one minor away, older or, on the way back, newer', () => {
    expect(problems({ version: '1.31', previous: { version: '1.30', namespaces: ['payment'] } })).toEqual([]);
    expect(problems({ version: '1.30', previous: { version: '1.31.1', namespaces: [] } })).toEqual([]);
  });

  test('of the same minor is refused, since it would have the same name', () => {
    const [problem] = problems({ version: '1.31', previous: { version: '1.31.1', namespaces: [] } });
    expect(problem).toMatchObject({ field: 'previous.version', value: '1.31.1' });
    expect(problem?.remedy).toContain("remove 'previous'");
  });

  test('further than one minor away is refused, since one plug-in on the nodes serves both', () => {
    expect(distanceProblem('1.31.1', '1.30.5')).toBeUndefined();
    expect(distanceProblem('1.30.5', '1.31.1')).toBeUndefined();
    expect(distanceProblem('1.31.1', '1.29.8')?.reason).toContain('2 minors away from 1.31.1');
  });

  test('names namespaces as Kubernetes writes them', () => {
    expect(shape({ version: '1.31', previous: { version: '1.30', namespaces: ['Payment'] } })[0]?.field).toBe(
      'previous.namespaces[0]',
    );
  });
});

describe('the registry', () => {
  test.each([
    'docker.io/istio',
    '111122223333.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/istio',
    'localhost:5000/istio',
  ])('may be %s', (registry) => {
    expect(shape({ version: '1.31', registry })).toEqual([]);
  });

  test.each(['https://docker.io/istio', 'docker.io/istio/', ''])('may not be %j', (registry) => {
    expect(shape({ version: '1.31', registry })).toHaveLength(1);
  });
});

describe('the gateway', () => {
  test('may say how many pods a zone has', () => {
    const gateway = { replicasPerZone: { minimum: 2, maximum: 8 } };
    expect(shape({ version: '1.31', gateway })).toEqual([]);
    expect(problems({ version: '1.31', gateway })).toEqual([]);
  });

  test('cannot have a minimum above its maximum', () => {
    expect(fields({ version: '1.31', gateway: { replicasPerZone: { minimum: 9, maximum: 8 } } })).toEqual([
      'gateway.replicasPerZone.minimum',
    ]);
  });

  test('cannot have no pods', () => {
    expect(shape({ version: '1.31', gateway: { replicasPerZone: { minimum: 0, maximum: 1 } } })).toHaveLength(1);
  });
});
