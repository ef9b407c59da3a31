import type { EnvironmentTier } from '../plan/context';
import type { Slo } from '../slo/spec';
import type { RouterSpec } from './router';

/** What a strategy stands in: who splits its requests, what was promised, how many pods there are, what is at stake. */
export interface DeliveryContext {
  /** Who splits requests between the versions. */
  readonly router: RouterSpec;
  /** What the service promises. */
  readonly slo: Slo;
  /** The fewest pods that the service has: what its autoscaler starts from. */
  readonly replicas: number;
  /** How much is at stake in the environment. */
  readonly tier: EnvironmentTier;
}
