import type { ClusterPlan } from '../../constructs/plan/cluster/plan';
import type { PlanContext } from '../../constructs/plan/context';
import type { DatabasePlan } from '../../constructs/plan/database/plan';
import type { NetworkPlan } from '../../constructs/plan/network/plan';

/** What is drawn: an environment's plans. */
export interface PictureSubject {
  readonly environment: PlanContext;
  readonly network: NetworkPlan;
  readonly cluster: ClusterPlan;
  /** By their names. */
  readonly stores: Readonly<Record<string, DatabasePlan>>;
}

/** One zone, as a column of the picture. */
export interface Column {
  /** `eu-west-1a` */
  readonly zone: string;
  readonly public: Compartment;
  readonly private: Compartment;
  readonly isolated: Compartment;
  /** The NAT gateway that stands in the zone: `nat-a`. */
  readonly nat?: string;
  /** Which NAT gateway its private subnet leaves through. */
  readonly leavesBy?: string;
  /** What runs in its private subnet: `general: c, m, r`. */
  readonly nodes: readonly string[];
  /** The instances of stores that stand in the zone. */
  readonly instances: readonly Instance[];
}

/** A subnet. */
export interface Compartment {
  /** `private-a` */
  readonly name: string;
  /** `10.40.0.0/19` */
  readonly cidr: string;
}

/** An instance of a store. */
export interface Instance {
  /** `ledger-a` */
  readonly name: string;
  /** `bulkhead-prod-ledger-a` */
  readonly identifier: string;
  readonly role: 'writer' | 'reader';
  readonly promotionTier: number;
}

/** The zones of an environment, each with what stands in it. */
export function columnsOf({ network, cluster, stores }: PictureSubject): readonly Column[] {
  const natZone = new Map(network.natGateways.map((nat) => [nat.name, nat.kind === 'zonal' ? nat.zone : undefined]));
  return network.zones.map(({ name: zone }): Column => {
    const subnet = (tier: string): Compartment & { readonly routeTable: string } => {
      const found = network.subnets.find((each) => each.zone === zone && each.tier === tier);
      if (found === undefined) throw new RangeError(`${zone} has no ${tier} subnet`);
      return found;
    };
    const table = network.routeTables.find(({ name }) => name === subnet('private').routeTable);
    const target = table?.routes.find(({ ipVersion }) => ipVersion === 4)?.target;
    return {
      zone,
      public: subnet('public'),
      private: subnet('private'),
      isolated: subnet('isolated'),
      nat: [...natZone].find(([, stands]) => stands === zone)?.[0],
      leavesBy: target?.kind === 'nat-gateway' ? target.name : undefined,
      nodes: nodesIn(zone, cluster),
      instances: Object.values(stores).flatMap((store) =>
        store.instances
          .filter((instance) => instance.zone === zone)
          .map(({ id, identifier, role, promotionTier }) => ({
            name: `${store.name}-${id}`,
            identifier,
            role,
            promotionTier,
          })),
      ),
    };
  });
}

function nodesIn(zone: string, { nodes }: ClusterPlan): readonly string[] {
  if (nodes.kind === 'groups') {
    return nodes.groups
      .filter((nodeGroup) => nodeGroup.zone === zone)
      .map(({ name, minimum, maximum }) => `node group ${name}: ${minimum} to ${maximum} nodes`);
  }
  return nodes.pools
    .filter(({ zones }) => zones.includes(zone))
    .map(({ name, instanceCategories }) => `node pool ${name}: ${instanceCategories.join(', ')}`);
}

/** A thing of the whole region: no zone takes it along. */
export interface Regional {
  readonly title: string;
  /** What is worth saying of it, a line each. */
  readonly lines: readonly string[];
  /** Names, as many as fit. */
  readonly names?: readonly string[];
}

/** What stands beside the zones. */
export function regionalsOf({ environment, network, cluster, stores }: PictureSubject): readonly Regional[] {
  const own = Object.values(stores);
  const prefix = `${environment.platform}-${environment.environment}-`;
  const keys = [network.logKey, cluster.secretsKey, cluster.logKey].map(({ alias }) => alias);
  const aliases = [...keys, ...own.map(({ key }) => key.alias)];
  const outside = cluster.endpoint.publicCidrs.length;
  return [
    {
      title: 'EKS control plane',
      lines: [
        `Kubernetes ${cluster.version}`,
        `${MODES[cluster.mode]}${cluster.zonalShift ? ', zonal shift' : ''}`,
        outside === 0 ? 'private endpoint' : `open to ${outside} CIDR block${outside === 1 ? '' : 's'}`,
      ],
    },
    ...(own.length === 0
      ? []
      : [
          {
            title: 'RDS Proxy endpoints',
            lines: own.map(
              ({ name, proxy }) => `${name}: ${proxy.readOnlyEndpoint === undefined ? 'writer' : 'writer, readers'}`,
            ),
          },
        ]),
    {
      title: `KMS keys (${aliases.length})`,
      lines: [],
      names: aliases.map((alias) => (alias.startsWith(prefix) ? alias.slice(prefix.length) : alias)),
    },
  ];
}

const MODES: Readonly<Record<ClusterPlan['mode'], string>> = { auto: 'Auto Mode', 'node-groups': 'node groups' };
