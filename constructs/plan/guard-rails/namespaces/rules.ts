import type { Problem } from '../../problem';
import { formatPath } from '../../spec';
import type { NamespaceSpec, NamespacesSpec } from './spec';

/** Labels that somebody else puts on a namespace; a value of one's own would undo what they say. */
const TAKEN_LABELS: readonly { readonly key: RegExp; readonly reason: string; readonly remedy: string }[] = [
  {
    key: /^pod-security\.kubernetes\.io\//,
    reason: 'the level of pod security follows from podSecurity, with the version that it is pinned to',
    remedy: "remove it, and set podSecurity, as in podSecurity: 'baseline'",
  },
  {
    key: /^kubernetes\.io\/metadata\.name$/,
    reason: 'Kubernetes sets it to the name of the namespace',
    remedy: 'remove it',
  },
];

/** What is wrong with namespaces of the right shape. */
export function namespacesProblems({ namespaces }: NamespacesSpec): Problem[] {
  return namespaces.flatMap((namespace, index) => [
    ...nameProblems(namespaces, index),
    ...labelProblems(namespace, index),
  ]);
}

function nameProblems(namespaces: readonly NamespaceSpec[], index: number): Problem[] {
  const name = namespaces[index]?.name ?? '';
  const field = formatPath(['namespaces', index, 'name']);
  if (name.startsWith('kube-')) {
    return [
      {
        field,
        value: name,
        reason:
          'Kubernetes keeps names that begin with kube- for itself, and what stands there is not ours to restrict',
        remedy: 'call it differently, or leave it out',
      },
    ];
  }
  return namespaces.findIndex((each) => each.name === name) === index
    ? []
    : [{ field, value: name, reason: 'it is described twice', remedy: 'describe it once' }];
}

function labelProblems({ labels = {} }: NamespaceSpec, index: number): Problem[] {
  return Object.entries(labels).flatMap(([key, value]) =>
    TAKEN_LABELS.filter((taken) => taken.key.test(key)).map(({ reason, remedy }) => ({
      field: formatPath(['namespaces', index, 'labels', key]),
      value,
      reason,
      remedy,
    })),
  );
}
