import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunOptions } from '../../../lib/checks/tools';
import { renderBlueprint } from '../../../lib/cli/check/rendering';
import type { World } from '../../../lib/cli/world';
import { environment } from './environments';
import { recordedWorld } from './world';

const CDK_JSON = { app: 'node app.js', context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } };

function world(run: World['tools']['run']): World {
  const recorded = recordedWorld({
    blueprint: () => ({ environments: [environment('dev', 20), environment('prod', 40)] }),
    tools: { run, now: () => 0 },
  });
  writeFileSync(join(recorded.root, 'cdk.json'), JSON.stringify(CDK_JSON));
  return recorded;
}

describe('rendering the blueprint', () => {
  const run = jest.fn().mockResolvedValue({ code: 0, stdout: '', stderr: '' });
  const given = world(run);
  const subject = renderBlueprint(given, 'prod', given.temporary());
  const [command, , options] = run.mock.calls[0] as [string, string[], RunOptions];

  it('renders the environment that is named with what its account has once, and no other', () => {
    expect(subject.stacks.map(({ path }) => path)).toEqual([
      'account-prod/eu-west-1',
      ...['network', 'cluster', 'data', 'observability', 'controllers', 'alarms'].map((stack) => `prod/${stack}`),
    ]);
  });

  it('renders with the context of cdk.json and of the CDK CLI', () => {
    expect(subject.app.node.tryGetContext('@aws-cdk/core:defaultCrossStackReferences')).toBe('weak');
    expect(subject.app.node.tryGetContext('aws:cdk:enable-path-metadata')).toBe(true);
  });

  it('has the command of cdk.json render the same elsewhere', async () => {
    expect(command).toBe('node app.js');
    expect(options).toMatchObject({ cwd: given.root, shell: true, env: { TZ: 'Pacific/Chatham' } });
    expect(JSON.parse(options.env?.CDK_CONTEXT_JSON ?? '')).toMatchObject({ ...CDK_JSON.context, environment: 'prod' });
    expect(await subject.again?.()).toBe(options.env?.CDK_OUTDIR);
  });

  it('tells when the second synth fails, and why', async () => {
    const failing = world(() => Promise.resolve({ code: 1, stdout: '', stderr: 'Cannot find module\n' }));
    const { again } = renderBlueprint(failing, 'dev', failing.temporary());
    await expect(again?.()).rejects.toThrow('the second synth (node app.js) failed: Cannot find module');
  });

  it('starts nothing when an environment is wrong', () => {
    const never = jest.fn();
    const broken = {
      ...world(never),
      blueprint: () => ({ environments: [{ ...environment('dev', 20), region: '' }] }),
    };
    expect(() => renderBlueprint(broken, undefined, broken.temporary())).toThrow(/problems?:/);
    expect(never).not.toHaveBeenCalled();
  });
});
