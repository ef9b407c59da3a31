import { addOnsOf, COMPUTE_MODE_FACTS } from '../../../../constructs/plan/cluster/compute-modes';
import { KUBERNETES_CHANGES } from '../../../../constructs/plan/versions/changes';
import { minorOf, versionsBetween } from '../../../../constructs/plan/versions/kubernetes-version';
import {
  CHARTS,
  confirmCommand,
  IMAGES,
  imageReference,
  ISTIO_RELEASES,
  ISTIO_VERSIONS,
  isOffered,
  KUBERNETES_RELEASES,
  KUBERNETES_VERSIONS,
  missingAddOns,
  NEWEST_KUBECTL_MINOR,
  versionsWith,
} from '../../../../constructs/plan/versions/table';

describe.each(KUBERNETES_VERSIONS)('the row of %s', (version) => {
  const release = KUBERNETES_RELEASES[version];

  test('has support dates, the second a year after the first', () => {
    const [standard, extended] = [release.endOfStandardSupport, release.endOfExtendedSupport];
    expect(standard).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(extended).toBe(`${Number(standard.slice(0, 4)) + 1}${standard.slice(4)}`);
  });

  test('has add-on versions as EKS writes them', () => {
    for (const addOn of Object.values(release.addOns)) expect(addOn.version).toMatch(/^v\d+\.\d+\.\d+-eksbuild\.\d+$/);
  });

  test('has the kube-proxy and the autoscaler of its own minor', () => {
    expect(release.addOns['kube-proxy']?.version.startsWith(`v${version}.`)).toBe(true);
    expect(release.clusterAutoscalerImage.startsWith(`v${version}.`)).toBe(true);
  });

  test('has everything that Auto Mode installs', () => {
    expect(missingAddOns(version, addOnsOf('auto'))).toEqual([]);
  });

  test('is in reach of a kubectl layer', () => {
    expect(minorOf(version)).toBeLessThanOrEqual(NEWEST_KUBECTL_MINOR + 1);
  });

  test('says what it changes', () => {
    expect(KUBERNETES_CHANGES[version]).not.toEqual([]);
  });
});

test('the versions follow each other without a gap, so that every upgrade has a way', () => {
  expect(versionsBetween(KUBERNETES_VERSIONS[0], KUBERNETES_VERSIONS[KUBERNETES_VERSIONS.length - 1] ?? '')).toEqual(
    KUBERNETES_VERSIONS.slice(1),
  );
});

test('node groups are offered only where a node monitoring agent could be sourced', () => {
  expect(versionsWith(addOnsOf('node-groups'))).toEqual(['1.35', '1.36']);
});

test('every chart that a mode installs is in the table', () => {
  for (const { charts } of Object.values(COMPUTE_MODE_FACTS)) {
    for (const name of charts) expect(CHARTS[name].version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test('every chart is served over HTTPS at a fixed version, and has a digest of the right length where it has one', () => {
  for (const { repository, version, sha256 } of Object.values(CHARTS)) {
    expect(repository).toMatch(/^https:\/\//);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    if (sha256 !== undefined) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

describe('the versions of Istio', () => {
  test('are patches, oldest first', () => {
    const numbers = ISTIO_VERSIONS.map((version) => version.split('.').map(Number));
    for (const version of ISTIO_VERSIONS) expect(version).toMatch(/^1\.\d+\.\d+$/);
    const rank = ([major = 0, minor = 0, patch = 0]: readonly number[]) => (major * 1000 + minor) * 1000 + patch;
    expect(numbers).toEqual([...numbers].sort((a, b) => rank(a) - rank(b)));
  });

  test.each(KUBERNETES_VERSIONS)('hold one for Kubernetes %s', (kubernetes) => {
    const fitting = ISTIO_VERSIONS.filter((version) => {
      const { oldestKubernetes, newestKubernetes } = ISTIO_RELEASES[version];
      return minorOf(oldestKubernetes) <= minorOf(kubernetes) && minorOf(kubernetes) <= minorOf(newestKubernetes);
    });
    expect(fitting).not.toEqual([]);
  });
});

describe('an image', () => {
  test('is named by tag and by digest, where the digest is known', () => {
    expect(imageReference({ repository: 'example.com/a', tag: '1.0.0', digest: 'sha256:0' })).toBe(
      'example.com/a:1.0.0@sha256:0',
    );
    expect(imageReference({ repository: 'example.com/a', tag: '1.0.0' })).toBe('example.com/a:1.0.0');
  });

  test.each(Object.values(IMAGES))('of the table names a version that does not move: $repository', (image) => {
    expect(imageReference(image)).toMatch(
      /^(public\.ecr\.aws|docker\.io|ghcr\.io|quay\.io|registry\.k8s\.io)\/[a-z0-9/-]+:v?\d+(\.\d+)+(@sha256:[0-9a-f]{64})?$/,
    );
  });
});

test('what is not in the table is not offered', () => {
  expect(isOffered('1.35')).toBe(true);
  expect(isOffered('1.37')).toBe(false);
});

test('a version can be confirmed with one command', () => {
  expect(confirmCommand('coredns', '1.36')).toContain(
    'describe-addon-versions --addon-name coredns --kubernetes-version 1.36',
  );
});
