import { main } from '../../../lib/cli/program';
import type { EnvironmentPlan } from '../../../lib/cli/plan/plans';
import { environment } from './environments';
import { recordedWorld } from './world';

async function typed(...words: string[]) {
  const world = recordedWorld({
    blueprint: () => ({ environments: [environment('dev', 20), environment('prod', 40)] }),
  });
  const code = await main(['plan', ...words], world);
  return { code, out: world.output(), err: world.errors() };
}

describe('bulkhead plan', () => {
  it('prints every tier of the environment, and of no other', async () => {
    const { code, out, err } = await typed('prod');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.match(/^\S.*$/gm)).toEqual(['environment', 'network', 'cluster', 'store ledger', 'controllers']);
    expect(out).toContain('10.40.0.0/19');
    expect(out).not.toContain('10.20.');
  });

  it('prints the plans as they are as JSON', async () => {
    const { code, out } = await typed('prod', '--json');
    const plan = JSON.parse(out) as EnvironmentPlan;
    expect(code).toBe(0);
    expect(Object.keys(plan)).toEqual([
      'schemaVersion',
      'environment',
      'network',
      'cluster',
      'stores',
      'controllers',
      'services',
    ]);
    expect(plan).toMatchObject({
      schemaVersion: 1,
      environment: { platform: 'bulkhead', environment: 'prod' },
      network: { cidr: '10.40.0.0/16' },
      cluster: { name: 'bulkhead-prod' },
      stores: { ledger: { name: 'ledger' } },
      controllers: [{ name: 'argo-rollouts' }],
      services: {},
    });
  });

  it('answers a misspelt environment with the nearest', async () => {
    const { code, out, err } = await typed('prd');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain("did you mean 'prod'? The environments are: dev, prod");
  });

  it('tells what is wrong with the environment, all of it', async () => {
    const broken = { ...environment('prod', 40), region: 'eu-west-9', colour: 'red' };
    const world = recordedWorld({ blueprint: () => ({ environments: [broken] }) });
    expect(await main(['plan', 'prod'], world)).toBe(1);
    expect(world.errors()).toMatch(/^\d+ problems:\n/);
    expect(world.errors()).toContain('prod.colour');
    expect(world.errors()).not.toContain('    at ');
  });
});
