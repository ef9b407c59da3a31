import type { Flaw } from '../wiring/placed';
import { at, listAt, mapAt, numberAt, type Item } from '../wiring/value';
import { secondsOf } from './pace';
import { servingStep, tell, when, type Release, type Told } from './release';

const STEPS = [
  'analysis',
  'experiment',
  'pause',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'setWeight',
] as const;

/** What is wrong with the steps of a canary. */
export function stepFlaws(release: Release): readonly Told[] {
  const { canary, steps, placed } = release;
  if (canary === undefined) return [];
  return tell(placed, [
    ...steps.flatMap((step) => [...kindFlaws(step), ...endFlaws(step)]),
    ...weightFlaws(release),
    ...steps.flatMap((step, index) => [...scaleFlaws(step, index, release), ...podFlaws(step, index, release)]),
    ...startFlaws(release),
  ]);
}

/** The API takes a step of two kinds, of which the engine carries out one. */
function kindFlaws({ value, field }: Item): Flaw[] {
  const kinds = Object.keys(mapAt(value));
  return when(
    kinds.length !== 1 || !STEPS.some((step) => step === kinds[0]),
    field,
    kinds,
    `a step is one of ${STEPS.join(', ')}`,
    kinds.length > 1 ? 'make a step of each' : 'take one of these',
  );
}

function endFlaws({ value, field }: Item): Flaw[] {
  const pause = at(value, 'pause');
  const duration = at(pause, 'duration');
  const experiment = at(value, 'experiment');
  return [
    ...(pause !== undefined && duration === undefined
      ? [
          {
            field: `${field}.pause`,
            value: pause,
            reason: 'without a duration it waits for a person, for ever if nobody comes',
            remedy: 'give it a duration, as in 10m, unless a person is meant to decide',
            severity: 'warning' as const,
          },
        ]
      : []),
    ...when(
      duration !== undefined && secondsOf(duration) === undefined,
      `${field}.pause.duration`,
      duration,
      'this is no time that the engine reads',
      'write a number and a unit, as in 90s or 10m',
    ),
    ...when(
      experiment !== undefined &&
        at(experiment, 'duration') === undefined &&
        listAt(experiment, 'analyses').length === 0,
      `${field}.experiment`,
      undefined,
      'without a duration or an analysis it never ends (argo-rollouts #248)',
      'give it a duration, or analyses',
    ),
  ];
}

function weightFlaws(release: Release): Flaw[] {
  const { steps } = release;
  let highest = -1;
  const rising = steps.flatMap(({ value, field }) => {
    if (at(value, 'setWeight') === undefined) return [];
    const weight = numberAt(value, 'setWeight');
    if (weight === undefined || weight < 0 || weight > 100) {
      return when(
        true,
        `${field}.setWeight`,
        at(value, 'setWeight'),
        'a weight is a share of the requests, and the API takes any number',
        'write a number from 0 to 100',
      );
    }
    const before = highest;
    highest = Math.max(highest, weight);
    return when(
      weight <= before,
      `${field}.setWeight`,
      weight,
      weight === before
        ? `the canary has ${before} % already: the step does nothing`
        : `less than the ${before} before it: users would go back to the old version and come again`,
      'let weights rise from step to step',
    );
  });
  return [
    ...rising,
    ...when(
      servingStep(release) === steps.length,
      'spec.strategy.canary.steps',
      steps.flatMap(({ value }) => Object.keys(mapAt(value))),
      'no step gives the canary requests: after the last one it gets all of them at once, unjudged',
      'add one that does, as in { setWeight: 5 }',
    ),
  ];
}

function scaleFlaws({ value, field }: Item, index: number, release: Release): Flaw[] {
  return when(
    at(value, 'setCanaryScale', 'matchTrafficWeight') === true && index < servingStep(release),
    `${field}.setCanaryScale.matchTrafficWeight`,
    true,
    'before the first weight it scales the canary to 0',
    'move it after the first setWeight above 0',
  );
}

/** A canary that has no pod yet can neither be judged nor be led to. */
function podFlaws({ value, field }: Item, index: number, { steps }: Release): Flaw[] {
  const hasPods = steps
    .slice(0, index)
    .some(({ value: step }) =>
      [at(step, 'setWeight'), at(step, 'setCanaryScale', 'replicas'), at(step, 'setCanaryScale', 'weight')].some(
        (pods) => Number(pods ?? 0) > 0,
      ),
    );
  if (hasPods) return [];
  const remedy = 'give it pods first, as in { setCanaryScale: { replicas: 2 } }';
  return [
    ...when(
      at(value, 'analysis') !== undefined,
      `${field}.analysis`,
      undefined,
      'the canary has no pod yet, so there is nothing to judge (argo-rollouts #556)',
      remedy,
    ),
    ...(['setHeaderRoute', 'setMirrorRoute'] as const).flatMap((route) =>
      when(
        at(value, route, 'match') !== undefined,
        `${field}.${route}`,
        at(value, route, 'name'),
        'the canary has no pod yet: the engine removes its routes until it has, and does not set them again (argo-rollouts #4486)',
        remedy,
      ),
    ),
  ];
}

/** The analysis beside the steps begins when there is something to see, and begins at all. */
function startFlaws(release: Release): Flaw[] {
  const { canary, steps } = release;
  if (at(canary, 'analysis') === undefined) return [];
  const field = 'spec.strategy.canary.analysis.startingStep';
  const start = numberAt(canary, 'analysis', 'startingStep');
  const serving = servingStep(release);
  if (serving === steps.length) return [];
  const remedy = `set it to ${serving + 1}`;
  return [
    ...when(
      start === undefined || start <= serving,
      field,
      at(canary, 'analysis', 'startingStep'),
      `the canary gets its first requests with step ${serving}: an analysis before that finds nothing (argo-rollouts #4864)`,
      remedy,
    ),
    ...when(
      start !== undefined && start >= steps.length,
      field,
      start,
      `there is no such step: the last is ${steps.length - 1}, so the analysis never starts`,
      remedy,
    ),
  ];
}
