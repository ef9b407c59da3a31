/** How Argo CD applies an environment's manifests: the props of the construct that makes it. */
export { gitopsSpec, type GitopsSpec } from '../../constructs/plan/gitops/spec';
