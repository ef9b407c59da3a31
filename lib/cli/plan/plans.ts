import { planCluster, type ClusterPlan } from '../../../constructs/plan/cluster/plan';
import type { PlanContext } from '../../../constructs/plan/context';
import { planDatabase, type DatabasePlan } from '../../../constructs/plan/database/plan';
import type { ControllerPlan } from '../../../constructs/plan/controllers/plan';
import type { EdgePlan } from '../../../constructs/plan/edge/plan';
import { planService, type ServicePlan } from '../../../constructs/plan/service/plan';
import { planNetwork, type NetworkPlan } from '../../../constructs/plan/network/plan';
import { clusterSection } from '../../environment/cluster';
import { controllersOf } from '../../charts';
import { contextOf } from '../../environment/context';
import { edgePlan } from '../../environment/edge';
import { serviceFacts } from '../../environment/facts';
import { serviceSpecs } from '../../environment/services';
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
  /** The way in, where there is one. */
  readonly edge?: EdgePlan;
  /** What is installed from its publishers' charts, in the order of installation. */
  readonly controllers: readonly ControllerPlan[];
  /** By their names. */
  readonly services: Readonly<Record<string, ServicePlan>>;
}

/** The plans of every tier of an environment that has been checked. */
export function planEnvironment(environment: Environment): EnvironmentPlan {
  const context = contextOf(environment);
  const { zones } = environment.network;
  const edge = edgePlan(environment);
  const facts = serviceFacts(environment);
  const services = Object.entries(serviceSpecs(environment)).map(
    ([name, spec]) => [name, planService(spec, context, facts)] as const,
  );
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: context,
    network: planNetwork(environment.network, context),
    cluster: planCluster(clusterSection(environment), context, zones),
    stores: Object.fromEntries(
      Object.entries(environment.stores ?? {}).map(([name, spec]) => [name, planDatabase(name, spec, context, zones)]),
    ),
    ...(edge === undefined ? {} : { edge }),
    controllers: controllersOf(
      environment,
      'aws',
      services.map(([, plan]) => plan),
    ),
    services: Object.fromEntries(services),
  };
}
