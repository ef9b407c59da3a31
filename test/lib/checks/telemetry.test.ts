import { grafanaDashboard } from '../../../constructs/observability/dashboards/grafana';
import { printRuleFile, type RuleFile } from '../../../constructs/observability/rules/rule';
import type { Finding } from '../../../lib/checks/check';
import type { RenderedStack } from '../../../lib/checks/subject';
import { telemetry, telemetryFindings } from '../../../lib/checks/telemetry';
import { telemetryCounts } from '../../../lib/checks/telemetry/counts';
import type { TemplateResource } from '../../../lib/checks/template';
import type { KubernetesObject } from '../../../lib/charts/application';
import { monitoringOf } from '../../../lib/environment/monitoring';
import { environmentOf, errors, exactly, platformOf, type Draft } from './platforms';
import { collector, configuration, type CollectorExample } from './telemetry-collector';

const prod = monitoringOf(environmentOf('prod'));

/** The controller of releases, as its chart brings it. */
const ROLLOUTS = {
  name: 'argo-rollouts',
  namespace: 'argo-rollouts',
  wave: 10,
  release: {
    name: 'argo-rollouts',
    chart: 'argo-rollouts',
    repository: 'https://charts.example.com',
    version: '1.0.0',
    namespace: 'argo-rollouts',
    values: {
      controller: { podAnnotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '8090' } },
    },
  },
};

/** Everything that exposes metrics beside the services and the mesh, and a collector that does what this configuration says. */
function produced(draft: Draft, config: unknown = configuration()): void {
  // Services bring theirs: here each test says which there are.
  for (const application of draft.applications) {
    if (!('objects' in application)) continue;
    const objects = application.objects.filter(({ metadata }) => metadata.labels?.grafana_dashboard === undefined);
    (application.objects as KubernetesObject[]).splice(0, application.objects.length, ...objects);
  }
  draft.applications.push(ROLLOUTS, {
    name: 'telemetry',
    namespace: 'observability',
    wave: 25,
    objects: collector(config),
  });
}

const rules = (data: unknown, name = 'rules'): TemplateResource => ({
  Type: 'AWS::APS::RuleGroupsNamespace',
  Properties: { Name: name, Data: data as string },
});

/** A stack of prod with these resources. */
const stack = (resources: Readonly<Record<string, TemplateResource>>, environment = 'prod'): RenderedStack => ({
  environment,
  name: 'observability',
  path: `${environment}/observability`,
  stackName: `bulkhead-${environment}-observability`,
  templateFile: '',
  templateBytes: 0,
  template: { Resources: resources },
  constructPaths: new Map([['Rules', `${environment}/observability/Rules`]]),
});

const configMap = (name: string, labels: Readonly<Record<string, string>>, data: Readonly<Record<string, string>>) =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'observability', labels }, data }) as const;

const dashboards = (): readonly KubernetesObject[] =>
  prod.dashboards.map((dashboard) =>
    configMap(
      `dashboard-${dashboard.name}`,
      { grafana_dashboard: '1' },
      { 'dashboard.json': JSON.stringify(grafanaDashboard(dashboard)) },
    ),
  );

const ruleStack = (change: (text: string) => string = (text) => text): RenderedStack =>
  stack(
    Object.fromEntries(
      prod.ruleFiles.map((file) => [`Rules${file.name}`, rules(change(printRuleFile(file)), file.name)]),
    ),
  );

function found(edit: (draft: Draft) => unknown = () => undefined, ...stacks: readonly RenderedStack[]) {
  const platform = platformOf('prod', (draft) => {
    produced(draft);
    edit(draft);
  });
  return telemetryFindings(platform, stacks);
}

/** What is found with another configuration of the collector. */
function collectedBy(change: (config: CollectorExample) => unknown, ...more: readonly RenderedStack[]) {
  const config = configuration();
  const changed = change(config);
  const platform = platformOf('prod', (draft) => produced(draft, typeof changed === 'string' ? changed : config));
  return telemetryFindings(platform, more.length === 0 ? [ruleStack()] : more);
}

