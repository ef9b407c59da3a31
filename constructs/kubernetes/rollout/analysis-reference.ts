import type { ExperimentPlan } from '../../delivery/plan';
import { HASH_ARGUMENT, isAsking, judgedSet, type AnalysisPlan } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import type { ExperimentStep, RolloutAnalysis } from '../manifests/rollout';
import { asksByHash } from './analysis-template';

/** The analysis that runs at a place of the rollout; `undefined` where nothing is measured. */
export function analysisAt(place: string, plan: ServicePlan): RolloutAnalysis | undefined {
  const analysis = find(place, plan);
  if (analysis === undefined) return undefined;
  return {
    templates: [{ templateName: analysis.name }],
    ...(asksByHash(analysis)
      ? { args: [{ name: HASH_ARGUMENT, valueFrom: { podTemplateHashValue: 'Latest' as const } }] }
      : {}),
  };
}

/**
 * The analysis of an experiment. Its pods have hashes of their own, which the engine fills in by the name of the set; what
 * is judged is the first set of the new version.
 */
export function experimentAnalyses(step: ExperimentPlan, place: string, plan: ServicePlan): ExperimentStep['analyses'] {
  const analysis = find(place, plan);
  if (analysis === undefined) return undefined;
  return [
    {
      name: place,
      templateName: analysis.name,
      requiredForCompletion: true,
      ...(asksByHash(analysis)
        ? { args: [{ name: HASH_ARGUMENT, value: `{{templates.${judgedSet(step)}.podTemplateHash}}` }] }
        : {}),
    },
  ];
}

/** Whether the analysis at a place sends requests of its own. */
export function isAsked(place: string, plan: ServicePlan): boolean {
  return find(place, plan)?.metrics.some(isAsking) ?? false;
}

function find(place: string, { analyses }: ServicePlan): AnalysisPlan | undefined {
  return analyses.find((each) => each.place === place);
}
