import type {
  ContainerSecurityContext,
  EnvironmentVariable,
  PodSecurityContext,
  Toleration,
  TopologySpreadConstraint,
} from './core';
import type { LabelSelector, Labels, Manifest } from './meta';

/** The workloads of the platform's own, and what may be said of their pods beyond a service's, as Kubernetes 1.34 to 1.36 know it. */

/** Pods on every node. */
export interface DaemonSet extends Manifest<'DaemonSet', 'apps/v1'> {
  /** The pods, and how a new version of them takes over. */
  readonly spec: {
    readonly selector: LabelSelector;
    readonly updateStrategy: {
      readonly type: 'RollingUpdate';
      readonly rollingUpdate: { readonly maxUnavailable: number | `${number}%` };
    };
    readonly template: WorkloadTemplate;
  };
}

/** Pods with names that stay. */
export interface StatefulSet extends Manifest<'StatefulSet', 'apps/v1'> {
  /** The pods, and how many there are. */
  readonly spec: {
    readonly serviceName: string;
    readonly replicas: number;
    readonly podManagementPolicy: 'Parallel';
    readonly selector: LabelSelector;
    readonly template: WorkloadTemplate;
  };
}

/** Pods of which any is as good as another. */
export interface Deployment extends Manifest<'Deployment', 'apps/v1'> {
  /** The pods, and how many there are. */
  readonly spec: {
    readonly replicas: number;
    readonly revisionHistoryLimit?: number;
    readonly strategy?:
      | { readonly type: 'Recreate' }
      | {
          readonly type: 'RollingUpdate';
          readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number };
        };
    readonly selector: LabelSelector;
    readonly template: WorkloadTemplate;
  };
}

/** What pods are made from. */
export interface WorkloadTemplate {
  /** Labels and annotations of the pods. */
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  /** The pods. */
  readonly spec: {
    readonly serviceAccountName: string;
    readonly automountServiceAccountToken: boolean;
    readonly enableServiceLinks: false;
    readonly priorityClassName?: string;
    readonly terminationGracePeriodSeconds?: number;
    readonly securityContext: PodSecurityContext | RootPod;
    readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];
    readonly tolerations?: readonly (Toleration | { readonly operator: 'Exists' })[];
    readonly containers: readonly WorkloadContainer[];
    readonly volumes?: readonly WorkloadVolume[];
  };
}

/** A pod whose process is root on its node's files, and nothing else: its containers have none of root's other rights. */
export interface RootPod {
  readonly runAsUser: 0;
  readonly runAsGroup: 0;
  /** Which system calls they may make. */
  readonly seccompProfile: { readonly type: 'RuntimeDefault' };
}

/** What a container of a {@link RootPod} may do. */
export type RootContainer = Omit<ContainerSecurityContext, 'runAsNonRoot'>;

/** A process of a pod. */
export interface WorkloadContainer {
  /** Its name. */
  readonly name: string;
  /** Its image. */
  readonly image: string;
  readonly imagePullPolicy: 'IfNotPresent';
  /** What its program is started with, beside what its image says. */
  readonly args?: readonly string[];
  /** Its ports. */
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol: 'TCP' }[];
  /** Its environment. */
  readonly env?: readonly WorkloadVariable[];
  /** What is reserved for it, and what it may take at most. */
  readonly resources: { readonly requests: Labels; readonly limits: Labels };
  /** Asked until it has started. */
  readonly startupProbe?: WorkloadProbe;
  /** Asked to know whether it can serve. */
  readonly readinessProbe: WorkloadProbe;
  /** Asked to know whether only a restart would help. */
  readonly livenessProbe?: WorkloadProbe;
  /** What it may do. */
  readonly securityContext: ContainerSecurityContext | RootContainer;
  /** What it mounts, and where. */
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** A variable of a container's environment: also one of a ConfigMap. */
export type WorkloadVariable =
  | EnvironmentVariable
  | {
      /** Its name. */
      readonly name: string;
      /** Where its value comes from. */
      readonly valueFrom: {
        readonly configMapKeyRef: { readonly name: string; readonly key: string; readonly optional: boolean };
      };
    };

/** A question that the node asks a container again and again. */
export interface WorkloadProbe {
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
export type WorkloadVolume = {
  /** Its name. */
  readonly name: string;
} & (
  | { readonly emptyDir: { readonly sizeLimit: string } }
  | { readonly configMap: { readonly name: string } }
  | { readonly projected: { readonly sources: readonly { readonly configMap: { readonly name: string } }[] } }
  | { readonly hostPath: { readonly path: string; readonly type: 'Directory' | 'DirectoryOrCreate' } }
);

/** An address of pods, of the platform's own. */
export interface WorkloadService extends Manifest<'Service', 'v1'> {
  /** What it is. */
  readonly spec: {
    readonly type: 'ClusterIP';
    /** `None` where DNS is to answer with the pods' own addresses. */
    readonly clusterIP?: 'None';
    /** Whether only the pods of the caller's own node are asked. */
    readonly internalTrafficPolicy?: 'Local';
    readonly selector: Labels;
    readonly ports: readonly {
      readonly name: string;
      readonly port: number;
      readonly targetPort: string;
      readonly protocol: 'TCP';
    }[];
  };
}

/** What a service account may do with Kubernetes' own objects. */
export interface PolicyRule {
  /** The API groups; empty for the core of Kubernetes. */
  readonly apiGroups: readonly string[];
  /** The kinds, as the API calls them. */
  readonly resources: readonly string[];
  /** What may be done with them. */
  readonly verbs: readonly ('get' | 'list' | 'watch')[];
}

/** Rights that hold in the whole cluster. */
export interface ClusterRole extends Manifest<'ClusterRole', 'rbac.authorization.k8s.io/v1'> {
  /** The rights. */
  readonly rules: readonly PolicyRule[];
}

/** Who has them. */
export interface ClusterRoleBinding extends Manifest<'ClusterRoleBinding', 'rbac.authorization.k8s.io/v1'> {
  /** The rights, by the name of their role. */
  readonly roleRef: {
    readonly apiGroup: 'rbac.authorization.k8s.io';
    readonly kind: 'ClusterRole';
    readonly name: string;
  };
  /** Who has them. */
  readonly subjects: readonly { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string }[];
}
