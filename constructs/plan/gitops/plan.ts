import type { AccessPolicyPlan } from '../cluster/access';
import { physicalName, type PlanContext } from '../context';
import { ARGO_CD_ROLES, type ArgoCdRole } from './rules';
import type { GitopsIdentities, GitopsSpec } from './spec';

/**
 * The namespace of Argo CD's own objects. EKS makes it with the capability, and leaves it when the capability goes; nothing
 * here may own it, or taking Argo CD away would delete every Application with its services.
 */
export const ARGO_CD_NAMESPACE = 'argocd';

/** Somebody of IAM Identity Center. */
export interface IdentityPlan {
  /** `90670a1b2c-3d4e5f60-7182-93a4-b5c6-d7e8f9a0b1c2` */
  readonly id: string;
  /** What stands behind the id. */
  readonly type: 'SSO_GROUP' | 'SSO_USER';
}

/** A role in Argo CD, and who has it. */
export interface RoleMappingPlan {
  /** The role, as the capability calls it. */
  readonly role: 'ADMIN' | 'EDITOR' | 'VIEWER';
  /** Who has it. */
  readonly identities: readonly IdentityPlan[];
}

/** What Argo CD may do in the cluster. */
export interface ArgoCdAccessPlan {
  /** The EKS access policies that it runs itself with. */
  readonly policies: readonly AccessPolicyPlan[];
  /** The Kubernetes group that it is in, and that everything else is granted to: `bulkhead:argo-cd`. */
  readonly kubernetesGroup: string;
}

/** Argo CD, decided. */
export interface GitopsPlan {
  /** The capability's name: `bulkhead-prod-argo-cd`. */
  readonly name: string;
  /** Where Argo CD's own objects stand. */
  readonly namespace: string;
  /** Where people sign in. */
  readonly identityCenter: { readonly instanceArn: string; readonly region: string };
  /** Who may do what in Argo CD. */
  readonly roleMappings: readonly RoleMappingPlan[];
  /** What Argo CD may do in the cluster. */
  readonly access: ArgoCdAccessPlan;
  /** The name that the cluster is registered under, and that Applications give as their destination: `prod`. */
  readonly destination: string;
  /** The project that the cluster and the repository's secret belong to: `prod`. */
  readonly project: string;
  /** The repository that it follows. */
  readonly repository: {
    /** `https://github.com/rides/platform.git` */
    readonly url: string;
    /**
     * The name of the secret that it is read with: `/bulkhead/prod/gitops/repository`.
     * @default - none: anybody may read it
     */
    readonly secret?: string;
  };
}

/** Decides Argo CD: pure, and the same for every renderer. The spec must have been checked. */
export function planGitops(spec: GitopsSpec, context: PlanContext): GitopsPlan {
  const { repository, repositorySecret, identityCenter } = spec;
  return {
    name: physicalName(context, 'argo-cd'),
    namespace: ARGO_CD_NAMESPACE,
    identityCenter: {
      instanceArn: identityCenter.instanceArn,
      region: identityCenter.region ?? context.region,
    },
    roleMappings: ARGO_CD_ROLES.flatMap((role) => roleMapping(role, identityCenter[role])),
    access: { policies: OWN_POLICIES, kubernetesGroup: `${context.platform}:argo-cd` },
    destination: context.environment,
    project: context.environment,
    repository: { url: repository, ...(repositorySecret === undefined ? {} : { secret: repositorySecret }) },
  };
}

/**
 * What EKS gives a capability of this type when it makes its entry itself (EKS user guide, "Security considerations for EKS
 * Capabilities"). Whether it also adds them to an entry that it finds is said nowhere; so they are said here.
 */
const OWN_POLICIES: readonly AccessPolicyPlan[] = [
  { name: 'AmazonEKSArgoCDClusterPolicy' },
  { name: 'AmazonEKSArgoCDPolicy', namespaces: [ARGO_CD_NAMESPACE] },
];

const ROLE_NAMES: Readonly<Record<ArgoCdRole, RoleMappingPlan['role']>> = {
  administrators: 'ADMIN',
  editors: 'EDITOR',
  viewers: 'VIEWER',
};

function roleMapping(role: ArgoCdRole, given: GitopsIdentities | undefined): readonly RoleMappingPlan[] {
  if (given === undefined) return [];
  const identitiesOf = (ids: readonly string[] | undefined, type: IdentityPlan['type']): readonly IdentityPlan[] =>
    (ids ?? []).map((id) => ({ id, type }));
  return [
    {
      role: ROLE_NAMES[role],
      identities: [...identitiesOf(given.groups, 'SSO_GROUP'), ...identitiesOf(given.users, 'SSO_USER')],
    },
  ];
}
