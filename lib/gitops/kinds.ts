/**
 * The kinds of Argo CD (`argoproj.io/v1alpha1`) as far as they are written here. Source: Argo CD 3.x,
 * `pkg/apis/application/v1alpha1/types.go`.
 */

/** What Argo CD keeps like a source. */
export interface ArgoApplication {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'Application';
  readonly metadata: ArgoMetadata;
  readonly spec: ArgoApplicationSpec;
}

/** What an Application says. */
export interface ArgoApplicationSpec {
  /** The project that says what it may. */
  readonly project: string;
  /** What there should be. */
  readonly source: ArgoSource;
  /** Where. */
  readonly destination: ArgoDestination;
  /** What somebody else owns. */
  readonly ignoreDifferences?: readonly IgnoredDifference[];
  /** When and how it is applied. */
  readonly syncPolicy: ArgoSyncPolicy;
}

/** Who an object is. */
export interface ArgoMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
}

/** A folder of a git repository, or a chart. */
export type ArgoSource =
  | {
      readonly repoURL: string;
      readonly targetRevision: string;
      readonly path: string;
      readonly directory: { readonly recurse: boolean };
    }
  | {
      readonly repoURL: string;
      readonly targetRevision: string;
      readonly chart: string;
      readonly helm: { readonly releaseName: string; readonly valuesObject: unknown };
    };

/** A namespace of a cluster, which is told by its name. */
export interface ArgoDestination {
  readonly name: string;
  readonly namespace: string;
}

/** When and how an Application is applied. */
export interface ArgoSyncPolicy {
  readonly automated: { readonly prune: boolean; readonly selfHeal: boolean };
  readonly syncOptions: readonly string[];
  readonly retry: {
    readonly limit: number;
    readonly backoff: { readonly duration: string; readonly factor: number; readonly maxDuration: string };
  };
}

/** Fields of an object that Argo CD leaves to somebody else. */
export interface IgnoredDifference {
  readonly group?: string;
  readonly kind: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly jsonPointers?: readonly string[];
  readonly jqPathExpressions?: readonly string[];
}

/** What the Applications of an environment may. */
export interface ArgoProject {
  readonly apiVersion: 'argoproj.io/v1alpha1';
  readonly kind: 'AppProject';
  readonly metadata: ArgoMetadata;
  readonly spec: {
    readonly description: string;
    /** The namespaces that its Applications may be in; the capability of EKS wants it said. */
    readonly sourceNamespaces: readonly string[];
    readonly sourceRepos: readonly string[];
    readonly destinations: readonly ArgoDestination[];
    readonly clusterResourceWhitelist: readonly GroupKind[];
    readonly namespaceResourceBlacklist: readonly GroupKind[];
    /** What people may do with its Applications. */
    readonly roles?: readonly ArgoRole[];
  };
}

/** What a group of people may do. */
export interface ArgoRole {
  readonly name: string;
  readonly description: string;
  /** `p, proj:prod:viewer, applications, get, prod/*, allow` */
  readonly policies: readonly string[];
  /** Groups and users, by their ids in IAM Identity Center. */
  readonly groups: readonly string[];
}

/** A kind of objects. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** Settings of Argo CD itself. */
export interface ArgoSettings {
  readonly apiVersion: 'v1';
  readonly kind: 'ConfigMap';
  readonly metadata: ArgoMetadata;
  readonly data: Readonly<Record<string, string>>;
}
