import { PRODUCERS, select } from '../../../constructs/observability/catalogue/catalogue';
import { FROM_PODS } from '../../../constructs/observability/catalogue/collection';
import type { Producer } from '../../../constructs/observability/catalogue/metric';
import { mock } from '../../../constructs/observability/proof/series';
import { METRIC_SOURCES, METRICS, SCRAPED_POD_LABELS } from '../../../constructs/slo/metrics';
import { is } from '../../../constructs/slo/promql';

const all: readonly Producer[] = Object.values(PRODUCERS);
const families = all.flatMap(({ name, metrics }) =>
  Object.entries(metrics).map(([metric, family]) => ({ name, metric, family })),
);

test.each(all.map((producer) => [producer.name, producer] as const))(
  '%s says at which version it was read, and where',
  (_, { version, source }) => {
    expect(version).toMatch(/\d|Amazon|Prometheus/);
    expect(source).not.toBe('');
  },
);

test('every metric and label has a name that Prometheus takes, and no metric has two producers', () => {
  for (const { metric, family } of families) {
    expect(metric).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
    for (const label of family.labels) expect(label).toMatch(/^[a-zA-Z_][a-zA-Z0-9_]*$/);
    expect(new Set(family.labels).size).toBe(family.labels.length);
  }
  expect(new Set(families.map(({ metric }) => metric)).size).toBe(families.length);
});

test('only labels that a metric has are said to have so many values', () => {
  for (const { family } of families)
    expect(family.labels).toEqual(expect.arrayContaining(Object.keys(family.values ?? {})));
});

test('a bucket says where it ends, and nothing else does', () => {
  for (const { metric, family } of families) expect(family.labels.includes('le')).toBe(metric.endsWith('_bucket'));
});

test('what services and the mesh must expose by contract is what they are said to expose', () => {
  for (const source of METRIC_SOURCES) {
    const { requests, durations, labels, always } = METRICS[source];
    const producer = source === 'mesh' ? PRODUCERS['mesh-proxies'] : PRODUCERS.services;
    for (const metric of [requests, `${durations}_bucket`, `${durations}_count`]) {
      const needed = [...Object.values(labels), ...always.map(({ label }) => label)];
      expect(producer.metrics[metric]?.labels).toEqual(expect.arrayContaining(needed));
    }
  }
});

test('the labels of pods that collecting must copy are on every series of a pod', () => {
  expect(FROM_PODS.labels).toEqual(expect.arrayContaining(Object.keys(SCRAPED_POD_LABELS)));
});

test('whose series are about other objects keeps its own labels, and nobody else does', () => {
  for (const { metrics, collected } of all) {
    const isAboutOthers =
      Object.values(metrics).some(({ labels }) => labels.includes('namespace')) &&
      !collected.labels.includes('namespace');
    if (isAboutOthers) expect(collected.ownLabelsWin).toBe(true);
    // A pod that writes another's namespace must not be believed.
    if (collected.labels.includes('namespace')) expect(collected.ownLabelsWin).toBe(false);
  }
});

test('what nothing exposes does not compile', () => {
  select('rollout_info', [is('phase', 'Paused'), is('pod', 'a')]);
  // @ts-expect-error -- no such metric
  select('rollout_infos');
  // @ts-expect-error -- no such label
  select('rollout_info', [is('fase', 'Paused')]);
  // @ts-expect-error -- no label of its own, and none such from the pod
  select('pilot_services', [is('type', 'x')]);
  // @ts-expect-error -- a proof cannot make it up either
  mock('rollout_info', { fase: 'Paused' });
});
