import { join } from 'node:path';
import { render, type Subject } from '../../checks/subject';
import { ENVIRONMENT_CONTEXT, platformApp } from '../../platform';
import { parseEnvironments } from '../../environment/parse';
import type { World } from '../world';
import { contextFor, readCdkJson, type CdkJson } from './cdk-json';

/**
 * Renders the blueprint's environments, or the one that is named, into a folder. The same is rendered a second time by
 * the command of `cdk.json`, in a process of its own that starts at once and runs meanwhile.
 */
export function renderBlueprint(world: World, environment: string | undefined, folder: string): Subject {
  const cdkJson = readCdkJson(world.root);
  const context = contextFor(cdkJson, environment === undefined ? {} : { [ENVIRONMENT_CONTEXT]: environment });
  const { environments, ...customizations } = world.blueprint();
  // What is wrong with the environments is told before anything is started.
  parseEnvironments(environments, environment);
  const again = renderAgain(world, cdkJson, context, folder);
  // Whoever needs it awaits it; if rendering fails below, nobody does.
  again.catch(() => undefined);
  const app = platformApp(environments, {
    ...customizations,
    context,
    outdir: join(folder, 'first'),
    // It would run within the synth; the check of the schemas runs it instead, with its time and its findings apart.
    builtinCloudFormationValidation: false,
  });
  return render(app, () => again);
}

/**
 * As much unlike a developer's machine as can be had without another machine: a zone a day ahead with half hours in it,
 * a language that writes `1.234,5` and sorts and cases letters in its own way, no home.
 */
const ELSEWHERE = { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', HOME: '/nonexistent' };

async function renderAgain(
  { tools, root }: World,
  { app }: CdkJson,
  context: Readonly<Record<string, unknown>>,
  folder: string,
): Promise<string> {
  const outdir = join(folder, 'second');
  const ran = await tools.run(app, [], {
    cwd: root,
    shell: true,
    env: { ...ELSEWHERE, CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: JSON.stringify(context), CDK_VALIDATION: 'false' },
  });
  if (ran === undefined || ran.code !== 0) {
    throw new Error(`the second synth (${app}) failed: ${ran?.stderr.trim() ?? 'it could not be started'}`);
  }
  return outdir;
}
