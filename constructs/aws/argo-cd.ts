import { CfnAccessEntry, CfnCapability } from 'aws-cdk-lib/aws-eks-v2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { ArnFormat, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { Construct, type IDependable } from 'constructs';
import type { Manifest } from '../plan/cluster/manifests';
import { permissionManifests, registrationManifest, repositoryManifest } from '../plan/gitops/manifests';
import { planGitops, type GitopsPlan } from '../plan/gitops/plan';
import { gitopsProblems, gitopsSpec, type GitopsSpec } from '../plan/gitops/spec';
import { checkSpec } from '../plan/spec';
import { CapabilityRole } from './argo-cd/capability-role';
import { applyManifests } from './cluster/kubernetes-objects';
import { accessPolicy } from './cluster/people';
import { contextOf, type ContextProps } from './context';
import type { KubernetesCluster } from './kubernetes-cluster';
import { requireProps } from './shared/required-props';

/** Props of {@link ArgoCd}: how it applies manifests, where, and in which environment. */
export interface ArgoCdProps extends GitopsSpec {
  /** The cluster that it applies manifests to. EKS runs Argo CD itself outside of it. */
  readonly cluster: KubernetesCluster;
  /**
   * What is applied once Argo CD is there, in this order: the AppProject, then the Application that makes all others. Their
   * namespace, project and destination are the `plan`'s.
   * @default - nothing: Argo CD waits for somebody to make an Application
   */
  readonly root?: readonly object[];
  /**
   * The environment: `{ environment: 'prod' }`.
   * @default - derived from the stack, and treated as production
   */
  readonly context?: ContextProps;
}

/**
 * Argo CD as a capability of EKS: it applies to a cluster what stands in a git repository, and people sign in to it through
 * IAM Identity Center. AWS runs it and keeps it up to date.
 *
 * @example
 * new ArgoCd(this, 'ArgoCd', {
 *   repository: 'https://github.com/rides/platform.git',
 *   identityCenter: {
 *     instanceArn: 'arn:aws:sso:::instance/ssoins-1234567890abcdef',
 *     administrators: { groups: ['90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2'] },
 *   },
 *   cluster,
 *   root: [appProject, application],
 * });
 */
export class ArgoCd extends Construct {
  /** What was decided, as plain data. */
  public readonly plan: GitopsPlan;
  /** What Argo CD is in AWS: grant it what it reads there beside the repository, such as charts in ECR. */
  public readonly role: Role;
  /** The capability itself. */
  public readonly capability: CfnCapability;
  /** Where people find it; known at deployment. */
  public readonly url: string;

  /** @throws SpecError with every problem of the props, when they have any. */
  public constructor(scope: Construct, id: string, props: ArgoCdProps) {
    super(scope, id);
    requireProps(props, { cluster: 'pass the cluster to apply manifests to: a KubernetesCluster' });
    const { cluster, root = [], context, ...section } = props;
    const spec = checkSpec(gitopsSpec, section, gitopsProblems);
    const complete = contextOf(this, context);
    this.plan = planGitops(spec, complete);

    const { clusterName } = cluster;
    const secretArn = this.secretArn();
    const role = new CapabilityRole(this, 'Role', { clusterName, region: complete.region, secretArn });
    this.role = role.role;
    this.capability = this.makeCapability(cluster);
    this.capability.node.addDependency(this.admit(cluster), ...role.permissions);
    this.url = this.capability.attrConfigurationArgoCdServerUrl;
    this.bootstrap(cluster, root, secretArn);
    new CfnOutput(this, 'Url', { value: this.url });
  }

  /**
   * Lets Argo CD into the cluster, before the capability is made. Left to itself EKS makes an entry with neither a group nor a
   * fixed user name, so that RBAC has nothing to grant to, and CloudFormation cannot change an entry that it has not made:
   * another one for the same role is refused as in use (aws-controllers-k8s/test-infra #1061, aws-samples/eks-workshop-v2
   * #1858). The entry that is there already is used: eks-workshop-v2 makes it first for ACK and kro.
   *
   * Not tried in an account with a capability of this type: that EKS leaves the entry's group alone when it finds the entry.
   * Should Argo CD report `forbidden` for everything, look at `aws eks describe-access-entry`.
   */
  private admit({ cluster, clusterName, ready }: KubernetesCluster): IDependable {
    const { policies, kubernetesGroup } = this.plan.access;
    const entry = new CfnAccessEntry(this, 'Entry', {
      clusterName,
      principalArn: this.role.roleArn,
      type: 'STANDARD',
      accessPolicies: policies.map(accessPolicy),
      kubernetesGroups: [kubernetesGroup],
    });
    // Argo CD starts when pods can run, and is gone before they cannot.
    entry.node.addDependency(ready);
    // EKS refuses a role that IAM has not told everybody about yet ("The trust policy for the provided role is invalid");
    // eks-workshop-v2 waits 30 seconds. Here the entry and these objects pass the time.
    const permissions = applyManifests(this, 'Permissions', cluster, permissionManifests(this.plan));
    permissions.node.addDependency(entry);
    return permissions;
  }

  private makeCapability({ clusterName }: KubernetesCluster): CfnCapability {
    const { name, namespace, identityCenter, roleMappings } = this.plan;
    return new CfnCapability(this, 'Capability', {
      clusterName,
      capabilityName: name,
      type: 'ARGOCD',
      roleArn: this.role.roleArn,
      // The only value that there is: what Argo CD has applied stays when it goes, and so do its own objects.
      deletePropagationPolicy: 'RETAIN',
      configuration: {
        argoCd: {
          namespace,
          awsIdc: { idcInstanceArn: identityCenter.instanceArn, idcRegion: identityCenter.region },
          rbacRoleMappings: roleMappings.map(({ role, identities }) => ({
            role,
            identities: identities.map(({ id, type }) => ({ id, type })),
          })),
        },
      },
    });
  }

  /**
   * What git cannot bring, because Argo CD needs it to look at git. EKS has made the namespace and the kinds by the time that
   * the capability is active.
   */
  private bootstrap(
    { cluster, clusterName }: KubernetesCluster,
    root: readonly object[],
    secretArn: string | undefined,
  ): void {
    const clusterArn = Stack.of(this).formatArn({ service: 'eks', resource: 'cluster', resourceName: clusterName });
    const settings = applyManifests(this, 'Settings', cluster, [
      registrationManifest(this.plan, clusterArn),
      ...(secretArn === undefined ? [] : [repositoryManifest(this.plan, secretArn)]),
    ]);
    settings.node.addDependency(this.capability);
    if (root.length === 0) return;
    applyManifests(this, 'Root', cluster, root as readonly Manifest[]).node.addDependency(settings);
  }

  /** The ARN of the repository's secret without its end, which Secrets Manager takes as well. */
  private secretArn(): string | undefined {
    const { secret: resourceName } = this.plan.repository;
    return resourceName === undefined
      ? undefined
      : Stack.of(this).formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          resourceName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        });
  }
}
