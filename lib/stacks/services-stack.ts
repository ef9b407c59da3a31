import type { Construct } from 'constructs';
import type { KubernetesCluster } from '../../constructs/aws/kubernetes-cluster';
import type { MetricsWorkspace } from '../../constructs/aws/metrics-workspace';
import { AlertRules } from '../../constructs/aws/observability/alert-rules';
import type { ReplicatedDatabase } from '../../constructs/aws/replicated-database';
import type { ServiceAccountRole } from '../../constructs/aws/service-account-role';
import { constructId } from '../../constructs/aws/shared/names';
import { defaultFacts } from '../../constructs/plan/service/facts';
import { WAVES, type Application, type ObjectApplication } from '../charts/application';
import { ruleFilesOf } from '../environment/rule-files';
import { ApplicationRelease } from './application-release';
import { BuiltImages } from './built-images';
import { ImageRepositories } from './image-repositories';
import { PlatformFacts, storeFacts } from './platform-facts';
import { PlatformStack, type PlatformStackProps } from './platform-stack';
import { podRole } from './pod-roles';
import type { PodsPlan } from './pods';

/** What services stand on. */
export interface ServicesStackProps extends PlatformStackProps {
  /** The cluster that they run in. */
  readonly cluster: KubernetesCluster;
  /** The data stores of the environment, by their names. */
  readonly stores: Readonly<Record<string, ReplicatedDatabase>>;
  /** The workspace that works their alerts out. */
  readonly metrics: MetricsWorkspace;
  /** The pods that this stack is for: all those of a namespace, or none. */
  readonly pods: readonly PodsPlan[];
  /** Everything that Kubernetes is told; this stack applies what is of its services, unless Argo CD does. */
  readonly applications: readonly Application[];
}

/** Services, or a share of them: their roles, image repositories, the facts that their pods read, their releases and alerts. */
export class ServicesStack extends PlatformStack {
  /** The roles of pods, by `<namespace>/<service account>`. */
  public readonly roles: Readonly<Record<string, ServiceAccountRole>>;

  public constructor(scope: Construct, id: string, props: ServicesStackProps) {
    super(scope, id, 'Services: roles, image repositories, alerts, and their objects in the cluster', props);
    const { environment, cluster, stores, metrics, pods } = props;
    const services = pods.flatMap(({ service }) => service ?? []);
    new ImageRepositories(this, 'Images', environment, services);
    new BuiltImages(this, 'Builds', environment, foldersOf(props, services));
    this.roles = Object.fromEntries(
      pods.map((each) => [
        `${each.namespace}/${each.serviceAccount}`,
        podRole(this, { pods: each, clusterName: cluster.clusterName, context: this.context, stores }),
      ]),
    );
    new AlertRules(this, 'Alerts', { workspaceArn: metrics.arn, files: ruleFilesOf(environment, services) });
    const facts = this.addFacts(props);
    for (const application of applicationsOf(props, services)) {
      const release = new ApplicationRelease(this, constructId('Service', application.name), {
        cluster: cluster.cluster,
        application,
      });
      // Pods get their credentials and their facts when they are made.
      const role = this.roles[`${application.namespace}/${application.name}`];
      if (role !== undefined) release.node.addDependency(role);
      const told = facts.get(application.namespace);
      if (told !== undefined) release.node.addDependency(told);
    }
  }

  private addFacts({ environment, cluster, stores, pods }: ServicesStackProps): ReadonlyMap<string, PlatformFacts> {
    const { platformFacts } = defaultFacts(environment.region);
    const namespaces = [...new Set(pods.map(({ namespace }) => namespace))];
    const facts = new Map<string, PlatformFacts>();
    for (const namespace of namespaces) {
      const used = new Set(
        pods.filter((each) => each.namespace === namespace).flatMap((each) => each.stores.map(({ store }) => store)),
      );
      const data = Object.fromEntries(
        [...used].flatMap((name) => {
          const store = stores[name];
          return store === undefined ? [] : Object.entries(storeFacts(name, store));
        }),
      );
      if (Object.keys(data).length === 0) continue;
      const id = constructId('Facts', namespace);
      facts.set(
        namespace,
        new PlatformFacts(this, id, { cluster: cluster.cluster, name: platformFacts, namespace, data }),
      );
    }
    return facts;
  }
}

/** What the deployment applies for these services. */
function applicationsOf(
  { environment, applications }: ServicesStackProps,
  services: readonly string[],
): readonly ObjectApplication[] {
  if (environment.gitops !== undefined) return [];
  return applications.filter(
    (application): application is ObjectApplication =>
      application.wave === WAVES.services && 'objects' in application && services.includes(application.name),
  );
}

/** The folders that the images of these services are built from. */
function foldersOf({ environment }: ServicesStackProps, services: readonly string[]): ReadonlySet<string> {
  const images = services.map((name) => environment.services?.[name]?.image);
  return new Set(images.flatMap((image) => (typeof image === 'object' && 'build' in image ? [image.build] : [])));
}
