/**
 * Namespaces that belong to Kubernetes, to EKS or to the platform's controllers: all others are of services. Collectors read it
 * as well, so it is a pattern that RE2 takes.
 */
export const PLATFORM_NAMESPACES = /^(default|kube-.+|amazon-.+|aws-.+|argo-rollouts|argocd|istio-.+|observability)$/;