/** A job of a configuration. */
const job = (config: CollectorExample, name: string): Record<string, unknown> => {
  const found = config.receivers.prometheus.config.scrape_configs.find((each) => each.job_name === name);
  if (found === undefined) throw new Error(`there is no job ${name}`);
  return found;
};

/** What is found of one alert with this query. */
const ofQuery = (expr: string, more: object = {}): readonly Finding[] => {
  const file: Pick<RuleFile, 'groups'> = {
    groups: [{ name: 'g', interval: '1m', rules: [{ ...alert, expr, ...more }] }],
  };
  return found(undefined, stack({ Rules: rules(printRuleFile(file)) }));
};

const alert = {
  alert: 'A',
  expr: 'up',
  for: '1m',
  labels: { severity: 'page', service: 'trip' },
  annotations: { summary: 's', description: 'd', runbook_url: 'https://wiki.example/r', dashboard: 'x' },
};

describe('all that prod asks for', () => {
  it('is produced: its rules, dashboards, analyses and autoscalers', () => {
    expect(found((draft) => draft.add(...dashboards()), ruleStack())).toEqual([]);
  });

  it('is looked at by the check, of every environment that was rendered', async () => {
    const platform = platformOf('prod', produced);
    const subject = {
      platforms: [platform],
      stacks: [ruleStack((text) => text.replaceAll('kube_node_info', 'kube_nodes'))],
    };
    const { findings } = await telemetry.run(subject as never, undefined as never);
    expect(findings).not.toEqual([]);
    expect(errors(findings)).toEqual(findings);
  });

  it('is not looked for in another environment’s stacks', () => {
    expect(found(undefined, stack({ Rules: rules('no JSON') }, 'dev'))).toEqual([]);
  });
});

