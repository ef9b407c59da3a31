import type { ByTier, EnvironmentTier } from '../plan/context';
import type { OnNoEvidence } from './spec';

/** How often the engine asks again after an error, whatever the interval (argo-rollouts 1.9, analysis/analysis.go). */
export const ERROR_RETRY_SECONDS = 10;

/** What is done with a release without evidence. A development environment often has no traffic and no harm to do. */
export const ON_NO_EVIDENCE_BY_TIER: ByTier<OnNoEvidence> = {
  development: 'hold',
  staging: 'abort',
  production: 'abort',
};

/** Where a missing piece of evidence is a refusal; elsewhere it is a warning. */
export const JUDGES_STRICTLY: ByTier<boolean> = { development: false, staging: false, production: true };

/** Whether an environment refuses a release that cannot be judged. */
export const judgesStrictly = (tier: EnvironmentTier): boolean => JUDGES_STRICTLY[tier];

/** How a check measures unless told otherwise. */
export const CHECK_DEFAULTS = {
  /** Two bad measurements of four: one may be the loss of a node. Two without data still leave one that must be good. */
  promise: { count: 4, failureLimit: 1, inconclusiveLimit: 2 },
  /** Ten seconds apart, so that a version that answers now and then does not pass. */
  smoke: { count: 3, failureLimit: 0, inconclusiveLimit: 0, intervalSeconds: 10, timeoutSeconds: 5 },
} as const;

/** Errors in a row: 30 bridge the five minutes in which a metrics store restarts and replays its log. */
export const ERRORS_IN_A_ROW = 30;

/** Errors in a row that must be tolerated: 12 bridge two minutes. The engine's own 4 bridge forty seconds. */
export const FEWEST_ERRORS_IN_A_ROW = 12;

/** The fewest pods of a version that serves: one has no availability (argo-rollouts #1738 #2419). */
export const MIN_PODS = 2;

/** How long old pods stay after promotion. A load balancer takes 300 s to deregister a target unless told otherwise. */
export const SCALE_DOWN_DELAY_SECONDS = { alb: 300, istio: 60 } as const;

/** The least: every node must have heard of the change of pods before the old ones go (argo-rollouts #19). */
export const LEAST_SCALE_DOWN_DELAY_SECONDS = 30;

/** How long new pods stay after an abort: the engine's own. */
export const ABORT_SCALE_DOWN_DELAY_SECONDS = 30;

/** How long the old pods of a blue-green service outlast the analysis after promotion: ten minutes to change one's mind. */
export const SECOND_THOUGHTS_SECONDS = 600;

/** The longest window that a measurement looks back over unless told otherwise: it still finds an outage in minutes. */
export const LONGEST_WINDOW_SECONDS = 3600;

/** How long pods take from creation to ready, for want of a better number: pulling, starting, probing. */
export const READY_SECONDS = 60;

/** How long a load takes from the start of its analysis to its first request: that of any pod. */
export const LOAD_START_SECONDS = READY_SECONDS;
