import type { Alert } from '../../../constructs/observability/alerts/alert';
import { INHIBITIONS } from '../../../constructs/observability/alerts/inhibitions';
import { platformAlerts } from '../../../constructs/observability/alerts/platform/alerts';
import { serviceAlerts } from '../../../constructs/observability/alerts/service/alerts';
import { requestsToAlert } from '../../../constructs/observability/alerts/service/burn-rate';
import { planMonitoring, provenRules } from '../../../constructs/observability/plan';
import { burnRateAlerts } from '../../../constructs/slo/budget';
import { printQuery } from '../../../constructs/slo/promql-text';
import { promqlErrors } from '../slo/parse-promql';
import { mapping, payment, watched } from './examples';

const plan = planMonitoring(watched);
const named = (alerts: readonly Alert[], name: string): Alert => {
  const found = alerts.find((alert) => alert.name === name);
  if (found === undefined) throw new Error(`there is no ${name}`);
  return found;
};

describe('from a promise', () => {
  it('follow four alerts on each budget: two that page, two that make a ticket', () => {
    const burning = serviceAlerts(payment).filter(({ labels }) => labels?.budget !== undefined);
    expect(burning.map(({ name, severity }) => `${name} ${severity}`)).toEqual([
      'AvailabilityBudgetBurn1h page',
      'AvailabilityBudgetBurn6h page',
      'AvailabilityBudgetBurn1d ticket',
      'AvailabilityBudgetBurn3d ticket',
      'LatencyBudgetBurn1h page',
      'LatencyBudgetBurn6h page',
      'LatencyBudgetBurn1d ticket',
      'LatencyBudgetBurn3d ticket',
    ]);
  });

  it('follows the ratio over both windows, and how many requests must be there to tell', () => {
    expect(printQuery(named(serviceAlerts(payment), 'AvailabilityBudgetBurn1h').expression)).toBe(
      '((service:failed_requests:ratio1h{service="payment", namespace="money"} > 0.0144) and ' +
        '(service:failed_requests:ratio5m{service="payment", namespace="money"} > 0.0144)) and ' +
        '(service:requests:increase1h{service="payment", namespace="money"} >= 70)',
    );
    expect(printQuery(named(serviceAlerts(payment), 'LatencyBudgetBurn3d').expression)).toBe(
      '((service:slow_requests:ratio3d{service="payment", namespace="money"} > 0.01) and ' +
        '(service:slow_requests:ratio6h{service="payment", namespace="money"} > 0.01)) and ' +
        '(service:answered_requests:increase3d{service="payment", namespace="money"} >= 100)',
    );
  });

  it('follows the factor of its period: 13.44 over 28 days', () => {
    expect(named(serviceAlerts(mapping), 'AvailabilityBudgetBurn1h').condition).toBe(
      'more than 6.72 % of requests failed over 1h and over 5m',
    );
  });

  it('follows what an outage costs before anybody is called', () => {
    expect(named(serviceAlerts(payment), 'AvailabilityBudgetBurn1h').cost).toEqual({
      // 1.44 % of an hour, and two minutes: of the 43.2 minutes that may fail.
      secondsAtOutage: 171.84,
      spentAtOutage: expect.closeTo(171.84 / 2_592, 10) as number,
      // An hour and two minutes at 14.4 times.
      secondsAtThreshold: 3_720,
      spentAtThreshold: expect.closeTo((14.4 * 3_720) / (30 * 86_400), 10) as number,
    });
  });

  it('nobody is called for fewer than 20 requests, whatever may be bad', () => {
    expect(requestsToAlert({ minimumRequests: 2 })).toBe(20);
    expect(requestsToAlert({ minimumRequests: 70 })).toBe(70);
    // The 95th percentile over 28 days: one request of two would be allowed to be slow, and both would be too many.
    const [fastest] = burnRateAlerts(mapping.slo, 0.05);
    expect(fastest?.minimumRequests).toBe(2);
  });

  it('asks whoever counts the requests: the mesh, or the service itself', () => {
    const texts = (service: typeof payment): string =>
      JSON.stringify(planMonitoring({ ...watched, services: [service] }).ruleFiles[0]);
    expect(texts(payment)).toContain('istio_requests_total');
    expect(texts(payment)).not.toContain('http_server_request_duration');
    expect(texts(mapping)).toContain('http_server_request_duration_seconds_count');
    expect(texts(mapping)).not.toContain('istio_');
  });

  it('a release is given as long as it takes, and ten minutes, before somebody is told that it stands still', () => {
    expect(named(serviceAlerts(payment), 'ReleaseStandsStill').forSeconds).toBe(7 * 60 + 600);
    expect(named(serviceAlerts(mapping), 'ReleaseStandsStill').runbook.means).toContain(
      'a step that waits for a person',
    );
  });
});

