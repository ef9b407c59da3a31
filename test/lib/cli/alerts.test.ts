import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AlertsReport } from '../../../lib/cli/alerts/report';
import { main } from '../../../lib/cli/program';
import type { Environment } from '../../../lib/environment/schema';
import { service } from '../../../lib/environment/service';
import { environment } from './environments';
import { recordedWorld } from './world';

const trip = service({
  image: 'ghcr.io/rides/trip:1.0.0',
  promise: { availability: 0.99, latency: { percentile: 95, thresholdMilliseconds: 250 }, requestsPerSecond: 200 },
});

const dev: Environment = { ...environment('dev', 20), account: '111122223333', services: { trip } };
const test2: Environment = { ...environment('test', 30), account: '222233334444', services: { trip } };

async function typed(words: readonly string[], environments: readonly Environment[] = [dev, test2], width = 120) {
  const world = recordedWorld({ blueprint: () => ({ environments }) }, { width });
  const code = await main(['alerts', ...words], world);
  return { code, out: world.output(), err: world.errors() };
}

const reportOf = async (...words: readonly string[]): Promise<AlertsReport> =>
  JSON.parse((await typed([...words, '--json'])).out) as AlertsReport;

describe('bulkhead alerts', () => {
  test('tells of each alert whom it calls, when, and what it costs of the budget before', async () => {
    const { code, out, err } = await typed(['dev']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^dev: \d+ alerts, of which \d+ page and \d+ make a ticket; 26 recording rules, 2 dashboards$/m,
    );
    // 14.4 times 1 % over an hour, and two minutes; of the 7.2 hours that may fail.
    expect(out).toMatch(/^AvailabilityBudgetBurn1h +page +more than 14.4 % .* 2 min +10 min 38 s +2.5 % +2.1 %$/m);
    // A total outage has paged long before a ticket.
    expect(out).toMatch(/^AvailabilityBudgetBurn3d +ticket +.* 3 h +- +- +10 %$/m);
    expect(out).toMatch(/^NoHealthyPods +page +no pod of the service is ready/m);
    expect(out).toMatch(/^Watchdog +nobody +always +-$/m);
  });

  test('says what all services have in common once', async () => {
    const two = { ...dev, services: { trip, user: trip } };
    const { out } = await typed([], [two]);
    expect(out).toContain('each of trip, user');
    expect(out.match(/NoHealthyPods/g)).toHaveLength(1);
    expect(out.match(/AvailabilityBudgetBurn1h/g)).toHaveLength(2);
  });

  test('fits a narrow terminal', async () => {
    const { out } = await typed(['dev'], undefined, 80);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  test('is the same for an argument, an option, and the only environment there is', async () => {
    const { out } = await typed(['dev']);
    expect((await typed(['--environment', 'dev'])).out).toBe(out);
    expect((await typed(['dev', '-e', 'dev'])).out).toBe(out);
    expect((await typed([], [dev])).out).toBe(out);
  });

  test('has a platform to watch where there are no services', async () => {
    const { code, out } = await typed([], [environment('dev', 20)]);
    expect(code).toBe(0);
    expect(out).toContain('the platform');
    expect(out).not.toContain('each of');
  });

  test.each([
    [
      'a name that is misspelt',
      ['prof'],
      /environment = "prof"\s+reason: .*\s+remedy: The environments are: dev, test/,
    ],
    [
      'no name where there are several',
      [],
      /environment = \(missing\)\s+reason: .*\s+remedy: name one of them: dev, test/,
    ],
    ['two names', ['dev', '--environment', 'test'], /--environment = "test"\s+reason: dev is named as well/],
    ['an option that there is not', ['dev', '--jsn'], /unknown option '--jsn'/],
    ['a folder that is a file', ['dev', '--out', __filename], /--out = .*\s+reason: a file has this name/],
  ])('answers %s with one message', async (_, words, message) => {
    const { code, out, err } = await typed(words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(message);
  });

  describe('as JSON', () => {
    test('has every alert with its query, and counts them', async () => {
      const { schemaVersion, environment: name, counts, alerts } = await reportOf('dev');
      expect({ schemaVersion, name }).toEqual({ schemaVersion: 1, name: 'dev' });
      for (const severity of ['page', 'ticket', 'none'] as const) {
        expect(alerts.filter((each) => each.severity === severity)).toHaveLength(counts[severity]);
      }
      expect(alerts.find((each) => each.name === 'AvailabilityBudgetBurn1h')).toMatchObject({
        subject: 'trip',
        severity: 'page',
        forSeconds: 120,
        query: expect.stringContaining('service:failed_requests:ratio1h{service="trip"') as string,
        runbook: 'docs/runbooks/trip.md#availabilitybudgetburn1h',
        cost: { secondsAtOutage: 638.4, secondsAtThreshold: 3720 },
      });
      expect(alerts.filter(({ cost }) => cost !== undefined)).toHaveLength(8);
    });

    test('leads to runbooks where the environment says that they are read', async () => {
      const told = { ...dev, observability: { runbooks: 'https://wiki.example/runbooks' } };
      const { out } = await typed(['--json'], [told]);
      const { alerts } = JSON.parse(out) as AlertsReport;
      for (const { runbook } of alerts) expect(runbook).toMatch(/^https:\/\/wiki\.example\/runbooks\/\w+\.md#\w+$/);
    });
  });

  test('writes a runbook for each service and one for the platform, and says what changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bulkhead-runbooks-'));
    try {
      const { code, out } = await typed(['dev', '--out', folder], undefined, 200);
      expect(code).toBe(0);
      expect(out).toMatch(/Runbooks of dev in .*: 2 new, 0 changed, 0 removed\./);
      expect(readFileSync(join(folder, 'trip.md'), 'utf8')).toContain('## AvailabilityBudgetBurn1h');
      const again = await typed(['dev', '--out', folder], undefined, 200);
      expect(again.out).toMatch(/The runbooks of dev in .* are as they should be\./);
      const without = await typed(['dev', '--out', folder], [environment('dev', 20)], 200);
      expect(without.out).toMatch(/0 new, 1 changed, 1 removed|0 new, 0 changed, 1 removed/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