describe('a metric that nothing exposes', () => {
  it.each([
    'rollout_info',
    'kube_pod_status_phase',
    'pilot_total_xds_rejects',
    'otelcol_exporter_send_failed_spans',
    'istio_requests_total',
    'istio_request_duration_milliseconds_bucket',
    'service:failed_requests:ratio1h',
  ])('is found when its name is broken in the rules: %s', (metric) => {
    const broken = new RegExp(`(?<![\\w:])${metric}(?![\\w:])`, 'g');
    // Where it is recorded, the name stays: only those who ask are wrong.
    const findings = found(
      undefined,
      ruleStack((text) =>
        text.replace(broken, (name, at: number) => (text.slice(at - 10, at) === '"record":"' ? name : `${name}x`)),
      ),
    );
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      expect(finding).toMatchObject({ environment: 'prod', stack: 'observability', severity: 'error' });
      expect([`${metric}x`, '']).toContain(String(finding.value));
    }
  });

  it('is found when it is broken in a dashboard', () => {
    const findings = found(
      (draft) =>
        draft.add(
          ...dashboards().map(
            (each) => JSON.parse(JSON.stringify(each).replaceAll('pilot_xds', 'pilot_xd')) as KubernetesObject,
          ),
        ),
      ruleStack(),
    );
    exactly(findings, [
      {
        resource: 'more: ConfigMap observability/dashboard-bulkhead-prod-platform',
        field: expect.stringMatching(/^data\["dashboard\.json"\]\.panels\[\d+\]\.targets\[0\]\.expr$/) as string,
        value: 'pilot_xd',
        remedy: "did you mean 'pilot_xds'?",
      },
    ]);
  });

  it('is found when it is broken in an analysis', () => {
    const findings = found((draft) => {
      const query = [...'012'].find(
        (index) =>
          draft.at('AnalysisTemplate user/user-background', `spec.metrics[${index}].provider.prometheus`) !== undefined,
      );
      const place = `spec.metrics[${query}].provider.prometheus.query`;
      const text = draft.at('AnalysisTemplate user/user-background', place) as string;
      draft.set(
        'AnalysisTemplate user/user-background',
        place,
        text.replaceAll('istio_requests_total', 'istio_request_total'),
      );
    });
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings) {
      expect(finding).toMatchObject({ value: 'istio_request_total', remedy: "did you mean 'istio_requests_total'?" });
      expect(finding.resource).toContain('AnalysisTemplate user/');
    }
  });

  it.each([
    ['argo-rollouts', 'Argo Rollouts'],
    ['istiod', 'istiod'],
  ])('is found, once, when the chart that brings it is not there: %s', (chart, name) => {
    const findings = found((draft) => {
      const without = draft.applications.filter((each) => !('release' in each) || each.release.chart !== chart);
      draft.applications.splice(0, draft.applications.length, ...without);
    }, ruleStack());
    expect(findings.filter(({ reason }) => reason.includes(`comes from ${name}, of which there is none`))).toHaveLength(
      1,
    );
  });

  it('is found, once, when kube-state-metrics is not there', () => {
    exactly(
      found((draft) => draft.remove('Deployment observability/kube-state-metrics'), ruleStack()),
      [
        {
          reason: expect.stringMatching(
            /comes from kube-state-metrics, of which there is none .* queries get no answer, by \d+ metrics in all$/,
          ) as string,
        },
      ],
    );
  });

  it.each([
    ['is not on its list', ['--metric-allowlist=kube_node_info,kube_pod_.+']],
    ['is refused', ['--metric-denylist=kube_poddisruptionbudget_.*']],
    ['is of a kind that it does not watch', ['--resources=nodes,pods']],
  ])('is found when kube-state-metrics is told to leave it out: it %s', (_, args) => {
    const containers = 'spec.template.spec.containers';
    const findings = found((draft) => {
      draft.set('Deployment observability/kube-state-metrics', `${containers}[0].args`, args);
    }, ruleStack());
    exactly(findings, [
      {
        value: expect.stringContaining('kube_poddisruptionbudget_status_current_healthy') as string,
        reason: expect.stringContaining('which its arguments tell to leave it out') as string,
      },
    ]);
  });

  it('is found when there is no collector: of everything that must be collected', () => {
    const reasons = found((draft) => draft.remove('DaemonSet observability/otel-agent'), ruleStack()).map(
      ({ reason }) => reason,
    );
    expect(reasons.join('\n')).toMatch(/comes from mesh proxies, from which nobody collects/);
    expect(reasons.join('\n')).toMatch(/comes from OpenTelemetry Collector, of which there is none/);
    expect(reasons.length).toBeLessThan(12);
  });

  it('is found of a service whose pods do not ask to be collected from', () => {
    const findings = found(
      (draft) =>
        draft.set(
          'Rollout payment/payment',
          ['spec', 'template', 'metadata', 'annotations', 'prometheus.io/scrape'],
          'false',
        ),
      ruleStack(),
    );
    expect(findings.length).toBeGreaterThan(0);
    for (const { value, reason } of findings) {
      expect(value).toBe('payment/payment');
      expect(reason).toContain('do not ask to be collected from');
    }
  });

  it('is found of a service whose pods ask to be collected from at a port that they do not have', () => {
    const template = ['spec', 'template', 'metadata', 'annotations', 'prometheus.io/port'];
    exactly(
      found((draft) => draft.set('Rollout payment/payment', template, '9999'), ruleStack()),
      [
        {
          resource: 'payment: Rollout payment/payment',
          value: '9999',
          remedy: expect.stringContaining('9090') as string,
        },
      ],
    );
  });

  it('is found of a service that is not there', () => {
    const query = 'istio_requests_total{destination_workload="rides", destination_workload_namespace="rides"}';
    exactly(ofQuery(query), [{ value: 'rides/rides', field: 'Properties.Data.groups[0].rules[0].expr' }]);
  });

  it.each([
    ['kube_poddisruptionbudget_status_current_healthy{namespace="trip", poddisruptionbudget="tripp"}', 'trip/tripp'],
    ['kube_horizontalpodautoscaler_spec_max_replicas{namespace="user", horizontalpodautoscaler="x"}', 'user/x'],
    ['rollout_info{namespace="trip", name="user", phase="Paused"}', 'trip/user'],
  ])('is found of an object that is not there: %s', (query, value) => {
    exactly(ofQuery(query), [{ value, reason: expect.stringContaining('is rendered in the namespace') as string }]);
  });

  it('is found of an autoscaler that asks the series of Prometheus', () => {
    const findings = found((draft) =>
      draft.set('HorizontalPodAutoscaler trip/trip', 'spec.metrics', [
        { type: 'Pods', pods: { metric: { name: 'queue_length' } } },
      ]),
    );
    exactly(findings, [{ value: 'Pods', field: 'spec.metrics[0].type' }]);
  });
});

