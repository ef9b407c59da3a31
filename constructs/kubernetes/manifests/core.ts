import type { LabelSelector, Labels, Manifest } from './meta';

/** The parts of the core API that a service needs, as Kubernetes 1.34 to 1.36 know them. */

/** A set of settings. */
export interface ConfigMap extends Manifest<'ConfigMap', 'v1'> {
  /** The settings. */
  readonly data: Labels;
  /** Whether nobody may change it. */
  readonly immutable?: boolean;
}

/** An identity of pods. */
export interface ServiceAccount extends Manifest<'ServiceAccount', 'v1'> {
  /** Whether pods get a token for the Kubernetes API. */
  readonly automountServiceAccountToken: boolean;
}

/** A stable address of pods. */
export interface Service extends Manifest<'Service', 'v1'> {
  /** What it is. */
  readonly spec: {
    readonly type: 'ClusterIP';
    /** The pods, by their labels. */
    readonly selector: Labels;
    /** Its ports. */
    readonly ports: readonly {
      readonly name: string;
      readonly port: number;
      readonly targetPort: string;
      readonly protocol: 'TCP';
      readonly appProtocol?: string;
    }[];
  };
}

/** What pods are made from. */
export interface PodTemplate {
  /** Labels and annotations of the pods. */
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  /** The pods. */
  readonly spec: Pod;
}

/** A pod. */
export interface Pod {
  /** Its identity. */
  readonly serviceAccountName?: string;
  /** Whether it gets a token for the Kubernetes API. */
  readonly automountServiceAccountToken: boolean;
  /** Whether it is told of every Service of its namespace by environment variables. */
  readonly enableServiceLinks: boolean;
  /** What it may do on its node. */
  readonly securityContext: PodSecurityContext;
  /** How important it is. */
  readonly priorityClassName?: string;
  /** How long it has to stop. */
  readonly terminationGracePeriodSeconds?: number;
  /** Whether containers are started again. */
  readonly restartPolicy?: 'Always' | 'Never';
  /** How pods are spread. */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
  /** Which states of a node it bears, and for how long. */
  readonly tolerations?: readonly Toleration[];
  /** Its containers. */
  readonly containers: readonly Container[];
  /** What they can mount. */
  readonly volumes?: readonly Volume[];
}

/** What a pod may do on its node. */
export interface PodSecurityContext {
  readonly runAsNonRoot: true;
  /** The user that its processes run as. */
  readonly runAsUser: number;
  /** Their group. */
  readonly runAsGroup: number;

  /** Which system calls they may make. */
  readonly seccompProfile: { readonly type: 'RuntimeDefault' };
}

/** What a container may do. */
export interface ContainerSecurityContext {
  readonly allowPrivilegeEscalation: false;
  readonly readOnlyRootFilesystem: true;
  readonly runAsNonRoot: true;
  /** Which of the rights of root it has. */
  readonly capabilities: { readonly drop: readonly ['ALL'] };
}

/** How pods are spread over parts of the cluster. */
export interface TopologySpreadConstraint {
  /** By how many pods parts may differ. */
  readonly maxSkew: number;
  /** In how many parts there must be nodes before one gets more than `maxSkew` pods. */
  readonly minDomains?: number;
  /** The label of nodes that names the part. */
  readonly topologyKey: string;
  /** Whether a pod waits, or stands where it must not. */
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  /** The pods that are counted. */
  readonly labelSelector: LabelSelector;
  /** Labels in which they must agree with the pod: its version. */
  readonly matchLabelKeys?: readonly string[];
  /** Whether nodes that the pod may not use count. */
  readonly nodeTaintsPolicy?: 'Honor' | 'Ignore';
}

/** A state of a node that a pod bears. */
export interface Toleration {
  /** The state. */
  readonly key: string;
  readonly operator: 'Exists';
  /** What the state does to pods. */
  readonly effect: 'NoExecute' | 'NoSchedule';
  /** For how long. */
  readonly tolerationSeconds?: number;
}

/** A process of a pod. */
export interface Container {
  /** Its name. */
  readonly name: string;
  /** Its image. */
  readonly image: string;
  /** When its image is fetched. */
  readonly imagePullPolicy?: 'IfNotPresent';
  /** What it runs, instead of what the image says. */
  readonly command?: readonly string[];
  /** Its ports. */
  readonly ports?: readonly { readonly name: string; readonly containerPort: number; readonly protocol: 'TCP' }[];
  /** Its environment. */
  readonly env?: readonly EnvironmentVariable[];
  /** Settings that become its environment. */
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string; readonly optional?: boolean } }[];
  /** What is reserved for it, and what it may take at most. */
  readonly resources: { readonly requests: Labels; readonly limits: Labels };
  /** Asked until it has started. */
  readonly startupProbe?: Probe;
  /** Asked to know whether it can serve. */
  readonly readinessProbe?: Probe;
  /** Asked to know whether only a restart would help. */
  readonly livenessProbe?: Probe;
  /** What happens before it is told to stop. */
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  /** What it may do. */
  readonly securityContext: ContainerSecurityContext;
  /** What it mounts, and where. */
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** A variable of a container's environment. */
export type EnvironmentVariable =
  | {
      /** Its name. */
      readonly name: string;
      /** Its value. */
      readonly value: string;
    }
  | {
      /** Its name. */
      readonly name: string;
      /** Where its value comes from. */
      readonly valueFrom: { readonly fieldRef: { readonly fieldPath: string } };
    };

/** A question that the node asks a container again and again. */
export interface Probe {
  /** What is asked, and at which port, by its name. */
  readonly httpGet: { readonly path: string; readonly port: string };
  /** How often. */
  readonly periodSeconds: number;
  /** After which time no answer is a failure. */
  readonly timeoutSeconds: number;
  /** How many failures in a row count. */
  readonly failureThreshold: number;
}

/** Something that containers can mount. */
export type Volume =
  | {
      /** Its name. */
      readonly name: string;
      /** An empty directory that lives as long as the pod. */
      readonly emptyDir: { readonly sizeLimit: string };
    }
  | {
      /** Its name. */
      readonly name: string;
      /** What a driver mounts. */
      readonly csi: {
        readonly driver: 'secrets-store.csi.k8s.io';
        readonly readOnly: true;
        readonly volumeAttributes: { readonly secretProviderClass: string };
      };
    }
  | {
      /** Its name. */
      readonly name: string;
      /** A Secret of the namespace, and which of its keys become which files. */
      readonly secret: {
        readonly secretName: string;
        readonly items: readonly { readonly key: string; readonly path: string }[];
      };
    };

/** Secrets that a node fetches for a pod (Secrets Store CSI driver). */
export interface SecretProviderClass extends Manifest<'SecretProviderClass', 'secrets-store.csi.x-k8s.io/v1'> {
  /** Whom the node asks, and for what. */
  readonly spec: { readonly provider: 'aws'; readonly parameters: Labels };
}

/** What runs once (a part of an analysis). */
export interface Job {
  /** How often it is tried again. */
  readonly backoffLimit: number;
  /** When it is given up. */
  readonly activeDeadlineSeconds: number;
  /** Its pods. */
  readonly template: PodTemplate;
}
