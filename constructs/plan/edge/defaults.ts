import type { ByTier } from '../context';

/** How an edge is reached: from the internet, or from networks that are connected to the VPC only. */
export type Scheme = 'internet-facing' | 'internal';

/**
 * Where the gateway's pods listen, and its Service with them. The health port is Istio's own ("Application requirements",
 * ports used by Istio); 8080 needs no privilege, which restricted pod security would refuse.
 */
export const GATEWAY_PORTS = { http: 8080, health: 15021 } as const;

/** The namespace and the name of the gateway's Service; services know its `Gateway` by the same, `istio-ingress/edge`. */
export const GATEWAY_SERVICE = { namespace: 'istio-ingress', name: 'edge' } as const;

/** Where the gateway says whether it can take requests: its proxy has a configuration, and is not being stopped. */
export const READINESS_PATH = '/healthz/ready';

/** ELB's own default (user guide, "Connection idle timeout"), which clients that hold connections open are used to. */
export const IDLE_SECONDS = 60;

/**
 * For how long a client may go on using one connection, and so how long after a zonal shift the last one leaves the zone.
 * AWS suggests 300 instead of its own default of 3,600 (ARC developer guide, "Application Load Balancers").
 */
export const CLIENT_KEEP_ALIVE_SECONDS = 300;

/** A year: what browsers' preload lists ask at least (hstspreload.org). Only the name itself, not the names under it. */
export const STRICT_TRANSPORT_SECURITY = 'max-age=31536000';

/** What a load balancer is where its spec does not say, by how much is at stake. */
export interface TierDefaults {
  /** A playground goes with one command. */
  readonly deletionProtection: ByTier<boolean>;
  /**
   * For how many days the load balancer's logs are kept. A year where audits ask who called (PCI DSS 4.0, 10.5.1). None in
   * development: a load balancer writes into its bucket on the first day, and CloudFormation cannot delete a bucket that
   * holds something, so that a playground would not go with one command.
   */
  readonly logs: ByTier<number | 'none'>;
  /** The same for the firewall's log, which is a log group and goes with the rest. */
  readonly firewallLogRetentionDays: ByTier<7 | 30 | 365>;
}

/** The table of defaults by tier; the reason for each row is in {@link TierDefaults}. */
export const TIER_DEFAULTS: TierDefaults = {
  deletionProtection: { development: false, staging: false, production: true },
  logs: { development: 'none', staging: 30, production: 365 },
  firewallLogRetentionDays: { development: 7, staging: 30, production: 365 },
};

/**
 * How many requests one address may send in five minutes: about 33 a second. Mobile networks put thousands of phones behind
 * one address, so a limit that a single user would never reach locks a whole town out. An estimate: count before you block.
 */
export const REQUESTS_PER_FIVE_MINUTES = 10_000;
