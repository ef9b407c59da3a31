import type { AccessPlan, AccessRule, Party } from '../../plan/service/access';
import type { Labels } from '../manifests/meta';
import type { NetworkPolicy, NetworkPolicyPeer } from '../manifests/policy';

/** The label that Kubernetes puts on every namespace. */
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/** Whose policy it is. */
export interface PolicySubject {
  /** The policy's name. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** The policy's own labels. */
  readonly labels: Labels;
  /** The pods that it is about. */
  readonly selector: Labels;
}

/** Lets through what the plan names, in both directions, and nothing else. */
export function networkPolicy(subject: PolicySubject, access: AccessPlan): NetworkPolicy {
  return policy(subject, access, ['Ingress', 'Egress']);
}

/** Lets in what the plan names and nothing else, and everything out: for whoever fetches from pods at ports that they choose. */
export function ingressPolicy(subject: PolicySubject, { ingress }: Pick<AccessPlan, 'ingress'>): NetworkPolicy {
  return policy(subject, { ingress, egress: [] }, ['Ingress']);
}

function policy(
  subject: PolicySubject,
  access: AccessPlan,
  policyTypes: NetworkPolicy['spec']['policyTypes'],
): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      name: subject.name,
      namespace: subject.namespace,
      labels: subject.labels,
      annotations: reasons(access),
    },
    spec: {
      podSelector: { matchLabels: subject.selector },
      policyTypes,
      // Kubernetes stores an empty list as none: written out, it would be a change at every apply.
      ...(access.ingress.length === 0
        ? {}
        : { ingress: access.ingress.map(({ parties, ports }) => ({ from: parties.map(peer), ports })) }),
      ...(access.egress.length === 0
        ? {}
        : { egress: access.egress.map(({ parties, ports }) => ({ to: parties.map(peer), ports })) }),
    },
  };
}

/** An empty pod selector in a peer means all pods of the namespace; leaving it out says the same. */
function peer(party: Party): NetworkPolicyPeer {
  if (party.kind === 'addresses') return { ipBlock: { cidr: party.cidr } };
  if (party.kind === 'all-pods') return { namespaceSelector: {} };
  const namespaceSelector = { matchLabels: { [NAMESPACE_LABEL]: party.namespace } };
  return Object.keys(party.labels).length === 0
    ? { namespaceSelector }
    : { namespaceSelector, podSelector: { matchLabels: party.labels } };
}

/** Why each rule is there, in the order of the rules: YAML has no comments that survive the cluster. */
function reasons({ ingress, egress }: AccessPlan): Labels {
  const told = (rules: readonly AccessRule[]): string => rules.map(({ because }) => because).join('; ');
  return {
    ...(ingress.length === 0 ? {} : { 'bulkhead/ingress': told(ingress) }),
    ...(egress.length === 0 ? {} : { 'bulkhead/egress': told(egress) }),
  };
}
