import { relabeled } from '../../../lib/checks/telemetry/collection/relabel';

const POD = new Map([
  ['__address__', '10.0.0.7:8080'],
  ['__meta_kubernetes_pod_label_app', 'trip'],
  ['__meta_kubernetes_pod_label_team', 'rides'],
  ['port', '9090'],
  ['zone', 'A'],
]);

/** What relabeling makes of a pod, as data. */
const made = (...steps: readonly object[]): Readonly<Record<string, string>> | undefined => {
  const labels = relabeled(POD, steps);
  return labels === undefined ? undefined : Object.fromEntries(labels);
};

describe('relabeling, as Prometheus does it', () => {
  it.each<[string, object, object | undefined]>([
    ['keeps what fits', { action: 'keep', source_labels: ['zone'], regex: 'A|B' }, { zone: 'A' }],
    ['drops what does not', { action: 'keep', source_labels: ['zone'], regex: 'B' }, undefined],
    ['compares the whole value', { action: 'keep', source_labels: ['port'], regex: '90' }, undefined],
    ['drops what fits', { action: 'drop', source_labels: ['zone'], regex: 'A' }, undefined],
    ['drops where a label is missing', { action: 'keep', source_labels: ['none'], regex: '.+' }, undefined],
    ['copies a label by default', { source_labels: ['zone'], target_label: 'copy' }, { copy: 'A' }],
    [
      'joins several by a semicolon',
      {
        source_labels: ['__address__', 'port'],
        regex: '([^:]+)(?::\\d+)?;(\\d+)',
        replacement: '$1:$2',
        target_label: '__address__',
      },
      { __address__: '10.0.0.7:9090' },
    ],
    [
      'leaves what does not fit as it is',
      { source_labels: ['zone'], regex: 'B', replacement: 'x', target_label: 'zone' },
      { zone: 'A' },
    ],
    ['writes a fixed value', { replacement: 'x', target_label: 'fixed' }, { fixed: 'x' }],
    [
      'reads a group only as far as its name goes, as Go does',
      { source_labels: ['zone'], replacement: '$1_x', target_label: 'zone' },
      { zone: undefined },
    ],
    [
      'reads a group in braces',
      { source_labels: ['zone'], replacement: '${1}_x', target_label: 'zone' },
      { zone: 'A_x' },
    ],
    [
      'copies labels by their names',
      { action: 'labelmap', regex: '__meta_kubernetes_pod_label_(.+)' },
      { app: 'trip', team: 'rides' },
    ],
    ['drops labels by their names', { action: 'labeldrop', regex: 'zone|port' }, { zone: undefined, port: undefined }],
    ['keeps labels by their names', { action: 'labelkeep', regex: 'zone' }, { zone: 'A', port: undefined }],
    ['writes in small letters', { action: 'lowercase', source_labels: ['zone'], target_label: 'zone' }, { zone: 'a' }],
    [
      'writes in capital letters',
      { action: 'uppercase', source_labels: ['__meta_kubernetes_pod_label_app'], target_label: 'zone' },
      { zone: 'TRIP' },
    ],
    ['keeps what is equal', { action: 'keepequal', source_labels: ['zone'], target_label: 'port' }, undefined],
    ['drops what is equal', { action: 'dropequal', source_labels: ['zone'], target_label: 'zone' }, undefined],
    ['takes what does not compile for nothing', { action: 'keep', source_labels: ['zone'], regex: '(' }, { zone: 'A' }],
  ])('%s', (_, step, expected) => {
    const found = made(step);
    if (expected === undefined) expect(found).toBeUndefined();
    else
      expect({ ...Object.fromEntries(Object.keys(expected).map((key) => [key, undefined])), ...found }).toMatchObject(
        expected,
      );
  });

  it('goes on with what the step before has made, and ends where that is nothing', () => {
    expect(
      made({ replacement: 'B', target_label: 'zone' }, { action: 'keep', source_labels: ['zone'], regex: 'B' }),
    ).toMatchObject({ zone: 'B' });
    expect(
      made({ action: 'drop', source_labels: ['zone'], regex: 'A' }, { replacement: 'x', target_label: 'y' }),
    ).toBeUndefined();
  });
});
