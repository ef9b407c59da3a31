import type { BlueGreenPlan } from '../../delivery/plan';
import { ANALYSIS_PLACES } from '../../plan/service/analyses';
import type { ServicePlan } from '../../plan/service/plan';
import { newVersionService } from '../../plan/service/names';
import type { BlueGreenStrategy } from '../manifests/rollout';
import { analysisAt } from './analysis-reference';

/**
 * Of several releases in a row only the last leaves its old pods standing by: each that does reserves nodes, and the namespace's
 * quota is for one.
 */
export const OLD_VERSIONS_STANDING_BY = 1;

/** The engine's words for a blue-green rollout. The active Service is the root, whose name callers use. */
export function blueGreenStrategy(strategy: BlueGreenPlan, plan: ServicePlan): BlueGreenStrategy {
  const before = analysisAt(ANALYSIS_PLACES.prePromotion, plan);
  const after = analysisAt(ANALYSIS_PLACES.postPromotion, plan);
  return {
    activeService: plan.services.root,
    previewService: newVersionService(plan.services),
    // Left out, the preview has as many pods as the service has at that moment, which the autoscaler changes.
    ...(strategy.previewReplicaCount === strategy.replicas
      ? {}
      : { previewReplicaCount: strategy.previewReplicaCount }),
    autoPromotionEnabled: strategy.autoPromotionEnabled,
    // The engine ignores the seconds when a person promotes.
    ...(strategy.autoPromotionEnabled && strategy.autoPromotionSeconds > 0
      ? { autoPromotionSeconds: strategy.autoPromotionSeconds }
      : {}),
    ...(before === undefined ? {} : { prePromotionAnalysis: before }),
    ...(after === undefined ? {} : { postPromotionAnalysis: after }),
    scaleDownDelaySeconds: strategy.scaleDownDelaySeconds,
    scaleDownDelayRevisionLimit: OLD_VERSIONS_STANDING_BY,
    ...(strategy.abortScaleDownDelaySeconds === undefined
      ? {}
      : { abortScaleDownDelaySeconds: strategy.abortScaleDownDelaySeconds }),
    maxUnavailable: 0,
  };
}
