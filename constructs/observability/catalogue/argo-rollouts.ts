import { FROM_CONTROLLER_PODS } from './collection';
import { counter, gauge, histogram, producer } from './metric';

/** The phases of a Rollout (controller/metrics/rollouts.go). Each Rollout has one series, of the phase that it is in. */
const ROLLOUT_PHASES = ['InvalidSpec', 'Completed', 'Progressing', 'Paused', 'Timeout', 'Error', 'Abort'] as const;

/** The phases of an AnalysisRun (pkg/apis/rollouts/v1alpha1/analysis_types.go). */
const ANALYSIS_PHASES = ['Pending', 'Running', 'Successful', 'Failed', 'Error', 'Inconclusive'] as const;

const OBJECT = ['namespace', 'name'] as const;

/**
 * The controller of releases. Both of its replicas report every object, so queries take the larger of two. Why a Rollout is
 * paused is in no metric: a pause of its own plan and one for want of evidence look the same.
 */
export const ARGO_ROLLOUTS = producer({
  name: 'Argo Rollouts',
  version: '1.9.1',
  source: 'argo-rollouts v1.9.1: controller/metrics/prommetrics.go, rollouts.go, analysis.go',
  collected: FROM_CONTROLLER_PODS,
  metrics: {
    argo_rollouts_controller_info: gauge(['version']),
    rollout_info: gauge([...OBJECT, 'strategy', 'traffic_router', 'phase'], {
      phase: ROLLOUT_PHASES,
      strategy: ['none', 'canary', 'blueGreen'],
    }),
    rollout_info_replicas_available: gauge(OBJECT),
    rollout_info_replicas_unavailable: gauge(OBJECT),
    rollout_info_replicas_desired: gauge(OBJECT),
    rollout_info_replicas_updated: gauge(OBJECT),
    rollout_reconcile_error: counter(OBJECT),
    ...histogram('rollout_reconcile', OBJECT),
    rollout_events_total: counter([...OBJECT, 'type', 'reason']),
    analysis_run_info: gauge([...OBJECT, 'phase'], { phase: ANALYSIS_PHASES }),
    analysis_run_metric_phase: gauge([...OBJECT, 'metric', 'type', 'dry_run', 'phase'], { phase: ANALYSIS_PHASES }),
    analysis_run_reconcile_error: counter(OBJECT),
  },
});
