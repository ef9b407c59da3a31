import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLATFORM_SERVICE } from '../../../../constructs/observability/alerts/alert';
import { INHIBITIONS } from '../../../../constructs/observability/alerts/inhibitions';
import {
  NOBODY,
  planAlertManager,
  printAlertManager,
  type AlertManagerConfig,
  type Route,
} from '../../../../constructs/plan/observability/alerting/alert-manager';
import { monitoringOf } from '../../../../lib/environment/monitoring';
import { shipped } from '../../../lib/synthesized';

const context = { platform: 'bulkhead', environment: 'prod', tier: 'production', region: 'eu-west-1' } as const;
const arn = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const plan = planAlertManager({
  context,
  inhibitions: INHIBITIONS,
  topics: { page: [arn('page'), arn('on-call')], ticket: [arn('ticket')] },
  platformService: PLATFORM_SERVICE,
});
const { config } = plan;

type Labels = Readonly<Record<string, string>>;

const MATCHER = /^([a-z_]+)(=~?)"([^"]*)"$/;

/** Whether labels fit a matcher, as an alert manager reads it: a pattern fits the whole value. */
function fits(labels: Labels, matcher: string): boolean {
  const [, label = '', operator, value = ''] = MATCHER.exec(matcher) ?? [];
  const actual = labels[label] ?? '';
  return operator === '=~' ? new RegExp(`^(?:${value})$`).test(actual) : actual === value;
}

/** The way that an alert takes: the first child that fits, as deep as it goes. */
function wayOf(labels: Labels, route: Route = config.route): Route {
  const next = (route.routes ?? []).find(({ matchers = [] }) => matchers.every((matcher) => fits(labels, matcher)));
  return next === undefined ? route : wayOf(labels, { ...route, routes: undefined, ...next });
}

const allRoutes = (route: Route): readonly Route[] => [route, ...(route.routes ?? []).flatMap(allRoutes)];

describe('the alert manager', () => {
  test.each([
    ['page', 'page'],
    ['ticket', 'ticket'],
    ['none', NOBODY],
    ['something new', 'ticket'],
  ])('tells, of an alert of severity %s, %s', (severity, receiver) => {
    expect(wayOf({ severity, service: 'payment' }).receiver).toBe(receiver);
    expect(wayOf({ severity, service: PLATFORM_SERVICE }).receiver).toBe(receiver);
  });

  test('has a receiver for every way, and a topic for each but the one to nobody', () => {
    const topicsOf = new Map(
      config.receivers.map(({ name, sns_configs: topics = [] }) => [name, topics.map((each) => each.topic_arn)]),
    );
    expect([...topicsOf]).toEqual([
      [NOBODY, []],
      ['page', [arn('page'), arn('on-call')]],
      ['ticket', [arn('ticket')]],
    ]);
    for (const { receiver } of allRoutes(config.route)) expect(topicsOf.has(receiver)).toBe(true);
  });

  test('makes one message of all alerts of a service, and one of each kind of alert about the platform', () => {
    const service = wayOf({ severity: 'page', service: 'payment' });
    const platform = wayOf({ severity: 'page', service: PLATFORM_SERVICE });
    expect(service.group_by).toEqual(['environment', 'service', 'namespace']);
    expect(platform.group_by).toEqual([...(service.group_by ?? []), 'alertname']);
  });

  test('repeats a page within a watch, a ticket once a day, and neither later than Prometheus of AWS can', () => {
    const hours = (text = '') => Number(/^(\d+)h$/.exec(text)?.[1]);
    expect(hours(wayOf({ severity: 'page' }).repeat_interval)).toBeLessThanOrEqual(6);
    expect(hours(wayOf({ severity: 'ticket' }).repeat_interval)).toBe(24);
    for (const { repeat_interval: interval } of allRoutes(config.route)) {
      if (interval !== undefined) expect(hours(interval)).toBeLessThanOrEqual(5 * 24);
    }
  });

  test('writes matchers that are matchers, in routes and in inhibitions', () => {
    const matchers = [
      ...allRoutes(config.route).flatMap(({ matchers: own = [] }) => own),
      ...config.inhibit_rules.flatMap(({ source_matchers: source, target_matchers: target }) => [...source, ...target]),
    ];
    expect(matchers).not.toEqual([]);
    for (const matcher of matchers) expect(matcher).toMatch(MATCHER);
  });

  test('holds back what follows from what calls, for each reason there is, and never an alert for its own sake', () => {
    expect(config.inhibit_rules).toHaveLength(INHIBITIONS.length);
    const { alerts } = monitoringOf(shipped('prod'));
    const labelsOf = alerts.map(({ name, severity, service, labels }): Labels => ({
      alertname: name,
      severity,
      service,
      ...labels,
    }));
    for (const { source_matchers: source, target_matchers: target } of config.inhibit_rules) {
      const sources = labelsOf.filter((labels) => source.every((matcher) => fits(labels, matcher)));
      const targets = labelsOf.filter((labels) => target.every((matcher) => fits(labels, matcher)));
      expect([sources.length > 0, targets.length > 0]).toEqual([true, true]);
      expect(targets.filter((each) => sources.includes(each))).toEqual([]);
    }
  });

  test('leads every alert of production where its severity says', () => {
    for (const { name, severity, service } of monitoringOf(shipped('prod')).alerts) {
      const { receiver } = wayOf({ alertname: name, severity, service });
      expect(receiver).toBe(severity === 'none' ? NOBODY : severity);
    }
  });
});

