import type { Json } from '../../../observability/dashboards/grafana';
import type { PlanContext } from '../../context';
import type { ReleaseIdentity } from '../../helm-release';
import type { AccessPlan } from '../../service/access';
import type { ServiceFacts } from '../../service/facts';
import { IMAGES, imageReference } from '../../versions/table';
import { grafanaAccess } from './access';
import { grafanaSettings, type Settings } from './configuration';
import { dataSources } from './data-sources';
import { GRAFANA, GRAFANA_SECRETS, grafanaSecretName, type GrafanaSecret } from './names';
import {
  BECAUSE_OF_WILDCARDS,
  cloudWatchPermission,
  logsPermission,
  metricsPermission,
  secretsPermission,
} from './permissions';
import type { SignInSpec } from './sign-in-spec';

/** What Grafana in a cluster stands in. */
export interface GrafanaFacts extends Pick<
  ServiceFacts,
  'compute' | 'zones' | 'dnsAddress' | 'podIdentity' | 'prometheus' | 'platformFacts'
> {
  /**
   * Where traces are looked at in the cluster: `http://jaeger.observability:16686`.
   * @default - nowhere: X-Ray keeps them
   */
  readonly jaeger?: string;
}

/** A folder of dashboards. */
export type DashboardFolder = 'Services' | 'Platform';

/** Grafana in a cluster. Renderers decide nothing of their own. */
export interface GrafanaPlan {
  /** Its name: that of its Deployment, Service and service account. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The labels of everything of it. */
  readonly labels: Readonly<Record<string, string>>;
  /** The labels that its pods are found by. */
  readonly selector: Readonly<Record<string, string>>;
  /** The port on which it answers. */
  readonly port: number;
  /** How many pods it has, each in a zone of its own where there are zones. */
  readonly replicas: number;
  /** The zones. */
  readonly zones: readonly string[];
  /** Its image. */
  readonly image: string;
  /** The image of what brings it dashboards. */
  readonly dashboardsImage: string;
  /** Its settings. */
  readonly settings: Settings;
  /** Where it gets its answers. */
  readonly dataSources: readonly Json[];
  /** The region whose metrics are asked through a signer beside it; none where they need no signature. */
  readonly signsFor?: string;
  /** The ConfigMap with what only AWS knows. */
  readonly platformFacts: string;
  /** What it is given as files: the file's name, and that of the secret in Secrets Manager. None where nobody signs in. */
  readonly secrets: readonly { readonly file: GrafanaSecret; readonly name: string }[];
  /** The region of those. */
  readonly region: string;
  /** Who may connect to it, and whom it may connect to. */
  readonly access: AccessPlan;
  /** Who it is in AWS; nobody where the cluster gives no AWS credentials. */
  readonly identity?: ReleaseIdentity;
}

/**
 * One pod is left when a zone is lost, and what it shows is the same: it keeps nothing. More would serve nobody, since a person
 * looks at one. On one's own machine there is no zone to lose, and each takes more than a gigabyte.
 */
const REPLICAS = { aws: 2, local: 1 } as const;

/** Decides Grafana in a cluster: pure, and the same for every renderer. The spec must have been checked. */
export function planGrafana(signIn: SignInSpec, context: PlanContext, facts: GrafanaFacts): GrafanaPlan {
  const { zones, podIdentity, prometheus, platformFacts, jaeger } = facts;
  const { name, namespace, port } = GRAFANA;
  const selector = { 'app.kubernetes.io/name': name };
  return {
    name,
    namespace,
    labels: { ...selector, 'app.kubernetes.io/part-of': context.platform },
    selector,
    port,
    replicas: REPLICAS[podIdentity ? 'aws' : 'local'],
    zones,
    image: imageReference(IMAGES.grafana),
    dashboardsImage: imageReference(IMAGES['k8s-sidecar']),
    settings: grafanaSettings(podIdentity ? { kind: 'provider', provider: signIn } : { kind: 'nobody' }),
    dataSources: dataSources({ prometheus, region: context.region, ...(jaeger === undefined ? {} : { jaeger }) }),
    ...(prometheus.kind === 'amazon' ? { signsFor: prometheus.region } : {}),
    platformFacts,
    secrets: podIdentity
      ? GRAFANA_SECRETS.map((secret) => ({ file: secret, name: grafanaSecretName(context, secret) }))
      : [],
    region: context.region,
    access: grafanaAccess(facts),
    ...(podIdentity ? { identity: identityOf(context) } : {}),
  };
}

function identityOf(context: PlanContext): ReleaseIdentity {
  return {
    serviceAccount: GRAFANA.name,
    permissions: [
      metricsPermission(context),
      cloudWatchPermission(context),
      logsPermission(context),
      secretsPermission(context),
    ],
    becauseOfWildcards: BECAUSE_OF_WILDCARDS,
  };
}
