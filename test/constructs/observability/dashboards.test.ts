import type { Dashboard } from '../../../constructs/observability/dashboards/dashboard';
import { grafanaDashboard } from '../../../constructs/observability/dashboards/grafana';
import { planMonitoring } from '../../../constructs/observability/plan';
import { series } from '../../../constructs/slo/promql';
import { watched } from './examples';

interface Grid {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: Grid;
  readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
  readonly options?: { readonly content?: string };
  readonly fieldConfig?: {
    readonly defaults: { readonly unit: string; readonly thresholds: { readonly steps: readonly unknown[] } };
  };
}

const { dashboards } = planMonitoring(watched);
const panelsOf = (dashboard: Dashboard): readonly GrafanaPanel[] =>
  (JSON.parse(JSON.stringify(grafanaDashboard(dashboard))) as { panels: GrafanaPanel[] }).panels;

const overlap = (a: Grid, b: Grid): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

test('there is one for each service, and one of everything, under names that Grafana takes', () => {
  expect(dashboards.map(({ name }) => name)).toEqual([
    'bulkhead-prod-payment',
    'bulkhead-prod-mapping',
    'bulkhead-prod-platform',
  ]);
  const [long] = planMonitoring({
    ...watched,
    services: [{ ...watched.services[0]!, name: 's'.repeat(60) }],
  }).dashboards;
  expect(long!.name.length).toBeLessThanOrEqual(40);
});

describe.each(dashboards.map((dashboard) => [dashboard.name, dashboard] as const))('%s', (_, dashboard) => {
  const panels = panelsOf(dashboard);

  test('has panels side by side: none covers another, none stands out', () => {
    panels.forEach((panel, index) => {
      const { x, w, h } = panel.gridPos;
      expect(x + w).toBeLessThanOrEqual(24);
      expect(Math.min(w, h)).toBeGreaterThan(0);
      for (const other of panels.slice(index + 1)) {
        expect([panel.title, other.title, overlap(panel.gridPos, other.gridPos)]).toEqual([
          panel.title,
          other.title,
          false,
        ]);
      }
    });
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test('has panels that ask something, each query under a letter of its own', () => {
    const drawing = panels.filter(({ type }) => !['row', 'text'].includes(type));
    expect(drawing.length).toBeGreaterThan(5);
    for (const { targets = [], fieldConfig, title } of drawing) {
      expect([title, targets.length > 0]).toEqual([title, true]);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const { expr, legendFormat } of targets) expect([expr, legendFormat]).not.toContain('');
      expect(fieldConfig?.defaults.unit).not.toBeUndefined();
      // The first threshold has no beginning: that of all lower values.
      expect(fieldConfig?.defaults.thresholds.steps[0]).toMatchObject({ value: null });
    }
  });

  test('is the same each time, and no more than data', () => {
    expect(JSON.parse(JSON.stringify(grafanaDashboard(dashboard)))).toEqual(grafanaDashboard(dashboard));
    expect(JSON.stringify(grafanaDashboard(dashboard))).not.toMatch(/undefined|\[object|NaN/);
  });
});

test('a service’s shows what is left of both budgets over its own period', () => {
  const [, mapping] = dashboards;
  const left = panelsOf(mapping!).filter(({ title }) => title.endsWith('budget left'));
  expect(left.map(({ targets }) => targets?.[0]?.expr)).toEqual([
    '1 - ((sum_over_time(service:failed_requests:rate5m{service="mapping", namespace="mapping"}[28d]) / (sum_over_time(service:requests:rate5m{service="mapping", namespace="mapping"}[28d]) > 0)) / 0.005)',
    '1 - ((sum_over_time(service:slow_requests:rate5m{service="mapping", namespace="mapping"}[28d]) / (sum_over_time(service:answered_requests:rate5m{service="mapping", namespace="mapping"}[28d]) > 0)) / 0.05)',
  ]);
});

test('a service’s says what to do, for whom the link to its runbook does not open', () => {
  const [payment] = dashboards;
  const text = panelsOf(payment!).find(({ title }) => title === 'Runbook')?.options?.content ?? '';
  expect(text).toContain('kubectl argo rollouts undo payment --namespace money');
  expect(text).toContain('**Who has trouble when it does:** trip');
});

test('a platform without a mesh shows none', () => {
  const all = planMonitoring({ ...watched, platform: { mesh: false } }).dashboards.at(-1);
  expect(JSON.stringify(all)).not.toMatch(/pilot_|istio_|citadel_/);
});

test('more queries than there are letters go on with two', () => {
  const queries = Array.from({ length: 28 }, (_, index) => ({ query: series(`m${index}`, []), legend: String(index) }));
  const [, panel] = panelsOf({
    name: 'n',
    title: 't',
    tags: [],
    rows: [{ title: 'r', height: 8, panels: [{ kind: 'lines', title: 'p', says: 's', unit: 'count', queries }] }],
  });
  expect(panel?.targets?.map(({ refId }) => refId).slice(24)).toEqual(['Y', 'Z', 'AA', 'AB']);
});

test('asks the data source that it is given', () => {
  const text = JSON.stringify(
    grafanaDashboard(dashboards[0]!, { type: 'grafana-amazonprometheus-datasource', uid: 'amp' }),
  );
  expect(text).toContain('"uid":"amp"');
  expect(text).not.toContain('"uid":"metrics"');
});