describe('a query', () => {
  it.each([
    ['rollout_info{fase="Paused"}', 'fase', /has no label fase/],
    ['rollout_info{phase="Pause"}', 'phase="Pause"', /never has such a phase/],
    ['rollout_info{phase=~"Stopped|Halted"}', 'phase=~"Stopped|Halted"', /never has such a phase/],
    ['sum by (colour) (rollout_info)', 'colour', /does not have/],
    ['sum without (colour) (rollout_info)', 'colour', /does not have/],
    ['sum by (phase) (sum by (name) (rollout_info))', 'phase', /does not have/],
    ['up / on (zone) up', 'zone', /side has no such label/],
    ['sum by (namespace) (up) / sum by (pod) (up)', 'namespace, pod', /the two sides differ/],
    ['sum(up) and sum by (pod) (up)', 'pod', /the two sides differ/],
    ['histogram_quantile(0.9, sum(rate(pilot_proxy_convergence_time_bucket[5m])))', 'le', /by their label le/],
    ['topk by (zone) (3, up)', 'zone', /does not have/],
    ['sum(rate(up[5m])', 'sum(rate(up[5m])', /this is no query/],
  ])('finds what %s asks for in vain', (query, value, reason) => {
    const findings = ofQuery(query);
    expect(findings.map((each) => each.value)).toContain(value);
    expect(findings.map((each) => each.reason).join('\n')).toMatch(reason);
  });

  it.each([
    'rollout_info{phase=~"Paused|Halted"}',
    'rollout_info{phase!="Completed"}',
    'sum by (namespace) (up) / sum by (namespace) (up)',
    'sum by (namespace, pod) (up) / on (namespace) group_left () sum by (namespace) (up)',
    'sum by (pod) (up) and on () (sum(up) > 0)',
    '1 - (sum(up) / 2)',
    'time() - max(kube_pod_info)',
    'max by (a) (label_replace(up, "a", "$1", "pod", "(.*)"))',
    'absent(rollout_info{phase="Paused"}) and on (phase) max by (phase) (rollout_info)',
    'sum(max_over_time(up[5m:1m]))',
    '-sum(up offset 5m)',
    'vector(1)',
    '{__name__="up", pod="a"}',
  ])('lets pass %s', (query) => {
    expect(ofQuery(query)).toEqual([]);
  });

  it('may take from the answer only what is there', () => {
    const annotations = {
      ...alert.annotations,
      summary: '{{ $labels.pod }} and {{ $labels.service }} of {{ $labels.zone }}',
    };
    exactly(ofQuery('max by (pod) (up)', { annotations }), [
      { value: 'zone', field: 'Properties.Data.groups[0].rules[0].annotations.summary' },
    ]);
  });

  it('may ask for what is recorded elsewhere, in any order', () => {
    const file: Pick<RuleFile, 'groups'> = {
      groups: [
        { name: 'first', interval: '1m', rules: [{ ...alert, expr: 'a:b:c{service="x"} > 0' }] },
        { name: 'second', interval: '1m', rules: [{ record: 'a:b:c', expr: 'sum(up)', labels: { service: 'x' } }] },
      ],
    };
    expect(found(undefined, stack({ Rules: rules(printRuleFile(file)) }))).toEqual([]);
  });
});

