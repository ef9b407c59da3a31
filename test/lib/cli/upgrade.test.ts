import { main } from '../../../lib/cli/program';
import { upgradeText } from '../../../lib/cli/upgrade/text';
import { paintFor } from '../../../lib/cli/terminal';
import { environment } from './environments';
import { recordedWorld } from './world';

async function typed(...words: string[]) {
  const world = recordedWorld({
    blueprint: () => ({ environments: [environment('dev', 20, '1.36'), environment('prod', 40, '1.35')] }),
  });
  const code = await main(['upgrade', ...words], world);
  return { code, out: world.output(), err: world.errors() };
}

describe('bulkhead upgrade', () => {
  it('tells the steps in order', async () => {
    const { code, out, err } = await typed('--environment', 'prod', '--to', '1.36');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^prod: from Kubernetes 1\.35 to 1\.36\n\n1\. /);
  });

  it('tells it for every environment when none is named', async () => {
    const { code, out } = await typed('--to', '1.36', '--json');
    const { schemaVersion, upgrades } = JSON.parse(out) as { schemaVersion: number; upgrades: object[] };
    expect({ code, schemaVersion }).toEqual({ code: 0, schemaVersion: 1 });
    expect(upgrades).toMatchObject([
      { environment: 'dev', kind: 'none' },
      { environment: 'prod', kind: 'upgrade', from: '1.35', to: '1.36' },
    ]);
  });

  it('waits for no environment that is already there', async () => {
    expect((await typed('--environment', 'prod', '--to', '1.36')).out).not.toContain('--environment dev');
  });

  it('is blocked by nodes that the control plane would leave behind', async () => {
    const { code, out } = await typed('--environment', 'prod', '--to', '1.36', '--nodes', '1.32');
    expect(code).toBe(1);
    expect(out).toContain('1.32');
  });

  it.each([
    ['--to', 'banana'],
    ['--nodes', 'old'],
  ])('refuses %s %s with one message, before any environment is read', async (option, value) => {
    const words = option === '--to' ? [option, value] : ['--to', '1.36', option, value];
    const { code, out, err } = await typed(...words);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^1 problem:\n/);
    expect(err).toContain(value);
  });

  it('ends with 1 when something blocks it', async () => {
    const { code, out } = await typed('--environment', 'prod', '--to', '1.99');
    expect(code).toBe(1);
    expect(out).toContain('Blocked by 1 problem:\n');
  });

  it('asks for the version', async () => {
    const { code, err } = await typed();
    expect(code).toBe(1);
    expect(err).toContain("required option '-t, --to <version>'");
  });
});

describe('an upgrade as text', () => {
  it('is a list to work through', () => {
    const text = upgradeText(
      'prod',
      {
        kind: 'upgrade',
        from: '1.35',
        to: '1.36',
        hops: ['1.36'],
        steps: [
          { kind: 'read', hop: '1.35 to 1.36', title: 'Read', details: ['it says much'], commands: ['cat CHANGES'] },
          { kind: 'deploy', hop: '1.35 to 1.36', title: 'Deploy', details: [], commands: [] },
        ],
        blockers: [{ field: 'to', value: '1.36', reason: 'too new', remedy: 'wait' }],
        notes: ['support ends'],
      },
      paintFor({ colours: false }),
    );
    expect(text).toBe(`\
prod: from Kubernetes 1.35 to 1.36

Blocked by 1 problem:

  to = "1.36"
    reason: too new
    remedy: wait

When they are gone, these are the steps:

1. Read
   - it says much
   $ cat CHANGES

2. Deploy

- support ends
`);
  });
});
