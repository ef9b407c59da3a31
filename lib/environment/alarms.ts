import { physicalName } from '../../constructs/plan/context';
import { planDatabase } from '../../constructs/plan/database/plan';
import { planNetwork } from '../../constructs/plan/network/plan';
import type { AlarmPlan } from '../../constructs/plan/observability/alarms/model';
import { planAlarms, type Watched } from '../../constructs/plan/observability/alarms/plan';
import { planAlerting } from '../../constructs/plan/observability/alerting/plan';
import { mostSeries, planMetrics } from '../../constructs/plan/observability/metrics';
import { contextOf } from './context';
import { entryProbe } from './observability';
import type { Environment } from './schema';
import { measuredServices } from './series';

/** What only a deployment knows of what is watched. */
export interface Deployed {
  /** The ids of the NAT gateways, by their names in the plan of the network. */
  readonly gatewayId: (name: string) => string;
  /** The id of the metrics workspace. */
  readonly workspace: string;
  /** The way in, where the environment has one. */
  readonly entry?: { readonly loadBalancer: string; readonly targetGroup: string; readonly certificate?: string };
}

/** In words, for whoever only reads what is watched. */
const IN_WORDS: Deployed = {
  gatewayId: (name) => `<${name}>`,
  workspace: '<workspace>',
  entry: { loadBalancer: '<load balancer>', targetGroup: '<target group>', certificate: '<certificate>' },
};

/** What CloudWatch tells of an environment that has been checked, and whom. */
export function alarmsOf(environment: Environment, deployed: Deployed = IN_WORDS): readonly AlarmPlan[] {
  return planAlarms(watchedOf(environment, deployed));
}

function watchedOf(environment: Environment, deployed: Deployed): Watched {
  const context = contextOf(environment);
  const { zones } = environment.network;
  const stores = Object.entries(environment.stores ?? {}).map(([name, spec]) =>
    planDatabase(name, spec, context, zones),
  );
  const { topics } = planAlerting(environment.observability?.alerts ?? {}, context);
  const probe = entryProbe(environment);
  const network = planNetwork(environment.network, context);
  return {
    stores: stores.map(({ name, identifier, instances, proxy, capacity }) => ({
      name,
      cluster: identifier,
      instances: instances.map((instance) => instance.identifier),
      proxy: proxy.identifier,
      serverless: capacity.kind === 'serverless',
    })),
    vaults: stores.flatMap(({ backup }) => (backup.vault === undefined ? [] : [backup.vault.name])),
    gateways: network.natGateways.map((gateway) => ({
      id: deployed.gatewayId(gateway.name),
      // A gateway that is the only one serves all zones, wherever it stands.
      ...(gateway.kind === 'zonal' && network.egress === 'per-zone' ? { zone: gateway.zone } : {}),
    })),
    ...(environment.edge === undefined || deployed.entry === undefined
      ? {}
      : {
          entry: {
            loadBalancer: deployed.entry.loadBalancer,
            targetGroup: deployed.entry.targetGroup,
            zones,
            ...(environment.edge.domain === undefined || deployed.entry.certificate === undefined
              ? {}
              : { certificate: deployed.entry.certificate }),
            ...(probe === undefined ? {} : { probe: { name: probe.name, everyMinutes: probe.everyMinutes } }),
          },
        }),
    cluster: { name: physicalName(context) },
    metrics: {
      workspace: deployed.workspace,
      mostSeries: mostSeries(planMetrics(context, environment.observability?.metrics, measuredServices(environment))),
    },
    topics: { page: topics.page.name, ticket: topics.ticket.name },
  };
}
