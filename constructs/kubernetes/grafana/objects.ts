import type { ChartValue } from '../../plan/helm-release';
import type { Container, EnvironmentVariable, Pod, PodTemplate, Volume } from '../manifests/core';
import type { LabelSelector, Manifest } from '../manifests/meta';

/** The kinds and parts of kinds that only Grafana's pods need, as Kubernetes 1.34 to 1.36 know them. */

/** Pods that keep nothing, replaced a few at a time. */
export interface Deployment extends Manifest<'Deployment', 'apps/v1'> {
  /** How many, of what, and how they are replaced. */
  readonly spec: {
    readonly replicas: number;
    readonly revisionHistoryLimit: number;
    readonly selector: LabelSelector;
    readonly strategy: {
      readonly type: 'RollingUpdate';
      readonly rollingUpdate: { readonly maxSurge: number; readonly maxUnavailable: number };
    };
    readonly template: GrafanaPodTemplate;
  };
}

/** What Grafana's pods are made from. */
export interface GrafanaPodTemplate extends Pick<PodTemplate, 'metadata'> {
  /** The pods. */
  readonly spec: Omit<Pod, 'containers' | 'volumes' | 'topologySpreadConstraints' | 'tolerations'> & {
    readonly topologySpreadConstraints: readonly ChartValue[];
    readonly tolerations: readonly ChartValue[];
    readonly containers: readonly (GrafanaContainer | ChartValue)[];
    readonly volumes: readonly GrafanaVolume[];
  };
}

/** A process of the pod. */
export interface GrafanaContainer extends Omit<Container, 'env' | 'ports'> {
  /** Its environment. */
  readonly env: readonly GrafanaVariable[];
  /** Its ports. */
  readonly ports: NonNullable<Container['ports']>;
}

/** A variable, which may be a setting of a ConfigMap. */
export type GrafanaVariable =
  | EnvironmentVariable
  | {
      /** Its name. */
      readonly name: string;
      /** Where its value comes from. */
      readonly valueFrom: {
        readonly configMapKeyRef: { readonly name: string; readonly key: string; readonly optional: true };
      };
    };

/** Something that containers can mount, which may be a set of settings, or what a pod knows the API server by. */
export type GrafanaVolume =
  | Volume
  | {
      /** Its name. */
      readonly name: string;
      /** A set of settings, and which of them becomes which file. */
      readonly configMap: {
        readonly name: string;
        readonly items: readonly { readonly key: string; readonly path: string }[];
      };
    }
  | {
      /** Its name. */
      readonly name: string;
      /** Files from several places. */
      readonly projected: { readonly sources: readonly ChartValue[] };
    };

/** What may be done to objects of a namespace. */
export interface Role extends Manifest<'Role', 'rbac.authorization.k8s.io/v1'> {
  /** One thing each. */
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

/** Who may do what a role says. */
export interface RoleBinding extends Manifest<'RoleBinding', 'rbac.authorization.k8s.io/v1'> {
  /** The role. */
  readonly roleRef: { readonly apiGroup: string; readonly kind: 'Role'; readonly name: string };
  /** Who. */
  readonly subjects: readonly { readonly kind: 'ServiceAccount'; readonly name: string; readonly namespace: string }[];
}
