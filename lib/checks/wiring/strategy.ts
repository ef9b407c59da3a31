import { at, itemsAt, textAt, type Item } from './value';

/** A place of a rollout where something is measured. */
export interface AnalysisPlace {
  /** Where in the release it is: beside the steps, in one of them, or around the switch of a blue-green release. */
  readonly at: 'background' | 'step' | 'experiment' | 'before' | 'after';
  /** Where it stands in the object: `spec.strategy.canary.steps[2].analysis`. */
  readonly field: string;
  /** The step that it belongs to, counted from 0. */
  readonly step?: number;
  /** What it is made from, by name, with the fields that name it. */
  readonly templates: readonly { readonly name: string; readonly field: string }[];
  /** What it is told. */
  readonly args: readonly Item[];
  /** The experiment that it is part of. */
  readonly experiment?: unknown;
}

const CANARY = 'spec.strategy.canary';
const BLUE_GREEN = 'spec.strategy.blueGreen';

/** The steps of a canary. */
export const stepsOf = (rollout: unknown): readonly Item[] =>
  itemsAt(at(rollout, 'spec', 'strategy', 'canary'), CANARY, 'steps');

/** Every place of a rollout where something is measured, in the order of a release. */
export function analysisPlaces(rollout: unknown): readonly AnalysisPlace[] {
  const canary = at(rollout, 'spec', 'strategy', 'canary');
  const blueGreen = at(rollout, 'spec', 'strategy', 'blueGreen');
  return [
    ...place('background', at(canary, 'analysis'), `${CANARY}.analysis`),
    ...stepsOf(rollout).flatMap(({ value, field }, step) => [
      ...place('step', at(value, 'analysis'), `${field}.analysis`, step),
      ...itemsAt(value, field, 'experiment', 'analyses').map((analysis) =>
        experimentPlace(analysis, step, at(value, 'experiment')),
      ),
    ]),
    ...place('before', at(blueGreen, 'prePromotionAnalysis'), `${BLUE_GREEN}.prePromotionAnalysis`),
    ...place('after', at(blueGreen, 'postPromotionAnalysis'), `${BLUE_GREEN}.postPromotionAnalysis`),
  ];
}

function place(where: AnalysisPlace['at'], value: unknown, field: string, step?: number): AnalysisPlace[] {
  if (value === undefined) return [];
  const templates = itemsAt(value, field, 'templates').map((template) => ({
    name: textAt(template.value, 'templateName') ?? '',
    field: `${template.field}.templateName`,
  }));
  return [{ at: where, field, step, templates, args: itemsAt(value, field, 'args') }];
}

function experimentPlace({ value, field }: Item, step: number, experiment: unknown): AnalysisPlace {
  const templates = [{ name: textAt(value, 'templateName') ?? '', field: `${field}.templateName` }];
  return { at: 'experiment', field, step, templates, args: itemsAt(value, field, 'args'), experiment };
}

/** The Services that a strategy names, with the fields that name them. */
export function strategyServices(rollout: unknown): readonly { readonly name: string; readonly field: string }[] {
  const fields: readonly (readonly string[])[] = [
    ['canary', 'stableService'],
    ['canary', 'canaryService'],
    ['canary', 'pingPong', 'pingService'],
    ['canary', 'pingPong', 'pongService'],
    ['canary', 'trafficRouting', 'alb', 'rootService'],
    ['blueGreen', 'activeService'],
    ['blueGreen', 'previewService'],
  ];
  return fields.flatMap((path) => {
    const name = textAt(rollout, 'spec', 'strategy', ...path);
    return name === undefined ? [] : [{ name, field: `spec.strategy.${path.join('.')}` }];
  });
}

/** The Services that the engine makes for the pods of experiments, with the ports of their containers. */
export function experimentServices(rollout: unknown): readonly string[] {
  return stepsOf(rollout)
    .flatMap(({ value, field }) => itemsAt(value, field, 'experiment', 'templates'))
    .flatMap(({ value }) => textAt(value, 'service', 'name') ?? []);
}