describe('a message', () => {
  const [text = ''] = Object.values(plan.templates);
  const [, page] = config.receivers;
  const [sns] = page?.sns_configs ?? [];

  test('says what, where, since when, what to do and where to look', () => {
    const lines = text.split('\n').map((line) => line.split(':', 1)[0]);
    expect(lines).toEqual(expect.arrayContaining(['What', 'Where', 'Since', 'Runbook', 'Dashboard']));
    expect(text).toContain('.Annotations.runbook_url');
  });

  test('is made by templates that are there, in a file that is named, each begun and ended', () => {
    expect(config.templates).toEqual(Object.keys(plan.templates));
    for (const used of [sns?.subject, sns?.message]) {
      const [, name = 'none'] = /template "([^"]+)"/.exec(used ?? '') ?? [];
      expect(text).toContain(`{{ define "${name}" }}`);
    }
    const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
    expect(count(/\{\{ (define|range|if) /g)).toBe(count(/\{\{ end \}\}/g));
  });

  test('has a subject that SNS takes: short, and in ASCII', () => {
    const [, subject = ''] = /define "bulkhead.subject" \}\}(.*)\{\{ end \}\}/.exec(text) ?? [];
    const longest = subject
      .replace(/\{\{ if eq .Status "firing" \}\}/, '')
      .replace('{{ .Status | toUpper }}', 'RESOLVED')
      .replace('{{ .Alerts.Firing | len }}', '1000')
      .replace('{{ .CommonLabels.severity }}', 'ticket')
      .replace('{{ .CommonLabels.service }}', 's'.repeat(40))
      .replace('{{ .CommonLabels.environment }}', 'e'.repeat(20))
      .replace('{{ end }}', '');
    expect(longest).toMatch(/^[\x20-\x7e]{1,99}$/);
  });

  test('carries its severity for whoever filters, and tells too when all is well again', () => {
    expect(sns?.attributes).toMatchObject({ severity: 'page', environment: 'prod' });
    expect(sns?.send_resolved).toBe(true);
  });
});

describe('the definition', () => {
  const outer = JSON.parse(printAlertManager(plan)) as { template_files: object; alertmanager_config: string };

  test('is read back as it was: the configuration is a text within', () => {
    expect(JSON.parse(outer.alertmanager_config)).toEqual(config);
    expect(outer.template_files).toEqual(plan.templates);
  });

  const amtool = spawnSync('amtool', ['--version'], { encoding: 'utf8' }).status === 0;
  (amtool ? test : test.skip)('is accepted by amtool', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-alert-manager-'));
    try {
      const templates = Object.entries(plan.templates).map(([name, content]) => {
        const file = join(folder, name);
        writeFileSync(file, content);
        return file;
      });
      const file = join(folder, 'alertmanager.yml');
      const checked: AlertManagerConfig = { ...config, templates };
      writeFileSync(file, JSON.stringify(checked));
      const { status, stdout, stderr } = spawnSync('amtool', ['check-config', file], { encoding: 'utf8' });
      expect(`${status}: ${stdout}${stderr}`).toMatch(/^0: /);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
