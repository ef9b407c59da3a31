import { planCluster, type ClusterPlan } from '../../../constructs/plan/cluster/plan';
import type { PlanContext } from '../../../constructs/plan/context';
import { planDatabase, type DatabasePlan } from '../../../constructs/plan/database/plan';
import { planNetwork, type NetworkPlan } from '../../../constructs/plan/network/plan';
import { clusterSection } from '../../environment/cluster';
import { contextOf } from '../../environment/context';
import type { Environment } from '../../environment/schema';

/** The version of the form that `--json` prints; it rises when a field is taken away or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** What an environment is made of: what `bulkhead plan --json` prints. */
export interface EnvironmentPlan {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly environment: PlanContext;
  readonly network: NetworkPlan;
  readonly cluster: ClusterPlan;
  /** By their names. */
  readonly stores: Readonly<Record<string, DatabasePlan>>;
}

/** The plans of every tier of an environment that has been checked. */
export function planEnvironment(environment: Environment): EnvironmentPlan {
  const context = contextOf(environment);
  const { zones } = environment.network;
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: context,
    network: planNetwork(environment.network, context),
    cluster: planCluster(clusterSection(environment), context, zones),
    stores: Object.fromEntries(
      Object.entries(environment.stores ?? {}).map(([name, spec]) => [name, planDatabase(name, spec, context, zones)]),
    ),
  };
}
