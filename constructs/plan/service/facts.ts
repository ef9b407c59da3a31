import { AGENT } from '../observability/names';
import type { RouterSpec } from '../../delivery/router';
import { COMPUTE_MODE_FACTS, type ComputeModeFacts } from '../cluster/compute-modes';
import { MESH_GATEWAY, MESH_NAMESPACE } from '../controllers/names';
import type { MeshPoliciesMode } from '../controllers/spec';
import { IMAGES, imageReference } from '../versions/table';

/** Another service of the environment, as far as a service that calls it, or is called by it, needs to know. */
export interface ServicePeer {
  /** The namespace that it lives in. */
  readonly namespace: string;
  /** The port that it listens on. */
  readonly port: number;
  /** The services that it calls: from these follow the callers of each. */
  readonly calls: readonly string[];
}

/** Where a store is reached. */
export interface StoreAddress {
  /** The addresses that its endpoints may have: the blocks of its subnets. */
  readonly cidrs: readonly string[];
  /** The TCP port. */
  readonly port: number;
}

/** Who answers the queries that judge a rollout. */
export type MetricsProvider =
  /** Amazon Managed Service for Prometheus: the controller knows the address, and signs with its role. */
  | {
      readonly kind: 'amazon';
      /** The region that requests are signed for. */
      readonly region: string;
    }
  /** Any other Prometheus, at an address. */
  | {
      readonly kind: 'address';
      /** `http://prometheus.observability:9090` */
      readonly address: string;
    };

/** What a service needs to know of the environment that it stands in, beyond its own description. */
export interface ServiceFacts {
  /** What the compute mode brings; `COMPUTE_MODE_FACTS` has them. */
  readonly compute: Pick<ComputeModeFacts, 'dns'>;
  /** The availability zones that nodes run in, by name. */
  readonly zones: readonly string[];
  /** The address of cluster DNS. */
  readonly dnsAddress: string;
  /**
   * Whether pods get AWS credentials by EKS Pod Identity; not on a local cluster. Without them a service's secrets come from
   * a Secret of Kubernetes.
   */
  readonly podIdentity: boolean;
  /** The services of the environment by name; `undefined` when nobody knows, and calls are then not checked. */
  readonly services?: Readonly<Record<string, ServicePeer>>;
  /** The stores of the environment by name; `undefined` when nobody knows. */
  readonly stores?: Readonly<Record<string, StoreAddress>>;
  /** What divides traffic, unless a service says otherwise. */
  readonly router: RouterSpec;
  /** The load balancer that leads into the cluster without a mesh. */
  readonly loadBalancer: {
    /** The IngressClass that makes it. */
    readonly ingressClass: string;
    /** The addresses that it sends from: the blocks of its subnets. */
    readonly cidrs: readonly string[];
  };
  /** The service mesh, where there is one. */
  readonly mesh: {
    /** The namespace of its control plane. */
    readonly namespace: string;
    /** The namespace of its gateway. */
    readonly gatewayNamespace: string;
    /** The Gateway that leads into the cluster, as `<namespace>/<name>`. */
    readonly gateway: string;
    /** Whether it refuses what nobody has declared, or only counts it. */
    readonly policies: MeshPoliciesMode;
  };
  /** Who receives telemetry and scrapes metrics. */
  readonly collector: {
    /** Its namespace. */
    readonly namespace: string;
    /** Where traces and logs are sent by OTLP over HTTP. */
    readonly endpoint: string;
    /** The TCP port of that. */
    readonly port: number;
  };
  /** Who answers the queries that judge a rollout. */
  readonly prometheus: MetricsProvider;
  /** The ConfigMap of each namespace with what only AWS knows; pods start without it too. */
  readonly platformFacts: string;
  /** The image that runs smoke checks and loads; it must have BusyBox's `sh`, `wget`, `timeout` and `usleep`. */
  readonly smokeImage: string;
}

/**
 * What a service stands in when nobody says: EKS Auto Mode in three zones of the region, the addresses and names of the
 * blueprint, no load balancer and no mesh.
 */
export function defaultFacts(region: string): ServiceFacts {
  return {
    compute: COMPUTE_MODE_FACTS.auto,
    zones: ['a', 'b', 'c'].map((letter) => `${region}${letter}`),
    dnsAddress: '172.20.0.10',
    podIdentity: true,
    router: { kind: 'replicas' },
    loadBalancer: { ingressClass: 'alb', cidrs: [] },
    mesh: {
      namespace: MESH_NAMESPACE,
      gatewayNamespace: MESH_GATEWAY.namespace,
      gateway: `${MESH_GATEWAY.namespace}/${MESH_GATEWAY.name}`,
      policies: 'enforced',
    },
    collector: {
      namespace: AGENT.namespace,
      endpoint: `http://${AGENT.name}.${AGENT.namespace}:${AGENT.otlpHttpPort}`,
      port: AGENT.otlpHttpPort,
    },
    prometheus: { kind: 'amazon', region },
    platformFacts: 'platform-facts',
    smokeImage: imageReference(IMAGES.busybox),
  };
}
