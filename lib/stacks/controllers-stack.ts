import { KubernetesManifest } from 'aws-cdk-lib/aws-eks-v2';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct, type IConstruct } from 'constructs';
import { ArgoCd } from '../../constructs/aws/argo-cd';
import { applyManifests } from '../../constructs/aws/cluster/kubernetes-objects';
import type { FrontDoor } from '../../constructs/aws/front-door';
import type { KubernetesCluster } from '../../constructs/aws/kubernetes-cluster';
import type { MetricsWorkspace } from '../../constructs/aws/metrics-workspace';
import { constructId } from '../../constructs/aws/shared/names';
import { HelmReleases } from '../../constructs/aws/shared/helm-releases';
import { releaseIdentity } from '../../constructs/aws/shared/release-identity';
import { WORKSPACE_FACT } from '../../constructs/plan/controllers/metrics-signer';
import { ROLLOUTS } from '../../constructs/plan/controllers/names';
import type { HelmRelease } from '../../constructs/plan/helm-release';
import { OBSERVABILITY_NAMESPACE } from '../../constructs/plan/observability/names';
import { defaultFacts } from '../../constructs/plan/service/facts';
import { WAVES, type Application, type KubernetesObject, type ObjectApplication } from '../charts/application';
import { bootstrapObjects } from '../gitops/bootstrap';
import { isGitops, type GitopsEnvironment } from '../gitops/environment';
import { ApplicationRelease } from './application-release';
import { PlatformFacts } from './platform-facts';
import { PlatformStack, type PlatformStackProps } from './platform-stack';

/** What controllers stand on. */
export interface ControllersStackProps extends PlatformStackProps {
  /** The cluster that they run in. */
  readonly cluster: KubernetesCluster;
  /** The metrics that rollouts are judged by. */
  readonly metrics: MetricsWorkspace;
  /**
   * The load balancer that leads to the mesh's gateway.
   * @default - nothing leads there from outside
   */
  readonly door?: FrontDoor;
  /** Everything that Kubernetes is told; this stack applies what is of no service, unless Argo CD does. */
  readonly applications: readonly Application[];
}

/**
 * What the cluster has for all services: namespaces, controllers with their APIs, guard rails. Each after what it needs.
 * Where Argo CD applies them, what it needs to begin with.
 */
export class ControllersStack extends PlatformStack {
  /** Argo CD, where it applies what Kubernetes is told. */
  public readonly argoCd: ArgoCd | undefined;

  public constructor(scope: Construct, id: string, props: ControllersStackProps) {
    super(scope, id, 'Controllers: namespaces, Argo Rollouts, the mesh, and the guard rails of all services', props);
    const { environment } = props;
    this.argoCd = isGitops(environment) ? this.handOver(environment, props) : undefined;
    if (this.argoCd === undefined) this.install(props);
  }

  private install(props: ControllersStackProps): void {
    const { cluster, applications } = props;
    const objects = applications
      .filter((application) => 'objects' in application)
      .filter(({ wave }) => wave < WAVES.services);
    const namespaces = this.apply(
      objects.filter(({ wave }) => wave === WAVES.namespaces),
      props,
    );
    const facts = this.addFacts(props);
    for (const each of facts) each.node.addDependency(...namespaces);

    const controllers = new HelmReleases(this, 'Controllers', {
      cluster: cluster.cluster,
      clusterName: cluster.clusterName,
      releases: releasesOf(applications),
    });
    controllers.node.addDependency(...facts);
    const identities = this.addIdentities(new Construct(this, 'Applications'), props);
    // Its webhook and the gateway's Service come with the controllers.
    this.bindGateway(props)?.node.addDependency(controllers);

    const rest = this.apply(
      objects.filter(({ wave }) => wave > WAVES.namespaces),
      props,
    );
    rest.forEach((applied, index) => applied.node.addDependency(rest[index - 1] ?? controllers, ...identities));
  }

  /** Everything that does not come from git: the namespaces that facts are written to, the facts, roles, Argo CD itself. */
  private handOver(environment: GitopsEnvironment, props: ControllersStackProps): ArgoCd {
    const { cluster, applications } = props;
    const namespaces = new KubernetesManifest(this, 'Namespaces', {
      cluster: cluster.cluster,
      manifest: namespacesIn(applications).map((namespace) => structuredClone<Record<string, unknown>>(namespace)),
      overwrite: true,
      // A namespace that is deleted takes everything in it along.
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const facts = this.addFacts(props);
    for (const each of facts) each.node.addDependency(namespaces);
    // Under the same ids as where the deployment installs the controllers: their roles stay when that changes.
    const identities = new Construct(this, 'Controllers');
    for (const release of releasesOf(applications)) releaseIdentity(identities, release, cluster);
    const ofApplications = new Construct(this, 'Applications');
    this.addIdentities(ofApplications, props);
    this.bindGateway(props)?.node.addDependency(namespaces);
    const argoCd = new ArgoCd(this, 'ArgoCd', {
      ...environment.gitops,
      cluster,
      root: bootstrapObjects(environment, applications),
      context: this.context,
    });
    argoCd.node.addDependency(...facts, identities, ofApplications);
    return argoCd;
  }

  /** What only AWS knows, for those of the platform's own pods that must know it. */
  private addFacts({ environment, cluster, metrics }: ControllersStackProps): readonly PlatformFacts[] {
    const facts = (id: string, namespace: string) =>
      new PlatformFacts(this, id, {
        cluster: cluster.cluster,
        name: defaultFacts(environment.region).platformFacts,
        namespace,
        data: { [WORKSPACE_FACT]: metrics.workspaceId },
      });
    // An id never changes: the new resource would write the object, and the old one then delete it.
    return [facts('Facts', ROLLOUTS.namespace), facts('ObservabilityFacts', OBSERVABILITY_NAMESPACE)];
  }

  /** Who the platform's own applications are in AWS; there before their first pod, which would begin without it. */
  private addIdentities(
    scope: Construct,
    { applications, cluster }: Pick<ControllersStackProps, 'applications' | 'cluster'>,
  ): readonly IConstruct[] {
    return applications
      .filter((application) => 'objects' in application)
      .flatMap(({ namespace, identities = [] }) =>
        identities.flatMap(
          (identity) => releaseIdentity(scope, { name: identity.serviceAccount, namespace, identity }, cluster) ?? [],
        ),
      );
  }

  private bindGateway({ cluster, door }: ControllersStackProps): KubernetesManifest | undefined {
    if (door === undefined) return undefined;
    return applyManifests(this, 'GatewayBinding', cluster.cluster, [door.targetGroupBinding(cluster.plan.mode)]);
  }

  private apply(
    applications: readonly ObjectApplication[],
    { cluster }: Pick<ControllersStackProps, 'cluster'>,
  ): ApplicationRelease[] {
    return applications.map(
      (application) =>
        new ApplicationRelease(this, constructId('Application', application.name), {
          cluster: cluster.cluster,
          application,
        }),
    );
  }
}

function releasesOf(applications: readonly Application[]): readonly HelmRelease[] {
  return applications.flatMap((application) => ('release' in application ? [application.release] : []));
}

function namespacesIn(applications: readonly Application[]): readonly KubernetesObject[] {
  return applications
    .flatMap((application) => ('objects' in application ? application.objects : []))
    .filter(({ kind }) => kind === 'Namespace');
}