describe('every alert', () => {
  it('has a name of its own among those of its subject', () => {
    const names = plan.alerts.map(({ service, name }) => `${service} ${name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const { name } of plan.alerts) expect(name).toMatch(/^([A-Z][a-z0-9]+)+$/);
  });

  it.each([
    ['of the platform', platformAlerts({ mesh: true })],
    ['of a service', serviceAlerts(payment)],
    ['of another service', serviceAlerts(mapping)],
  ])('%s says what it means, what to ask, and what to do', (_, alerts) => {
    for (const { name, runbook, condition, summary } of alerts) {
      expect({ name, sentences: runbook.means }).toEqual({
        name,
        sentences: expect.stringMatching(/[^.]{20,}\.$/) as string,
      });
      expect(runbook.queries.length).toBeGreaterThan(0);
      expect(runbook.steps.length).toBeGreaterThan(0);
      for (const { asks } of runbook.queries) expect(asks).toMatch(/[?.]$/);
      for (const step of runbook.steps) expect(step).not.toMatch(/undefined|\[object/);
      expect(condition).toMatch(/^[a-z]/);
      expect(summary).not.toMatch(/\.$|undefined/);
    }
  });

  it('asks what Prometheus understands: in its condition, its runbook, on its dashboard', () => {
    const queries = [
      ...plan.ruleFiles.flatMap(({ groups }) => groups.flatMap(({ rules }) => rules.map(({ expr }) => expr))),
      ...plan.alerts.flatMap(({ runbook }) => runbook.queries.map(({ query }) => printQuery(query))),
      ...plan.dashboards.flatMap(({ rows }) =>
        rows.flatMap(({ panels }) =>
          panels.flatMap((panel) => (panel.kind === 'text' ? [] : panel.queries.map(({ query }) => printQuery(query)))),
        ),
      ),
    ];
    const wrong = [...new Set(queries)].flatMap((query) => promqlErrors(query).map((error) => `${query}: ${error}`));
    expect(wrong).toEqual([]);
  });

  it('has a case in which it fires, and one in which it must not', () => {
    const expected = provenRules(watched).flatMap(({ proofs, groups }) => {
      const subject = groups.flatMap(({ rules }) => rules).find((rule) => 'alert' in rule)?.labels.service ?? '';
      return proofs.flatMap((proof) =>
        proof.expected.map(({ alert, firing }) => `${subject} ${alert} ${firing.length > 0 ? 'fires' : 'is silent'}`),
      );
    });
    for (const { service, name } of plan.alerts) {
      expect(expected).toContain(`${service} ${name} fires`);
      // That one is meant to fire always.
      if (name !== 'Watchdog') expect(expected).toContain(`${service} ${name} is silent`);
    }
  });
});

describe('the platform’s alerts', () => {
  it('say nothing of a mesh where there is none', () => {
    const text = JSON.stringify(platformAlerts({ mesh: false }).map(({ name, expression }) => [name, expression]));
    expect(text).not.toMatch(/Mesh|pilot_|istio_|citadel_/);
    expect(platformAlerts({ mesh: true }).length).toBeGreaterThan(platformAlerts({ mesh: false }).length);
  });

  it('ask for nothing of the control plane that EKS runs and hides', () => {
    const text = JSON.stringify(platformAlerts({ mesh: true }).map(({ expression }) => expression));
    expect(text).not.toMatch(/apiserver_|etcd_|kube_controller|scheduler_/);
  });
});

describe('what is held back', () => {
  const names = plan.alerts.map(({ name }) => name);

  it.each(INHIBITIONS.map((each) => [each.because, each] as const))(
    'names alerts that there are: %s',
    (_, { source, target, equal }) => {
      for (const { label, oneOf } of [...source, ...target]) {
        if (label === 'alertname') expect(names).toEqual(expect.arrayContaining([...oneOf]));
        if (label === 'severity') expect(['page', 'ticket', 'none']).toEqual(expect.arrayContaining([...oneOf]));
      }
      expect(equal).toContain('environment');
    },
  );

  it('holds nothing back by itself', () => {
    for (const { source, target } of INHIBITIONS) expect(source).not.toEqual(target);
  });

  it('holds back every alert that something is missing, while nothing arrives at all', () => {
    const missing = plan.alerts.filter(
      ({ expression, name }) => printQuery(expression).includes('absent(') && name !== 'MetricsLost',
    );
    const held = INHIBITIONS.filter(({ source }) => source.some(({ oneOf }) => oneOf.includes('MetricsLost'))).flatMap(
      ({ target }) => target.flatMap(({ oneOf }) => oneOf),
    );
    expect(missing.length).toBeGreaterThan(3);
    expect(held).toEqual(expect.arrayContaining(missing.map(({ name }) => name)));
  });
});
