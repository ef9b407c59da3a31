import type { Problem } from '../../plan/problem';
import { runSeconds } from '../check-plan';
import type { DeliveryContext } from '../context';
import { planStrategy } from '../plan';
import type { CanarySpec } from '../spec';
import type { StepSpec } from '../steps';
import { when } from './problem';

type Experiment = Extract<StepSpec, { step: 'experiment' }>;

/** What is wrong with the experiments of a canary. */
export function experimentProblems(strategy: CanarySpec, context: DeliveryContext): Problem[] {
  const plan = planStrategy(strategy, context);
  let weight = 0;
  return strategy.steps.flatMap((step, index) => {
    if (step.step === 'setWeight') weight = step.weight;
    if (step.step !== 'experiment') return [];
    const planned = plan.kind === 'canary' ? plan.steps[index] : undefined;
    const measured = planned?.step === 'experiment' ? runSeconds(planned.checks) : 0;
    return [
      ...durationProblems(step, `steps[${index}]`, measured),
      ...templateProblems(step, `steps[${index}]`, weight, context),
    ];
  });
}

function durationProblems({ seconds, checks = [] }: Experiment, at: string, measured: number): Problem[] {
  return [
    ...when(
      seconds === undefined && checks.length === 0,
      at,
      'experiment',
      'without a time or a check it never ends (argo-rollouts #248)',
      'give it seconds, or checks',
    ),
    ...when(
      seconds !== undefined && checks.length > 0 && seconds <= measured,
      `${at}.seconds`,
      seconds,
      `its checks need ${measured} s: an experiment that is over before them takes its pods away, or passes (argo-rollouts #943 #4016)`,
      `leave it out, or set it above ${measured}`,
    ),
  ];
}

function templateProblems(step: Experiment, at: string, weight: number, { router }: DeliveryContext): Problem[] {
  const { templates, checks = [] } = step;
  const names = templates.map(({ name }) => name);
  const weights = templates.reduce((sum, template) => sum + (template.weight ?? 0), 0);
  return [
    ...names.flatMap((name, index) =>
      when(
        names.indexOf(name) !== index,
        `${at}.templates[${index}].name`,
        name,
        'two sets of pods of one name',
        'give each its own name',
      ),
    ),
    ...templates.flatMap((template, index) =>
      when(
        template.weight !== undefined && router.kind === 'replicas',
        `${at}.templates[${index}].weight`,
        template.weight,
        'without a router nobody can send them a share of the requests',
        "remove the weight, or route with { kind: 'istio' }",
      ),
    ),
    ...when(
      weight + weights > 100,
      `${at}.templates`,
      weights,
      `with the canary's ${weight} % they would get ${weight + weights} % of the requests`,
      `give them ${100 - weight} % at most`,
    ),
    ...when(
      checks.length > 0 && !templates.some(({ version }) => version === 'canary'),
      `${at}.templates`,
      names,
      'its checks judge the new version, and none of its pods run it',
      "add one that does, as in { name: 'candidate', version: 'canary' }",
    ),
  ];
}
