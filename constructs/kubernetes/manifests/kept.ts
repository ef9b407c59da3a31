import type { Labels } from './meta';

/**
 * The annotations of what must outlive the chart that made it. Argo CD neither prunes it nor deletes it with its Application
 * (`Prune`, `Delete`: Argo CD user guide, "Sync Options"); Helm leaves it when it is taken out or uninstalled (Helm, "Tell Helm
 * Not To Uninstall a Resource"). Somebody who wants it gone deletes it by hand.
 */
export const KEPT: Labels = {
  // Or what is no longer in git would leave the Application out of sync for ever, and be synced again and again.
  'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'helm.sh/resource-policy': 'keep',
};
