import { planGitops, type GitopsPlan } from '../../constructs/plan/gitops/plan';
import { contextOf } from '../environment/context';
import type { GitopsSpec } from '../environment/gitops';
import type { Environment } from '../environment/schema';

/** An environment whose manifests Argo CD applies. */
export interface GitopsEnvironment extends Environment {
  readonly gitops: GitopsSpec;
}

/** Whether Argo CD applies an environment's manifests. */
export function isGitops(environment: Environment): environment is GitopsEnvironment {
  return environment.gitops !== undefined;
}

/**
 * Where an environment's Applications stand and what they refer to by name. One project holds them all, the root too: the
 * capability of EKS lets a cluster belong to one project only (EKS user guide, "Register target clusters").
 */
export const gitopsPlan = (environment: GitopsEnvironment): GitopsPlan =>
  planGitops(environment.gitops, contextOf(environment));

/** The branch, tag or commit that an environment follows. */
export const revisionOf = ({ gitops }: GitopsEnvironment): string => gitops.revision ?? 'main';
