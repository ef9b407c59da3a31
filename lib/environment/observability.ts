import { topicAccountProblems } from '../../constructs/plan/observability/alerting/rules';
import { observabilityProblems } from '../../constructs/plan/observability/spec';
import { planProbe, type ProbePlan } from '../../constructs/plan/observability/probe/plan';
import { under, type Problem } from '../../constructs/plan/problem';
import { contextOf } from './context';
import type { Environment } from './schema';

/** What is wrong with how an environment is watched whose sections are of the right shape. */
export function environmentObservabilityProblems(environment: Environment): Problem[] {
  const { observability = {}, account } = environment;
  return under('observability', [
    ...observabilityProblems(observability, contextOf(environment)),
    ...under('alerts', topicAccountProblems(observability.alerts ?? {}, account)),
    ...probeProblems(environment),
  ]);
}

/** What tries the public entry of an environment; nothing where nobody outside could. */
export function entryProbe(environment: Environment): ProbePlan | undefined {
  const { edge, observability } = environment;
  if (edge?.domain === undefined || closedTo(environment) !== undefined) return undefined;
  return planProbe(observability?.probe, edge.domain.name, contextOf(environment));
}

/** The page of the runbooks of CloudWatch's alarms, beside the folder of the others; the repository's where none is named. */
export function alarmsRunbook({ observability }: Environment): string | undefined {
  const folder = observability?.runbooks?.replace(/\/+$/, '');
  if (folder === undefined) return undefined;
  return folder.endsWith('/runbooks') ? folder.replace(/runbooks$/, 'alarms.md') : `${folder}/alarms.md`;
}

function probeProblems(environment: Environment): Problem[] {
  const probe = environment.observability?.probe;
  if (probe === undefined || probe === 'none') return [];
  const reason = closedTo(environment);
  if (reason === undefined) return [];
  return [
    {
      field: 'probe',
      value: probe,
      reason: `it is sent from the internet, and ${reason}`,
      remedy: "leave it out, or write 'none'; try an entry that is not public from where its clients are",
    },
  ];
}

/** Why nobody on the internet can get in, if so. */
function closedTo({ edge }: Environment): string | undefined {
  if (edge?.domain === undefined) return 'the environment has no edge with a name of its own';
  if (edge.scheme === 'internal') return 'the edge can be reached from connected networks only';
  if (edge.clients !== undefined) return 'the edge admits certain clients only, whose addresses the probe has not';
  return undefined;
}
