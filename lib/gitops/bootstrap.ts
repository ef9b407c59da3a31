import type { Application } from '../charts/application';
import { rootApplication } from './argo-application';
import { argoProject } from './argo-project';
import { gitopsPlan, type GitopsEnvironment } from './environment';
import type { ArgoApplication, ArgoProject, ArgoSettings } from './kinds';

/**
 * What must be in the cluster before Argo CD looks at the repository, in this order. It does not come from git: it says
 * what git may do. The registration of the cluster belongs to it too, and is the deployment's, which knows the ARN.
 */
export function bootstrapObjects(
  environment: GitopsEnvironment,
  applications: readonly Application[],
): readonly (ArgoSettings | ArgoProject | ArgoApplication)[] {
  return [argoSettings(environment), argoProject(environment, applications), rootApplication(environment)];
}

/**
 * Lets the root Application wait for one wave before it starts the next. Since 1.8 Argo CD does not look at the health of an
 * Application that another one made ("Resource health", Argocd App); the capability of EKS takes this setting from the
 * ConfigMap (EKS user guide, "Configure Argo CD settings"). Where it is not taken, all waves start at once, and what fails
 * for want of an earlier one is tried again.
 */
export function argoSettings(environment: GitopsEnvironment): ArgoSettings {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'argocd-cm',
      namespace: gitopsPlan(environment).namespace,
      labels: { 'app.kubernetes.io/name': 'argocd-cm', 'app.kubernetes.io/part-of': 'argocd' },
    },
    data: { 'resource.customizations.health.argoproj.io_Application': HEALTH_OF_APPLICATIONS },
  };
}

/** What an Application says of itself; anything unsettled (`Missing`, `Unknown`, nothing yet) is progress. */
const HEALTH_OF_APPLICATIONS = `\
local settled = { Healthy = true, Degraded = true, Suspended = true }
local told = obj.status and obj.status.health or {}
if settled[told.status] then
  return { status = told.status, message = told.message }
end
return { status = "Progressing", message = "waiting for its objects" }
`;
