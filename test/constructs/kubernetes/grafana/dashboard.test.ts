import { App, Chart, Testing } from 'cdk8s';
import { GrafanaDashboard } from '../../../../constructs/kubernetes';
import { grafanaDashboard } from '../../../../constructs/observability/dashboards/grafana';
import { serviceDashboardsOf } from '../../../../lib/environment/dashboards';
import { dashboardQueries } from '../../../../lib/checks/telemetry/queries';
import { RenderedCluster } from '../../../../lib/checks/wiring/cluster';
import type { KubernetesObject } from '../../../../lib/charts/application';
import { shipped } from '../../../lib/synthesized';

const prod = shipped('prod');
const dashboard = serviceDashboardsOf(prod).get('payment')!;

function rendered(): KubernetesObject & { readonly data: Readonly<Record<string, string>> } {
  const chart = new Chart(new App(), 'payment', { namespace: 'payment' });
  new GrafanaDashboard(chart, 'dashboard', { dashboard, folder: 'Services' });
  const [object] = Testing.synth(chart) as (KubernetesObject & { data: Record<string, string> })[];
  if (object === undefined) throw new Error('nothing was rendered');
  return object;
}

describe('a dashboard in the cluster', () => {
  test("stands where Grafana may read, whatever namespace its chart has, and under Grafana's label", () => {
    expect(rendered().metadata).toMatchObject({
      name: 'dashboard-bulkhead-prod-payment',
      namespace: 'observability',
      labels: { grafana_dashboard: '1' },
      annotations: { 'k8s-sidecar-target-directory': 'Services' },
    });
  });

  test('is what Grafana reads from a file, without a blank too many', () => {
    const [[file = '', text = ''] = []] = Object.entries(rendered().data);
    expect(file).toBe('bulkhead-prod-payment.json');
    expect(JSON.parse(text)).toEqual(grafanaDashboard(dashboard));
    expect(text).toBe(JSON.stringify(JSON.parse(text)));
  });

  test('is small enough for a thousand of them: 1 MiB is the most of one, and what Helm records of a release', () => {
    expect(Buffer.byteLength(JSON.stringify(rendered()))).toBeLessThan(64 * 1024);
  });

  test('is found by the check that looks whether its questions can be answered', () => {
    const cluster = new RenderedCluster({
      environment: prod,
      applications: [{ name: 'payment', namespace: 'payment', wave: 40, objects: [rendered()] }],
    });
    const { queries, unreadable } = dashboardQueries(cluster);
    expect(unreadable).toEqual([]);
    expect(queries.length).toBeGreaterThan(10);
  });
});
