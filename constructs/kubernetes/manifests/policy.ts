import type { LabelSelector, Manifest } from './meta';

/** How many pods may be evicted. */
export interface PodDisruptionBudget extends Manifest<'PodDisruptionBudget', 'policy/v1'> {
  /** The budget. */
  readonly spec: {
    readonly selector: LabelSelector;
    readonly maxUnavailable: number;
    readonly unhealthyPodEvictionPolicy: 'AlwaysAllow' | 'IfHealthyBudget';
  };
}

/** What chooses the number of pods. */
export interface HorizontalPodAutoscaler extends Manifest<'HorizontalPodAutoscaler', 'autoscaling/v2'> {
  /** The range, the measure and the pace. */
  readonly spec: {
    readonly scaleTargetRef: { readonly apiVersion: string; readonly kind: string; readonly name: string };
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly metrics: readonly {
      readonly type: 'ContainerResource';
      readonly containerResource: {
        readonly name: 'cpu';
        readonly container: string;
        readonly target: { readonly type: 'Utilization'; readonly averageUtilization: number };
      };
    }[];
    readonly behavior: { readonly scaleUp: ScalingRules; readonly scaleDown: ScalingRules };
  };
}

/** How fast the number of pods changes in one direction. */
export interface ScalingRules {
  /** How far back recommendations are compared, so that the number does not swing. */
  readonly stabilizationWindowSeconds: number;
  /** Which policy counts when there are several. */
  readonly selectPolicy: 'Max' | 'Min';
  /** By how much, in how long. */
  readonly policies: readonly {
    readonly type: 'Percent' | 'Pods';
    readonly value: number;
    readonly periodSeconds: number;
  }[];
}

/** What gets through to and from pods. */
export interface NetworkPolicy extends Manifest<'NetworkPolicy', 'networking.k8s.io/v1'> {
  /** The pods and the rules; a direction that is named and has no rule is closed. */
  readonly spec: {
    readonly podSelector: LabelSelector;
    readonly policyTypes: readonly ('Ingress' | 'Egress')[];
    readonly ingress?: readonly {
      readonly from: readonly NetworkPolicyPeer[];
      readonly ports: readonly NetworkPolicyPort[];
    }[];
    readonly egress?: readonly {
      readonly to: readonly NetworkPolicyPeer[];
      readonly ports: readonly NetworkPolicyPort[];
    }[];
  };
}

/** A party of a network policy. */
export type NetworkPolicyPeer =
  | {
      /** Pods of these namespaces. */
      readonly namespaceSelector: LabelSelector;
      /** Of them, these pods; all when left out. */
      readonly podSelector?: LabelSelector;
    }
  | {
      /** These addresses. */
      readonly ipBlock: { readonly cidr: string };
    };

/** A port of a network policy. */
export interface NetworkPolicyPort {
  /** The protocol. */
  readonly protocol: 'TCP' | 'UDP';
  /** The number. */
  readonly port: number;
}

/** What leads from a load balancer to Services. */
export interface Ingress extends Manifest<'Ingress', 'networking.k8s.io/v1'> {
  /** The class and the rules. */
  readonly spec: { readonly ingressClassName: string; readonly rules: readonly IngressRule[] };
}

/** The paths of a host. */
export interface IngressRule {
  /** The host name; any when left out. */
  readonly host?: string;
  /** Its paths, and where they lead. */
  readonly http: {
    readonly paths: readonly {
      readonly path: string;
      readonly pathType: 'Prefix';
      readonly backend: {
        readonly service: {
          readonly name: string;
          readonly port: { readonly name: string } | { readonly number: number };
        };
      };
    }[];
  };
}

/** A class of load balancers. */
export interface IngressClass extends Manifest<'IngressClass', 'networking.k8s.io/v1'> {
  /** Who makes them, and how. */
  readonly spec: {
    readonly controller: string;
    readonly parameters: { readonly apiGroup: string; readonly kind: 'IngressClassParams'; readonly name: string };
  };
}

/** How the load balancers of a class are made. */
export interface IngressClassParams extends Manifest<'IngressClassParams', string> {
  /** Their settings. */
  readonly spec: {
    readonly scheme: 'internal' | 'internet-facing';
    readonly group?: { readonly name: string };
    readonly loadBalancerAttributes?: readonly { readonly key: string; readonly value: string }[];
  };
}
