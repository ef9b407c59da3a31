import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { planGrafana, type GrafanaFacts, type GrafanaPlan } from '../plan/observability/grafana/plan';
import { clusterGrafanaSpec, grafanaProblems } from '../plan/observability/grafana/spec';
import type { SignInSpec } from '../plan/observability/grafana/sign-in-spec';
import { UNHEALTHY_PODS_MAY_GO } from '../plan/controllers/spread';
import { defaultFacts } from '../plan/service/facts';
import { checkSpec } from '../plan/spec';
import { contextOf, type ContextProps } from './context';
import { PORT_NAME } from './grafana/containers';
import { deployment, secretProviderClass } from './grafana/deployment';
import type { Role, RoleBinding } from './grafana/objects';
import { settingsMap } from './grafana/provisioning';
import type { Service, ServiceAccount } from './manifests/core';
import type { PodDisruptionBudget } from './manifests/policy';
import { networkPolicy } from './microservice/network-policy';

/** Props of {@link Grafana}: how people sign in, and the environment that it stands in. */
export interface GrafanaProps {
  /** How people sign in: by the organisation's identity provider. */
  readonly signIn: SignInSpec;
  /** The environment: `{ environment: 'prod', region: 'eu-west-1' }`. */
  readonly context: ContextProps;
  /**
   * What differs from the blueprint's environments: `{ zones: ['eu-west-1a', 'eu-west-1b'] }`.
   * @default - EKS Auto Mode in three zones, Amazon Managed Service for Prometheus, and the blueprint's names
   */
  readonly facts?: Partial<GrafanaFacts>;
}

/**
 * Grafana in the cluster: two pods that keep nothing, each in a zone of its own, with dashboards from ConfigMaps and data sources
 * from files. People sign in by the organisation's identity provider, and come through the API of the cluster:
 * `kubectl port-forward`. Each pod knows its own sign-ins only; where one is lost, its people are sent to the provider, which
 * knows them still, and back.
 *
 * @example
 * new Grafana(chart, 'grafana', {
 *   signIn: {
 *     authorizationUrl: 'https://id.rides.example/oauth2/authorize',
 *     tokenUrl: 'https://id.rides.example/oauth2/token',
 *     userInfoUrl: 'https://id.rides.example/oauth2/userinfo',
 *     clientId: 'grafana-prod',
 *     roles: { viewers: 'everybody' },
 *   },
 *   context: { environment: 'prod', region: 'eu-west-1' },
 * });
 */
export class Grafana extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: GrafanaPlan;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, { context, facts, ...section }: GrafanaProps) {
    super(scope, id);
    const environment = contextOf(context);
    const { signIn } = checkSpec(clusterGrafanaSpec, { kind: 'in-cluster', ...section }, grafanaProblems);
    this.plan = planGrafana(signIn, environment, { ...defaultFacts(environment.region), ...facts });

    const { name, namespace, labels, selector, access } = this.plan;
    const settings = settingsMap(this.plan);
    const secrets = secretProviderClass(this.plan);
    for (const object of [
      serviceAccount(this.plan),
      reader(this.plan),
      binding(this.plan),
      settings,
      ...(secrets === undefined ? [] : [secrets]),
      networkPolicy({ name, namespace, labels, selector }, access),
      ...(this.plan.replicas > 1 ? [disruptionBudget(this.plan)] : []),
      service(this.plan),
      deployment(this.plan, settings),
    ]) {
      new ApiObject(this, object.kind, object);
    }
  }
}

/** EKS Pod Identity knows it by its namespace and name: no annotation, and so no ARN. */
function serviceAccount({ name, namespace, labels }: GrafanaPlan): ServiceAccount {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace, labels },
    automountServiceAccountToken: false,
  };
}

/** ConfigMaps of its own namespace: a role cannot be held to those that carry a label. Nothing secret is in one. */
function reader({ name, namespace, labels }: GrafanaPlan): Role {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace, labels },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
  };
}

function binding({ name, namespace, labels }: GrafanaPlan): RoleBinding {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace, labels },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  };
}

function disruptionBudget({ name, namespace, labels, selector }: GrafanaPlan): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: selector },
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: UNHEALTHY_PODS_MAY_GO,
    },
  };
}

function service({ name, namespace, labels, selector, port }: GrafanaPlan): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, labels },
    spec: {
      type: 'ClusterIP',
      selector,
      ports: [{ name: PORT_NAME, port, targetPort: PORT_NAME, protocol: 'TCP' }],
    },
  };
}