describe('the collector', () => {
  it.each<[string, (config: CollectorExample) => unknown, object]>([
    [
      'fetches from no pods',
      (config) => config.receivers.prometheus.config.scrape_configs.splice(0, 1),
      { reason: expect.stringMatching(/Rollout payment\/payment expose .* at port 15020, .* no scrape job/) as string },
    ],
    [
      'does not fetch from kube-state-metrics',
      (config) => config.receivers.prometheus.config.scrape_configs.splice(2, 1),
      {
        resource: 'telemetry: ConfigMap observability/otel-agent',
        field: 'data["collector.json"].receivers',
        value: 'pods, argo-rollouts, kubelet, kubelet-cadvisor',
        reason: expect.stringMatching(/kube-state-metrics expose metrics .*no scrape job/) as string,
        remedy: expect.stringContaining('honor_labels: true') as string,
      },
    ],
    [
      'does not fetch what cAdvisor counts',
      (config) => config.receivers.prometheus.config.scrape_configs.splice(4, 1),
      { reason: expect.stringContaining('/metrics/cadvisor from the kubelet') as string },
    ],
    ...['scheme', 'authorization'].map((setting): [string, (config: CollectorExample) => unknown, object] => [
      `asks the kubelet without ${setting}`,
      (config) => delete job(config, 'kubelet')[setting],
      { reason: expect.stringContaining('/metrics/resource from the kubelet') as string },
    ]),
    [
      'fetches from the wrong port',
      (config) => (job(config, 'pods').relabel_configs as unknown[]).splice(3, 1),
      { reason: expect.stringMatching(/Rollout trip\/trip expose .*no scrape job/) as string },
    ],
    [
      'takes the dollar for its own',
      (config) => JSON.stringify(config).replaceAll('$$1:$$2', '$$1_x:$$2'),
      { reason: expect.stringMatching(/no scrape job/) as string },
    ],
    [
      'does not say which version a pod is of',
      (config) => (job(config, 'pods').relabel_configs as unknown[]).pop(),
      {
        field: 'data["collector.json"].receivers.prometheus.config.scrape_configs[0].relabel_configs',
        value: 'rollouts_pod_template_hash',
      },
    ],
    [
      'takes a label away from series',
      (config) => (job(config, 'pods').metric_relabel_configs = [{ action: 'labeldrop', regex: 'app_.+' }]),
      { value: 'app_kubernetes_io_name' },
    ],
    [
      'throws a metric away',
      (config) =>
        (job(config, 'pods').metric_relabel_configs = [
          { action: 'drop', source_labels: ['__name__'], regex: 'istio_request_duration_.+' },
        ]),
      {
        reason: expect.stringContaining('comes from mesh proxies, and is thrown away where it is collected') as string,
      },
    ],
    [
      'writes its own labels over those of objects',
      (config) => (job(config, 'argo-rollouts').honor_labels = false),
      { value: false, reason: expect.stringContaining('over what Argo Rollouts says of others') as string },
    ],
    [
      'believes pods whatever they say',
      (config) => (job(config, 'pods').honor_labels = true),
      { value: true, reason: expect.stringContaining('believes services') as string },
    ],
    [
      'fetches from the pods of all nodes, on every node',
      (config) => (job(config, 'pods').kubernetes_sd_configs = [{ role: 'pod' }]),
      { value: 'pods', reason: expect.stringContaining('the collector of every node fetches') as string },
    ],
    [
      'fetches the same by two jobs',
      (config) => (job(config, 'pods').relabel_configs as unknown[]).shift(),
      { value: 'argo-rollouts', reason: expect.stringContaining('by the job pods too') as string },
    ],
    [
      'fetches once for each port of a pod',
      (config) =>
        (job(config, 'pods').relabel_configs as unknown[]).push({
          source_labels: ['__meta_kubernetes_pod_container_port_name'],
          target_label: 'port',
        }),
      { reason: expect.stringContaining('have several targets for one address') as string },
    ],
    [
      'counts cores twice',
      (config) => delete job(config, 'kubelet-cadvisor').metric_relabel_configs,
      { value: expect.stringContaining('container_cpu_usage_seconds_total') as string },
    ],
    [
      'only prints what it fetches',
      (config) => (config.service.pipelines.metrics!.exporters = ['debug']),
      { value: 'no job', reason: expect.stringContaining('/metrics/resource from the kubelet') as string },
    ],
    [
      'calls its own counters otherwise',
      (config) => (config.service.telemetry.metrics.readers = [{ pull: { exporter: { prometheus: { port: 8888 } } } }]),
      { reason: expect.stringContaining('adds _total') as string },
    ],
    [
      'is told what to do in a form that nobody can read',
      () => 'receivers:\n  prometheus: {}\n',
      { resource: 'telemetry: ConfigMap observability/otel-agent', field: 'data["collector.json"]' },
    ],
  ])('is found out when it %s', (_, change, finding) => {
    expect(collectedBy((config) => change(config))).toContainEqual(expect.objectContaining(finding));
  });

  it('is found out when nothing says what it does', () => {
    const findings = found(
      (draft) => draft.set('DaemonSet observability/otel-agent', 'spec.template.spec.volumes', []),
      ruleStack(),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('nobody can tell what it collects') as string }),
    );
  });

  it('may ask itself, and stand beside another', () => {
    const config = configuration();
    config.receivers.prometheus.config.scrape_configs.push({
      job_name: 'itself',
      static_configs: [{ targets: ['${env:POD_IP}:8888'], labels: { namespace: 'observability' } }],
      relabel_configs: ['pod', 'node', 'app_kubernetes_io_name'].map((label) => ({
        replacement: 'x',
        target_label: label,
      })),
    });
    const platform = platformOf('prod', (draft) => {
      produced(draft, config);
      const [, agent] = collector('');
      const gateway = JSON.parse(JSON.stringify(agent).replaceAll('otel-agent', 'otel-gateway')) as KubernetesObject;
      draft.add({ ...gateway, kind: 'StatefulSet' });
      draft.set('DaemonSet observability/otel-agent', 'spec.template.metadata.annotations', {});
    });
    expect(telemetryFindings(platform, [ruleStack()])).toEqual([]);
  });

  it('may find its targets by Services, or be told where they are', () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'state', namespace: 'observability', annotations: { collected: 'yes' } },
      spec: { selector: { 'app.kubernetes.io/name': 'kube-state-metrics' }, ports: [{ port: 8080 }] },
    };
    const withService = (kubeState: object): readonly Finding[] => {
      const config = configuration();
      config.receivers.prometheus.config.scrape_configs[2] = {
        job_name: 'state',
        honor_labels: true,
        ...kubeState,
      };
      const platform = platformOf('prod', (draft) => {
        produced(draft, config);
        draft.add(service as KubernetesObject);
        // One collector for all of the cluster.
        draft.set('DaemonSet observability/otel-agent', 'kind', 'Deployment');
      });
      return telemetryFindings(platform, [ruleStack()]);
    };
    expect(withService({ static_configs: [{ targets: ['state.observability.svc:8080'] }] })).toEqual([]);
    expect(
      withService({
        kubernetes_sd_configs: [{ role: 'endpointslice' }],
        relabel_configs: [
          { action: 'keep', source_labels: ['__meta_kubernetes_service_annotation_collected'], regex: 'yes' },
          { action: 'keep', source_labels: ['__meta_kubernetes_pod_container_port_name'], regex: 'http-metrics' },
        ],
      }),
    ).toEqual([]);
  });
});

