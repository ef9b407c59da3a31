import { formatProblems } from '../../../constructs/plan/problem';
import type { UpgradePlan, UpgradeStep } from '../../../constructs/plan/versions/upgrade';
import type { Paint } from '../terminal';

/** An upgrade as a list to work through. */
export function upgradeText(environment: string, plan: UpgradePlan, paint: Paint): string {
  return [
    paint.bold(titleOf(environment, plan)),
    ...(plan.blockers.length === 0 ? [] : [blocked(plan, paint)]),
    ...plan.steps.map((step, index) => stepText(step, index + 1, paint)),
    plan.notes.map((note) => `- ${note}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('\n');
}

function titleOf(environment: string, { kind, from, to }: UpgradePlan): string {
  switch (kind) {
    case 'none':
      return `${environment} is on Kubernetes ${to}: there is nothing to do.`;
    case 'upgrade':
      return `${environment}: from Kubernetes ${from} to ${to}`;
    case 'rollback':
      return `${environment}: from Kubernetes ${from} back to ${to}`;
  }
}

function blocked({ blockers, steps }: UpgradePlan, paint: Paint): string {
  const after = steps.length === 0 ? '' : '\n\nWhen they are gone, these are the steps:';
  return `${paint.red('Blocked by')} ${formatProblems(blockers)}${after}`;
}

function stepText({ title, details, commands }: UpgradeStep, number: number, paint: Paint): string {
  return [
    `${number}. ${paint.bold(title)}`,
    ...details.map((detail) => `   - ${detail}`),
    ...commands.map((command) => `   $ ${command}`),
  ].join('\n');
}
