import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../lib/cli/program';
import type { DashboardsReport } from '../../../lib/cli/dashboards/report';
import { monitoringOf } from '../../../lib/environment/monitoring';
import type { Environment } from '../../../lib/environment/schema';
import { managed } from '../../constructs/plan/observability/grafana/examples';
import { environments } from '../../environments';
import { recordedWorld } from './world';

const [dev, , prod] = environments;
const MANAGED: Environment = { ...prod!, observability: { ...prod!.observability, grafana: managed() } };

async function typed(words: readonly string[], described: readonly Environment[] = environments) {
  const world = recordedWorld({ blueprint: () => ({ environments: described }) });
  const folder = join(world.root, 'dashboards');
  const run = (each: readonly string[]) =>
    main(['dashboards', ...each.map((word) => (word === 'DIR' ? folder : word))], world);
  const code = await run(words);
  return { code, out: world.output(), err: world.errors(), folder, world, run };
}

const read = (folder: string, file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;

describe('bulkhead dashboards', () => {
  it.each(environments.map((environment) => [environment.name, environment] as const))(
    'writes each dashboard of %s to a file that Grafana can import',
    async (name, environment) => {
      const { code, out, err, folder } = await typed([name, '--out', 'DIR']);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const files = ['Services', 'Platform'].flatMap((each) =>
        readdirSync(join(folder, each)).map((file) => `${each}/${file}`),
      );
      expect(files).toHaveLength(monitoringOf(environment).dashboards.length);
      for (const file of files) {
        expect(read(folder, file)).toMatchObject({
          uid: file.replace(/^\w+\/|\.json$/g, ''),
          panels: expect.any(Array),
        });
        expect(out).toContain(file);
      }
      expect(out).toContain(`Files: ${files.length} new.`);
    },
  );

  it('says that Grafana has the same already, where it takes them from the cluster', async () => {
    const { out } = await typed(['prod', '--out', 'DIR']);
    expect(out).toContain('To read: Grafana of prod takes the same from its cluster.');
    expect(out).not.toContain('curl');
  });

  it('says how to import them elsewhere, in a command that can be copied', async () => {
    for (const [name, described] of [
      ['dev', [dev!]],
      ['prod', [MANAGED]],
    ] as const) {
      const { out, folder } = await typed([name, '--out', 'DIR'], described);
      expect(out).toMatch(/^ {2}\$ for file in '.+'\/\*\/\*\.json; do .+\/api\/dashboards\/db"; done$/m);
      expect(out).toContain(`for file in '${folder}'/*/*.json`);
    }
  });

  it("asks by Amazon's data source in a managed workspace, and by Prometheus' elsewhere", async () => {
    const here = await typed(['prod', '--out', 'DIR']);
    const there = await typed(['prod', '--out', 'DIR'], [MANAGED]);
    const sources = (folder: string) =>
      new Set(
        (read(folder, 'Services/bulkhead-prod-payment.json') as { panels: { datasource?: object }[] }).panels.flatMap(
          ({ datasource }) => (datasource === undefined ? [] : [JSON.stringify(datasource)]),
        ),
      );
    expect(sources(here.folder)).toEqual(new Set(['{"type":"prometheus","uid":"metrics"}']));
    expect(sources(there.folder)).toEqual(new Set(['{"type":"grafana-amazonprometheus-datasource","uid":"metrics"}']));
  });

  it('asks by the data source that was named', async () => {
    const { folder, out } = await typed(['dev', '--out', 'DIR', '--data-source', 'P1809F7CD0C75ACF3']);
    const text = readFileSync(join(folder, 'Platform/bulkhead-dev-platform.json'), 'utf8');
    expect(text).toContain('"uid": "P1809F7CD0C75ACF3"');
    expect(text).not.toContain('"uid": "metrics"');
    expect(out).toContain("data source 'P1809F7CD0C75ACF3'");
  });

  it('says what changed, and nothing when nothing did', async () => {
    const { run, world } = await typed(['prod', '--out', 'DIR']);
    expect(await run(['prod', '--out', 'DIR'])).toBe(0);
    expect(world.output()).toContain('Nothing changed.');
  });

  it('prints the same as JSON', async () => {
    const { out, folder } = await typed(['prod', '--out', 'DIR', '--json'], [MANAGED]);
    const report = JSON.parse(out) as DashboardsReport;
    expect(report).toMatchObject({ schemaVersion: 1, environment: 'prod', grafana: 'managed', folder });
    expect(report.dashboards.map(({ file }) => file).sort()).toEqual([...report.changes.added].sort());
    expect(report.dashboards.every(({ panels }) => panels > 5)).toBe(true);
    expect(report.nextSteps).toHaveLength(1);
  });

  it.each([
    ['an environment that there is not', ['porsche', '--out', 'DIR'], /porsche/],
    ['a misspelt one, with the nearest', ['prd', '--out', 'DIR'], /did you mean 'prod'/],
    ['no folder', ['prod'], /--out/],
    [
      'a data source of another form',
      ['prod', '--out', 'DIR', '--data-source', 'my metrics'],
      /--data-source[\s\S]*uid/,
    ],
  ])('refuses %s', async (_, words, said) => {
    const { code, out, err } = await typed(words);
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(err).toMatch(said);
  });

  it("overwrites nobody's files, nor another environment's dashboards", async () => {
    const world = recordedWorld({ blueprint: () => ({ environments }) });
    const own = join(world.root, 'Services');
    mkdirSync(own);
    writeFileSync(join(own, 'mine.json'), '{}');
    expect(await main(['dashboards', 'prod', '--out', world.root], world)).not.toBe(0);
    expect(world.errors()).toContain('Services/mine.json');

    const { run, world: another } = await typed(['prod', '--out', 'DIR']);
    expect(await run(['dev', '--out', 'DIR'])).not.toBe(0);
    expect(another.errors()).toContain('of prod');
  });
});
