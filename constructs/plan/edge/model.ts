import type { ClientBlock } from './clients';
import type { Scheme } from './defaults';
import type { GatewayDrain } from './drain';
import type { FirewallPlan } from './firewall';
import type { HealthCheck } from './health';

/** Key and value pairs that a resource is tagged with. */
export type Tags = Readonly<Record<string, string>>;

/** Where the certificate comes from. */
export type CertificatePlan =
  | {
      readonly kind: 'issued';
      /** `api.rides.example` */
      readonly name: string;
      /** The hosted zone through which it is validated, and that keeps the record for its renewal. */
      readonly zoneId: string;
    }
  | {
      readonly kind: 'given';
      /** Its ARN. */
      readonly arn: string;
    };

/** What the load balancer listens for. */
export type ListenerPlan =
  | {
      readonly kind: 'tls';
      /** 443 */
      readonly port: number;
      /** The versions, ciphers and key exchanges that are spoken. */
      readonly policy: string;
      /** What browsers are told, so that they never ask unencrypted again. */
      readonly strictTransportSecurity: string;
    }
  | {
      readonly kind: 'redirect';
      /** 80 */
      readonly port: number;
      /** 443 */
      readonly toPort: number;
      /** Moved for good. */
      readonly status: 301;
    }
  | {
      readonly kind: 'plain';
      /** 80 */
      readonly port: number;
    };

/** A record of the name that leads to the load balancer. */
export interface RecordPlan {
  /** `api.rides.example` */
  readonly name: string;
  /** `AAAA` for IPv6. */
  readonly type: 'A' | 'AAAA';
  /** The hosted zone that it stands in. */
  readonly zoneId: string;
}

/** How the load balancer treats requests and connections. */
export interface ConnectionsPlan {
  /** After how much silence a connection is closed. */
  readonly idleSeconds: number;
  /** For how long a client may go on using one connection. */
  readonly clientKeepAliveSeconds: number;
  /** Whether clients may speak HTTP/2. */
  readonly http2: boolean;
  /** Whether headers that are none are removed. */
  readonly dropInvalidHeaders: boolean;
  /** What becomes of requests that two servers could understand differently. */
  readonly desyncMitigation: 'defensive' | 'strictest';
  /** What becomes of the list of addresses that a request came by: the client's own is put behind it. */
  readonly forwardedFor: 'append';
  /** What becomes of requests while the firewall does not answer. */
  readonly whenFirewallUnreachable: 'refuse' | 'pass';
  /** Whether an answer says which server wrote it. */
  readonly serverHeader: boolean;
}

/** What happens when a zone fails. */
export interface ZonesPlan {
  /** Whether each zone's part of the load balancer sends requests to the pods of all zones. */
  readonly crossZone: boolean;
  /** Whether traffic can be moved out of a zone, by a person or by AWS. */
  readonly zonalShift: boolean;
  /** With fewer healthy pods than this, zones are taken out of DNS. */
  readonly leastHealthyForDns: number;
  /** With fewer healthy pods than this, requests are sent to unhealthy ones too. */
  readonly leastHealthyForRouting: number;
}

/** Where requests go. */
export interface TargetGroupPlan {
  /** `bulkhead-prod-edge-http1-8080`: what cannot be changed in place is part of it. */
  readonly name: string;
  /** What requests are sent over: inside the VPC, between two security groups that admit only each other. */
  readonly protocol: 'HTTP';
  /** What is spoken over it. */
  readonly protocolVersion: 'HTTP1' | 'HTTP2';
  /** Pods are targets by their addresses. */
  readonly targetType: 'ip';
  /** Of the pods. */
  readonly ipAddressType: 'ipv4';
  /** The port of the gateway's pods. */
  readonly port: number;
  /** How the load balancer finds out whether a pod can take requests. */
  readonly health: HealthCheck;
  /** How long a pod that has died is still sent requests, at most. */
  readonly detectionSeconds: number;
  /** How long a pod that works again is still sent nothing, at most. */
  readonly recoverySeconds: number;
  /** How long requests in flight may end after a pod was taken out. */
  readonly deregistrationSeconds: number;
  /** How a pod is chosen. */
  readonly algorithm: 'weighted_random';
  /** Whether pods that answer with more errors than the others get fewer requests; from three healthy pods on. */
  readonly anomalyMitigation: boolean;
  /** Whether a client stays with a pod. */
  readonly stickiness: boolean;
  /** For people, and for EKS Auto Mode. */
  readonly tags: Tags;
}

/** What the mesh must know to put its gateway behind the load balancer. */
export interface GatewayPlan {
  /** `istio-ingress` */
  readonly namespace: string;
  /** Its Service: `edge`. */
  readonly service: string;
  /** Where its pods listen, and the Service with them: no port is translated on the way. */
  readonly ports: { readonly http: number; readonly health: number };
  /** How a pod of it leaves. */
  readonly drain: GatewayDrain;
  /** It must keep a silent connection for longer than this, or the load balancer sends requests into closed ones. */
  readonly longerIdleThanSeconds: number;
  /** How many proxies before it add an address to `x-forwarded-for`: the client's own is the last but these. */
  readonly trustedProxies: number;
  /** The request headers that it must remove; `STRIPPED_REQUEST_HEADERS` has the reasons. */
  readonly strippedHeaders: readonly string[];
  /** Of whose subnets the load balancer's addresses are: a NetworkPolicy must admit them, on both ports. */
  readonly admitsFrom: 'public' | 'private';
}

/** The load balancer's own logs. */
export interface LogsPlan {
  /** How long a log is kept. */
  readonly retentionDays: number;
  /** Where in the bucket each kind lies. */
  readonly prefixes: { readonly access: string; readonly connections: string; readonly healthChecks: string };
  /** The bucket outlives the load balancer, because CloudFormation cannot delete one that holds something. */
  readonly retain: true;
}

/** Everything that a renderer needs to know of an edge; it decides nothing of its own. */
export interface EdgePlan {
  /** `bulkhead-prod-edge` */
  readonly name: string;
  /** Who can reach it. */
  readonly scheme: Scheme;
  /** Whether it has IPv6 addresses too. */
  readonly ipv6: boolean;
  /** The subnets that it stands in, one in each zone. */
  readonly subnets: 'public' | 'private';
  /** The name that clients use; none where they use the load balancer's own. */
  readonly domain?: string;
  /** None where nothing is encrypted. */
  readonly certificate?: CertificatePlan;
  /** None where somebody else keeps the name, or there is none. */
  readonly records: readonly RecordPlan[];
  /** In the order of their ports, the one that leads on last. */
  readonly listeners: readonly ListenerPlan[];
  /** Who may connect to it. */
  readonly clients: readonly ClientBlock[];
  /** How it treats requests and connections. */
  readonly connections: ConnectionsPlan;
  /** What happens when a zone fails. */
  readonly zones: ZonesPlan;
  /** Where requests go. */
  readonly targetGroup: TargetGroupPlan;
  /** What the mesh must do. */
  readonly gateway: GatewayPlan;
  /** None where there is no firewall. */
  readonly firewall?: FirewallPlan;
  /** None where nothing is logged. */
  readonly logs?: LogsPlan;
  /** Whether AWS refuses to delete it. */
  readonly deletionProtection: boolean;
  /** The load balancer by name. */
  readonly tags: Tags;
}
