import { COMPUTE_MODE_FACTS, type ComputeMode } from '../../../../constructs/plan/cluster/compute-modes';
import type { EnvironmentTier } from '../../../../constructs/plan/context';
import { planControllers, type ControllersContext } from '../../../../constructs/plan/controllers/plan';
import type { HelmRelease } from '../../../../constructs/plan/helm-release';
import { defaultFacts } from '../../../../constructs/plan/service/facts';

interface Changed extends Partial<Omit<ControllersContext, 'context' | 'compute'>> {
  readonly tier?: EnvironmentTier;
  readonly mode?: ComputeMode;
  readonly zones?: number;
}

/** A production environment with a mesh on Auto Mode in three zones, and what a test changes. */
export function controllers({
  tier = 'production',
  mode = 'auto',
  zones = 3,
  ...changed
}: Changed = {}): ControllersContext {
  const facts = defaultFacts('eu-west-1');
  return {
    context: { platform: 'bulkhead', environment: 'prod', tier, region: 'eu-west-1' },
    facts: { ...facts, zones: facts.zones.slice(0, zones) },
    compute: COMPUTE_MODE_FACTS[mode],
    routers: ['istio'],
    mesh: { version: '1.31' },
    ...changed,
  };
}

/** One of the releases of an environment. */
export function release(name: string, changed: Changed = {}): HelmRelease {
  const found = planControllers(controllers(changed)).find((each) => each.name === name);
  if (found === undefined) throw new Error(`no release ${name}`);
  return found;
}
