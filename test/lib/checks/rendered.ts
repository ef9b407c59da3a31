import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack, Stage, type AppProps } from 'aws-cdk-lib/core';
import type { Check, Finding, Outcome } from '../../../lib/checks/check';
import { render, type Subject } from '../../../lib/checks/subject';
import type { Tools } from '../../../lib/checks/tools';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone when the tests of the file are. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'bulkhead-test-'));
  folders.push(made);
  return made;
}

/** Tools with no programs on the PATH and a clock that ticks once a look. */
export function tools(run: Tools['run'] = () => Promise.resolve(undefined)): Tools {
  let time = 0;
  return { run, now: () => (time += 1) };
}

/** Two stacks, `network` and `data`, of the environment `prod`, filled as wanted and rendered. */
export function rendered(
  fill: (stacks: { network: Stack; data: Stack; app: App }) => void,
  props: AppProps = { context: { '@aws-cdk/core:defaultCrossStackReferences': 'weak' } },
): Subject {
  const app = new App({ outdir: folder(), ...props });
  const stage = new Stage(app, 'prod', { env: { account: '111122223333', region: 'eu-west-1' } });
  const [network, data] = [new Stack(stage, 'network'), new Stack(stage, 'data')];
  // CloudFormation takes no stack without resources; this one has no properties that could be wrong.
  for (const stack of [network, data]) {
    new CfnResource(stack, 'Placeholder', { type: 'AWS::CloudFormation::WaitConditionHandle' });
  }
  fill({ app, network, data });
  return render(app);
}

export async function outcome(check: Check, subject: Subject, given: Tools = tools()): Promise<Outcome> {
  return check.run(subject, given);
}

export async function findings(check: Check, subject: Subject, given?: Tools): Promise<readonly Finding[]> {
  return (await outcome(check, subject, given)).findings;
}
