import {
  commonBoundaries,
  highestBoundary,
  METRIC_SOURCES,
  METRICS,
  POD_HASH_LABEL,
  SCRAPED_POD_LABELS,
  SCRAPE_INTERVAL_SECONDS,
  SHORTEST_WINDOW_SECONDS,
} from '../../../constructs/slo/metrics';

test.each(METRIC_SOURCES)('the histogram of the %s has boundaries that rise', (source) => {
  const boundaries = METRICS[source].boundariesMilliseconds;
  expect(boundaries).toEqual([...new Set(boundaries)].sort((a, b) => a - b));
  expect(highestBoundary(source)).toBe(boundaries.at(-1));
});

test('these boundaries are counted whoever counts', () => {
  expect(commonBoundaries(METRIC_SOURCES)).toEqual([5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000]);
  expect(commonBoundaries(['service'])).toContain(75);
  expect(commonBoundaries([])).toEqual([]);
});

test('each pod label is scraped under the name that Prometheus makes of it', () => {
  for (const [scraped, label] of Object.entries(SCRAPED_POD_LABELS)) {
    expect(scraped).toBe(label.replace(/[^a-zA-Z0-9_]/g, '_'));
  }
  expect(Object.keys(SCRAPED_POD_LABELS)).toEqual(
    expect.arrayContaining([POD_HASH_LABEL, METRICS.service.labels.service]),
  );
});

test('the shortest window holds four scrapes', () => {
  expect(SHORTEST_WINDOW_SECONDS / SCRAPE_INTERVAL_SECONDS).toBe(4);
});
