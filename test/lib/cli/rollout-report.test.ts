import { worstCase } from '../../../constructs/delivery/exposure';
import { SERIES_NAMES } from '../../../constructs/delivery/series';
import { planService } from '../../../constructs/plan/service/plan';
import { main } from '../../../lib/cli/program';
import { rolloutReport, type RolloutReport } from '../../../lib/cli/rollout/report';
import { contextOf } from '../../../lib/environment/context';
import { serviceFacts } from '../../../lib/environment/facts';
import { folderHash } from '../../../lib/images/folder-hash';
import { environments as shipped } from '../../environments';
import { environmentWith, services } from './rollout-services';
import { recordedWorld } from './world';

jest.mock('../../../lib/images/folder-hash', () => ({ folderHash: jest.fn(() => '0123456789abcdef') }));

const dev = environmentWith('dev', 20);

async function printed(...words: string[]) {
  const world = recordedWorld({ blueprint: () => ({ environments: [dev] }) });
  const code = await main(['rollout', ...words, '--json'], world);
  return { code, report: JSON.parse(world.output()) as RolloutReport };
}

const FIELDS = [
  'schemaVersion',
  'environment',
  'tier',
  'service',
  'strategy',
  'promise',
  'breach',
  'errorBudget',
  'timeline',
  'worstCase',
  'evidence',
  'noEvidence',
  'unjudged',
  'warnings',
];

describe('bulkhead rollout --json', () => {
  it('prints the whole report, and nothing else', async () => {
    const { code, report } = await printed('user');
    expect(code).toBe(0);
    expect(Object.keys(report)).toEqual(FIELDS);
    expect(report).toMatchObject({
      schemaVersion: 1,
      environment: 'dev',
      service: 'user',
      strategy: { kind: 'canary', router: 'istio', replicas: 1 },
      promise: { availability: 0.999, windowDays: 30 },
      errorBudget: { outageSeconds: 2592 },
    });
    expect(report).toEqual(rolloutReport(dev, 'user', services.user));
  });

  it.each(SERIES_NAMES)('adds the replay that was asked for: %s', async (name) => {
    const { report } = await printed('user', '--simulate', name);
    expect(Object.keys(report)).toEqual([...FIELDS, 'simulation']);
    expect(report.simulation).toMatchObject({ series: name, events: expect.any(Array) });
    expect(report.simulation?.events.at(-1)).toMatchObject({ kind: 'outcome', at: report.simulation?.at });
  });

  it('ends with 1, and says why, where a bad version could not be told', async () => {
    const { code, report } = await printed('quiet');
    expect(code).toBe(1);
    expect(report.unjudged).toMatchObject([{ field: 'dev.services.quiet.strategy.steps[0]' }]);
  });
});

describe('the report of a release', () => {
  const everyService = shipped.flatMap((environment) =>
    Object.entries(environment.services ?? {}).map(([name, service]) => ({ environment, name, service })),
  );

  it.each(everyService)('is of the strategy that is deployed: $name in $environment.name', (each) => {
    const { environment, name, service } = each;
    const report = rolloutReport(environment, name, service);
    const deployed = planService(
      { ...service, name, image: 'ghcr.io/rides/any:1' },
      contextOf(environment),
      serviceFacts(environment),
    ).strategy;
    const { fromTheStart, watchedUntilSecond } = worstCase(deployed);
    expect(report.worstCase).toMatchObject({ fromTheStart, watchedUntilSecond });
    expect(report.strategy).toMatchObject({
      kind: deployed.kind,
      router: deployed.router,
      replicas: deployed.replicas,
    });
    expect(report.noEvidence.onNoEvidence).toBe(deployed.onNoEvidence);
  });

  it('costs a bad version in the error budget of the promise', () => {
    const { worstCase: worst, errorBudget } = rolloutReport(dev, 'payment', services.payment);
    expect(worst.fromTheStart!.budgetShare * errorBudget.outageSeconds).toBeCloseTo(
      worst.fromTheStart!.shareSeconds,
      6,
    );
  });

  it('tells the end of a release without evidence as the replay does', () => {
    const report = rolloutReport(dev, 'user', services.user, 'no-traffic');
    expect(report.noEvidence).toMatchObject({
      outcome: report.simulation?.outcome,
      atSecond: report.simulation?.at,
      reason: report.simulation?.reason,
    });
  });

  it('tells each problem once, below the service', () => {
    const report = rolloutReport(dev, 'quiet', services.quiet);
    const told = [...report.unjudged, ...report.warnings].map((problem) => JSON.stringify(problem));
    expect(new Set(told).size).toBe(told.length);
    expect(told.every((problem) => problem.includes('"dev.services.quiet.strategy'))).toBe(true);
  });

  it('needs no image: nobody reads the folder that one is built from', () => {
    for (const { environment, name, service } of everyService) rolloutReport(environment, name, service);
    expect(folderHash).not.toHaveBeenCalled();
  });
});
