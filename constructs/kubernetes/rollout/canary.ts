import type { CanaryPlan, ExperimentPlan, StepPlan } from '../../delivery/plan';
import type { WordMatchSpec } from '../../delivery/steps';
import { ANALYSIS_PLACES, experimentService, judgedSet } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import { goDuration } from '../duration';
import type { CanaryStep, CanaryStrategy, ExperimentStep, StringMatch } from '../manifests/rollout';
import { trafficRouting } from '../traffic/routing';
import { analysisAt, experimentAnalyses, isAsked } from './analysis-reference';
import { OLD_VERSIONS_STANDING_BY } from './blue-green';

/** The engine's words for a canary. */
export function canaryStrategy(strategy: CanaryPlan, plan: ServicePlan): CanaryStrategy {
  const { stable, canary, pingPong } = plan.services;
  const routing = trafficRouting(strategy, plan);
  const background = analysisAt(ANALYSIS_PLACES.background, plan);
  return {
    ...(stable === undefined ? {} : { stableService: stable }),
    ...(canary === undefined ? {} : { canaryService: canary }),
    ...(pingPong === undefined ? {} : { pingPong: { pingService: pingPong.ping, pongService: pingPong.pong } }),
    ...(routing === undefined ? {} : { trafficRouting: routing }),
    ...(background === undefined || strategy.background === undefined
      ? {}
      : { analysis: { ...background, startingStep: strategy.background.startingStep } }),
    steps: strategy.steps.map((step, index) => canaryStep(step, index, plan)),
    // Pods are added before others go: a release never has fewer than the autoscaler asked for.
    maxSurge: '25%',
    maxUnavailable: 0,
    ...(strategy.minPodsPerReplicaSet === undefined ? {} : { minPodsPerReplicaSet: strategy.minPodsPerReplicaSet }),
    ...(strategy.dynamicStableScale ? { dynamicStableScale: true } : {}),
    ...(strategy.scaleDownDelaySeconds === undefined
      ? {}
      : {
          scaleDownDelaySeconds: strategy.scaleDownDelaySeconds,
          scaleDownDelayRevisionLimit: OLD_VERSIONS_STANDING_BY,
        }),
    ...(strategy.abortScaleDownDelaySeconds === undefined
      ? {}
      : { abortScaleDownDelaySeconds: strategy.abortScaleDownDelaySeconds }),
  };
}

function canaryStep(step: StepPlan, index: number, plan: ServicePlan): CanaryStep {
  switch (step.step) {
    case 'setWeight':
      return { setWeight: step.weight };
    case 'pause':
      return { pause: step.seconds === undefined ? {} : { duration: goDuration(step.seconds) } };
    case 'setCanaryScale':
      return { setCanaryScale: step.scale };
    case 'headerRoute':
      return {
        setHeaderRoute: {
          name: step.name,
          ...(step.match === undefined
            ? {}
            : { match: step.match.map(({ header, value }) => ({ headerName: header, headerValue: word(value) })) }),
        },
      };
    case 'mirror':
      return {
        setMirrorRoute: {
          name: step.name,
          ...(step.percentage === undefined ? {} : { percentage: step.percentage }),
          ...(step.match === undefined
            ? {}
            : {
                match: step.match.map(({ method, path }) => ({
                  method: word(method),
                  ...(path === undefined ? {} : { path: word(path) }),
                })),
              }),
        },
      };
    case 'analysis':
      return { analysis: analysisAt(ANALYSIS_PLACES.step(index), plan) ?? { templates: [] } };
    case 'experiment':
      return { experiment: experiment(step, index, plan) };
  }
}

/** The engine names the Services of sets with a weight; one that a check asks has a name that the check knows. */
function experiment(step: ExperimentPlan, index: number, plan: ServicePlan): ExperimentStep {
  const place = ANALYSIS_PLACES.step(index);
  const analyses = experimentAnalyses(step, place, plan);
  const asked = isAsked(place, plan) ? judgedSet(step) : undefined;
  return {
    ...(step.seconds === undefined ? {} : { duration: goDuration(step.seconds) }),
    templates: step.templates.map(({ name, version, replicas, weight }) => ({
      name,
      specRef: version,
      replicas,
      ...(weight === undefined ? {} : { weight }),
      ...(name === asked ? { service: { name: experimentService(plan.name, place) } } : {}),
    })),
    ...(analyses === undefined ? {} : { analyses }),
  };
}

const word = (match: WordMatchSpec): StringMatch => match;
