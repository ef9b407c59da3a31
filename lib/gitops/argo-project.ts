import type { Application } from '../charts/application';
import { contextOf } from '../environment/context';
import { chartRepository } from './argo-application';
import { gitopsPlan, type GitopsEnvironment } from './environment';
import type { ArgoProject, ArgoRole } from './kinds';

/**
 * What the Applications of an environment may: take from its repository and from the publishers of its charts, and write to
 * its own namespaces of its own cluster.
 *
 * All kinds that belong to the whole cluster are allowed, because charts bring roles and kinds of their own: whoever can
 * write to the branch that the environment follows can do everything in its cluster. Not allowed are Secrets, which do not
 * belong into git and are what Argo CD knows clusters and repositories by, and projects, or git could open this one.
 */
export function argoProject(environment: GitopsEnvironment, applications: readonly Application[]): ArgoProject {
  const { platform } = contextOf(environment);
  const plan = gitopsPlan(environment);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name: plan.project,
      namespace: plan.namespace,
      labels: { 'app.kubernetes.io/part-of': platform },
    },
    spec: {
      description: `Everything of ${platform} in ${environment.name}`,
      sourceNamespaces: [plan.namespace],
      sourceRepos: [plan.repository.url, ...distinct(applications.flatMap(repositoriesOf))],
      destinations: distinct([plan.namespace, ...applications.flatMap(namespacesOf)]).map((namespace) => ({
        name: plan.destination,
        namespace,
      })),
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
      namespaceResourceBlacklist: [
        { group: '', kind: 'Secret' },
        { group: 'argoproj.io', kind: 'AppProject' },
      ],
      ...unlessNone(rolesOf(environment)),
    },
  };
}

/** What the people of an environment may do with its Applications, by the name that the environment has for them. */
const RIGHTS = {
  editors: {
    description: 'May look, and start a sync',
    rights: ['applications, get', 'applications, sync', 'logs, get'],
  },
  viewers: { description: 'May look', rights: ['applications, get'] },
} as const;

/**
 * The capability lets editors and viewers into Argo CD, and shows them no Application without a role of its project (EKS user
 * guide, "Configure Argo CD permissions"). Administrators need none.
 */
function rolesOf(environment: GitopsEnvironment): readonly ArgoRole[] {
  const { project } = gitopsPlan(environment);
  return (['editors', 'viewers'] as const).flatMap((name) => {
    const { groups = [], users = [] } = environment.gitops.identityCenter[name] ?? {};
    const people = [...groups, ...users];
    if (people.length === 0) return [];
    const { description, rights } = RIGHTS[name];
    const policies = rights.map((right) => `p, proj:${project}:${name}, ${right}, ${project}/*, allow`);
    return [{ name, description, policies, groups: people }];
  });
}

const unlessNone = (roles: readonly ArgoRole[]): { readonly roles?: readonly ArgoRole[] } =>
  roles.length === 0 ? {} : { roles };

const repositoriesOf = (application: Application): readonly string[] =>
  'release' in application ? [chartRepository(application.release.repository)] : [];

function namespacesOf(application: Application): readonly string[] {
  if ('release' in application) return [application.release.namespace];
  return [application.namespace, ...application.objects.flatMap(({ metadata }) => metadata.namespace ?? [])];
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();