describe('an alert', () => {
  it.each([
    [{ labels: { service: 'trip' } }, 'labels.severity'],
    [{ labels: { severity: 'critical', service: 'trip' } }, 'labels.severity'],
    [{ labels: { severity: 'none', service: 'trip' } }, 'labels.severity'],
    [{ annotations: { ...alert.annotations, runbook_url: '' } }, 'annotations.runbook_url'],
    [{ annotations: { ...alert.annotations, summary: ' ' } }, 'annotations.summary'],
    [
      { annotations: { summary: 's', description: 'd', runbook_url: 'https://wiki.example/r' } },
      'annotations.dashboard',
    ],
  ])('is found to be incomplete: %j', (more, field) => {
    exactly(ofQuery('up', more), [{ field: `Properties.Data.groups[0].rules[0].${field}` }]);
  });

  it('may call nobody when it always fires, for others to notice when it stops', () => {
    expect(ofQuery('vector(1)', { labels: { severity: 'none', service: 'trip' } })).toEqual([]);
  });

  it.each([
    ['prod', [{ severity: 'warning', value: 'docs/runbooks/trip.md#a' }]],
    ['staging', []],
  ])('that pages is to have a link that opens anywhere, in production: %s', (name, expected) => {
    const text = printRuleFile({
      groups: [
        {
          name: 'g',
          interval: '1m',
          rules: [
            { ...alert, annotations: { ...alert.annotations, runbook_url: 'docs/runbooks/trip.md#a' } },
            { ...alert, alert: 'B', annotations: { ...alert.annotations, runbook_url: 'docs/runbooks/trip.md#b' } },
          ],
        },
      ],
    });
    const platform = platformOf(name, produced);
    exactly(telemetryFindings(platform, [stack({ Rules: rules(text) }, name)]), expected);
  });

  it('is found to have the name of another of the same service', () => {
    const file = {
      groups: [
        {
          name: 'g',
          interval: '1m',
          rules: [alert, alert, { ...alert, labels: { severity: 'page', service: 'user' } }],
        },
      ],
    };
    exactly(found(undefined, stack({ Rules: rules(printRuleFile(file)) })), [
      { field: 'Properties.Data.groups[0].rules[1].alert', value: 'A' },
    ]);
  });
});

