import { grafanaDashboard } from '../../../constructs/observability/dashboards/grafana';
import { applicationsOf } from '../../../lib/charts';
import type { Application, ObjectApplication } from '../../../lib/charts/application';
import { objectUses } from '../../../lib/checks/limits/objects';
import { judge } from '../../../lib/checks/limits/use';
import { monitoringOf } from '../../../lib/environment/monitoring';
import { parseEnvironments } from '../../../lib/environment/parse';
import type { Environment } from '../../../lib/environment/schema';
import type { Target } from '../../../lib/images/image-name';
import { managed } from '../../constructs/plan/observability/grafana/examples';
import { shipped } from '../synthesized';

const prod = shipped('prod');

const objectsOf = (application: Application | undefined) =>
  application !== undefined && 'objects' in application ? application.objects : [];

const dashboardsIn = (applications: readonly Application[]) =>
  applications.flatMap((application) =>
    objectsOf(application)
      .filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1')
      .map(({ metadata, data }) => ({ application: application.name, name: metadata.name, data })),
  );

function grafanaOf(environment: Environment, target: Target = 'aws'): ObjectApplication | undefined {
  const found = applicationsOf(environment, target).find(({ name }) => name === 'grafana');
  return found !== undefined && 'objects' in found ? found : undefined;
}

function withGrafana(grafana: NonNullable<Environment['observability']>['grafana']): Environment {
  const [environment] = parseEnvironments([{ ...prod, observability: { ...prod.observability, grafana } }]);
  if (environment === undefined) throw new Error('one went in');
  return environment;
}

describe('the dashboards of an environment', () => {
  const applications = applicationsOf(prod, 'aws');

  test('are in its cluster, all of them, each with the service that it is of', () => {
    const expected = monitoringOf(prod).dashboards;
    const found = dashboardsIn(applications);
    expect(found.map(({ application, name }) => `${application} ${name}`).sort()).toEqual(
      [
        ...Object.keys(prod.services ?? {}).map((name) => `${name} dashboard-bulkhead-prod-${name}`),
        'grafana dashboard-bulkhead-prod-platform',
      ].sort(),
    );
    for (const dashboard of expected) {
      const { data } = found.find(({ name }) => name === `dashboard-${dashboard.name}`) ?? {};
      expect(data).toEqual({ [`${dashboard.name}.json`]: JSON.stringify(grafanaDashboard(dashboard)) });
    }
  });

  test('stay far below what Kubernetes and Helm take', () => {
    const uses = objectUses({ environment: prod, applications }).filter(({ resource = '' }) =>
      /dashboard|grafana/.test(resource),
    );
    expect(uses.length).toBeGreaterThan(5);
    expect(uses.flatMap(judge)).toEqual([]);
    expect(Math.max(...uses.map(({ used, most }) => used / most))).toBeLessThan(0.1);
  });

  test('are nowhere in a cluster without Grafana, nor in one whose Grafana is managed', () => {
    for (const environment of [withGrafana(undefined), withGrafana(managed())]) {
      const without = applicationsOf(environment, 'aws');
      expect(dashboardsIn(without)).toEqual([]);
      expect(without.map(({ name }) => name)).not.toContain('grafana');
    }
  });
});

describe("an environment's Grafana", () => {
  test('is told of before the mesh and the services, and after the controllers', () => {
    const names = applicationsOf(prod, 'aws').map(({ name }) => name);
    expect(names.indexOf('grafana')).toBeGreaterThan(names.indexOf('guard-rails'));
    expect(names.indexOf('grafana')).toBeLessThan(names.indexOf('mesh'));
  });

  test('is somebody in AWS, and nobody in a cluster of its own', () => {
    expect(grafanaOf(prod)?.identities?.map(({ serviceAccount }) => serviceAccount)).toEqual(['grafana']);
    expect(grafanaOf(prod, 'local')?.identities).toBeUndefined();
  });

  test("looks at the Prometheus and Jaeger of one's own machine there", () => {
    const settings = JSON.stringify(objectsOf(grafanaOf(prod, 'local')));
    expect(settings).toContain('http://jaeger.observability:16686');
    expect(settings).toContain('http://prometheus-server.observability');
    expect(settings).not.toContain('aps-workspaces');
  });
});