test('what watches an environment is counted as it was rendered', () => {
  const platform = platformOf('prod', (draft) => {
    produced(draft);
    draft.add(...dashboards(), configMap('more', { grafana_dashboard: '1' }, { 'broken.json': 'no JSON' }));
  });
  const { alerts } = prod;
  const of = (severity: string): number => alerts.filter((each) => each.severity === severity).length;
  expect(telemetryCounts(platform, [ruleStack(), stack({ Rules: rules('{}') }, 'dev')])).toEqual({
    environment: 'prod',
    alerts: alerts.length,
    pages: of('page'),
    tickets: of('ticket'),
    recordings: 4 * 26,
    dashboards: 5,
  });
  expect(telemetryCounts(platformOf('dev', produced), [])).toMatchObject({ alerts: 0, recordings: 0, dashboards: 0 });
});

describe('what cannot be read', () => {
  it.each([
    ['YAML that is no JSON', 'groups: []'],
    ['a value that only a deployment knows', { 'Fn::Join': ['', ['a', { Ref: 'B' }]] }],
    ['nothing', undefined],
    ['a file without rules', '{"group":[]}'],
  ])('is said to be so: %s', (_, data) => {
    exactly(found(undefined, stack({ Rules: rules(data) })), [
      { resource: 'prod/observability/Rules', field: 'Properties.Data', severity: 'error' },
    ]);
  });

  it('is read in a ConfigMap as well, for a Prometheus of one’s own', () => {
    const text = JSON.stringify({ groups: [{ name: 'g', rules: [{ ...alert, expr: 'uppp' }] }] });
    exactly(
      found((draft) => draft.add(configMap('rules', {}, { 'trip.rules.json': text }))),
      [{ resource: 'more: ConfigMap observability/rules', value: 'uppp' }],
    );
  });
});
